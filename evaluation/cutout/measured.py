"""Measuring photo by photo in several processes; what is measured is kept at once.

An interrupted run goes on where it was. Scores of other code or other weights do not count.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

import cv2

from evaluation.command import progress
from evaluation.cutout import methods
from evaluation.cutout.cases import Case
from evaluation.cutout.cpu_time import timed
from evaluation.cutout.methods import Method
from evaluation.cutout.scores import Score, score
from service.models.faces import FaceDetector
from service.values.errors import ServiceError

ROOT = Path(__file__).parents[2]
# What a score depends on, beside the photos and u2netp's weights.
PARTS = (
    "service/models",
    "service/steps",
    "service/raster.py",
    *(f"evaluation/cutout/{name}.py" for name in ("cases", "composites", "kept_aside", "methods")),
    *(f"evaluation/cutout/{name}.py" for name in ("metrics", "people", "scores")),
    "evaluation/ground_truth.py",
    "training/split.py",
)

Scores = dict[tuple[str, str, str], Score]  # by method, group and name


def measure(names: Sequence[str], cases: Sequence[Case], path: Path, jobs: int) -> list[Score]:
    """The score of every case by every method; those that `path` has are taken from there."""
    code = _fingerprint()
    known = _read(path, code)
    pending = [case for case in cases if any(_key(n, case) not in known for n in names)]
    with path.open("a", encoding="utf-8") as file, ProcessPoolExecutor(jobs, None, _start) as pool:
        several = pool.map(_measured, pending, [names] * len(pending))
        for found in progress(several, len(pending)):
            for one in found:
                known[one.method, one.group, one.name] = one
                line = {"code": code, **asdict(one), "tags": sorted(one.tags)}
                file.write(json.dumps(line) + "\n")
            file.flush()
    wanted = [_key(name, case) for case in cases for name in names]
    return [known[key] for key in wanted if key in known]


def processes() -> int:
    """As many as this process may use cores."""
    return len(os.sched_getaffinity(0))


def _key(method: str, case: Case) -> tuple[str, str, str]:
    return method, case.group, case.name


def _fingerprint() -> str:
    code = hashlib.sha256()
    for part in PARTS:
        found = (ROOT / part).rglob("*") if (ROOT / part).is_dir() else [ROOT / part]
        for path in sorted(found):
            if path.suffix in (".py", ".onnx", ".tsv"):
                code.update(path.read_bytes())
    return code.hexdigest()[:16]


def _read(path: Path, code: str) -> Scores:
    lines: Iterable[str] = path.read_text("utf-8").splitlines() if path.is_file() else ()
    known: Scores = {}
    for line in lines:
        row = json.loads(line)
        if row.pop("code") == code:
            one = Score(**{**row, "tags": frozenset(row["tags"])})
            known[one.method, one.group, one.name] = one
    return known


_loaded: dict[str, Method] = {}
_detector: list[FaceDetector] = []


def _start() -> None:
    """In each process."""
    cv2.setNumThreads(1)
    _detector.append(FaceDetector())


def _measured(case: Case, names: Sequence[str]) -> list[Score]:
    try:
        sample = case.read(_detector[0])
    except ServiceError as error:
        print(f"left out: {case.name}: {error.slug}", file=sys.stderr)
        return []
    if not _loaded:
        _loaded.update(methods.load(names))
        for cut_out in _loaded.values():
            cut_out(sample)  # compiles, loads and warms up
    scores = []
    for name, cut_out in _loaded.items():
        cutout, network, rest = timed(cut_out, sample)
        scores.append(score(name, sample, cutout, network, rest, case.tags))
    return scores
