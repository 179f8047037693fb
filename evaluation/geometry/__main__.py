"""`python -m evaluation.geometry`: finished photos measured once more, as if they were sent.

Every photo is finished for documents of the whole catalogue as a caller gets it who names the
document alone; in the file that comes out the face is searched and the person cut out anew. Prints
the tables of docs/geometry.md and writes every pair of photo and document.
"""

import argparse
import csv
import os
import signal
import sys
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cv2

from evaluation import photos
from evaluation.geometry import agreement
from evaluation.geometry.remeasure import Pair, default_order, pairs_of
from service import settings
from service.models.faces import FaceDetector
from service.models.matters import choose
from service.pipeline.idphoto import Studio
from service.specs import catalogue
from service.steps.decode import Limits
from service.values.errors import ConfigError

FOLDERS = "pairs/studio,portraits,wild"
EVERY = 7  # documents: ten minutes of one core

Job = tuple[Path, tuple[str, ...]]


def main(given: list[str] | None = None) -> int:
    """Print the tables; 1 when photos, weights or a spec are not there."""
    options = _parser().parse_args(given)
    pairs: list[Pair] = []
    try:
        jobs = list(_jobs(options))[: options.limit]
        for pair in _measured(jobs, options.processes):
            pairs.append(pair)
    except (ConfigError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nbroken off; the tables are of the photos until here", file=sys.stderr)
    print(agreement.table(pairs))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with options.out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t", lineterminator="\n").writerows(agreement.rows(pairs))
    return 0


def _jobs(options: argparse.Namespace) -> Iterator[Job]:
    """Each photo with its documents: every so many of the catalogue, each photo from another on.

    The photos are mixed, so that a run which is broken off has seen some of every folder.
    """
    folder, ids = photos.folder(), _ids(options.specs)
    paths = [path for name in options.folders.split(",") for path in (folder / name).iterdir()]
    paths.sort(key=lambda path: zlib.crc32(path.name.encode()))
    for number, path in enumerate(paths):
        yield path, tuple(ids[(number % options.every) :: options.every])


def _ids(named: str | None) -> list[str]:
    """The documents that are named, or all. Raises ConfigError for one that is none."""
    known = catalogue.load()
    if named is None:
        return [spec.id for spec in known]
    found = {name: known.find(name) for name in named.split(",")}
    if missing := [name for name, spec in found.items() if spec is None]:
        raise ConfigError(f"the catalogue has no {missing[0]}")
    return [spec.id for spec in found.values() if spec]


def _measured(jobs: Sequence[Job], processes: int) -> Iterator[Pair]:
    """All pairs, photo by photo; the weights are looked for here, so that their lack is told."""
    _choose()
    with ProcessPoolExecutor(min(processes, len(jobs)) or 1, initializer=_load) as pool:
        for number, pairs in enumerate(pool.map(_work, jobs), start=1):
            print(f"\r{number} of {len(jobs)} photos", end="", file=sys.stderr, flush=True)
            yield from pairs
    print(file=sys.stderr)


def _choose() -> Studio:
    config = settings.load()
    matter = choose("u2netp", "cpu", config.model_home, config.model_mirror).load()
    return Studio(FaceDetector(), matter, Limits())


def _load() -> None:
    """Of a process: its studio, kept from photo to photo; interrupts are for the first process."""
    global _studio
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    _studio = _choose()


def _work(job: Job) -> list[Pair]:
    path, ids = job
    known = catalogue.load()
    return pairs_of(path, [default_order(name, known) for name in ids], _studio)


_studio: Studio


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evaluation.geometry", description=__doc__)
    parser.add_argument("--limit", type=int, help="only the first so many photos")
    parser.add_argument("--specs", help="ids of specs (all)")
    parser.add_argument("--folders", default=FOLDERS, help=f"of the test photos ({FOLDERS})")
    parser.add_argument(
        "--every",
        type=int,
        default=EVERY,
        help=f"each photo for every so many of the documents, from another one on ({EVERY})",
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", type=Path, default=Path("out/geometry.tsv"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
