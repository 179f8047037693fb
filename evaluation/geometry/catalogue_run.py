"""All photos remeasured for documents of the whole catalogue, in several processes."""

import signal
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cv2

from evaluation.command import progress
from evaluation.engine import load_engine
from evaluation.geometry.remeasure import Remeasurement, remeasure_photo
from evaluation.orders import default_order, find_spec, shipped
from service.pipeline.engine import Engine

MATTING = "portrait-u2netp"

PhotoRecord = tuple[Path, tuple[str, ...]]

_engine: Engine


def plan(paths: Sequence[Path], specs: Sequence[str] | None, every: int) -> list[PhotoRecord]:
    """Each photo with its documents: every so many of `specs`, each photo from another one on.

    Without `specs` all documents. The photos are mixed, so that a run which is interrupted has seen
    some of every folder. Raises ConfigError for a document that does not exist.
    """
    ids = [find_spec(name).id for name in specs] if specs else [spec.id for spec in shipped()]
    mixed = sorted(paths, key=lambda path: zlib.crc32(path.name.encode()))
    return [(path, tuple(ids[number % every :: every])) for number, path in enumerate(mixed)]


def run(jobs: Sequence[PhotoRecord], processes: int) -> Iterator[Remeasurement]:
    """The results, photo by photo. Raises ConfigError without the model's weights."""
    load_engine(MATTING)  # here, so that a lack of weights is reported once
    with ProcessPoolExecutor(min(processes, len(jobs)) or 1, initializer=_initialise) as pool:
        for results in progress(pool.map(_remeasure, jobs), len(jobs)):
            yield from results


def _initialise() -> None:
    """Of a process: its engine, kept from photo to photo; interrupts are for the first process."""
    global _engine
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    _engine = load_engine(MATTING)


def _remeasure(job: PhotoRecord) -> list[Remeasurement]:
    path, ids = job
    return remeasure_photo(path, [default_order(name) for name in ids], _engine)
