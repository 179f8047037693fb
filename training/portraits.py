"""The training photos: portraits with alpha, each with its face, and backgrounds without people."""

import csv
import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from service.models.faces import FaceDetector
from service.values.photo import Face

log = logging.getLogger("training")

Pixels = NDArray[np.uint8]
LEAST_FACE_PX = 28


@dataclass(frozen=True, slots=True)
class Portrait:
    """A person in front of a smooth backdrop.

    `original` and `foreground` (H, W, 3) RGB, `alpha` (H, W), all uint8; `eyes` (x, y) in pixels,
    `unit` eyes to chin in pixels.
    """

    name: str
    original: Pixels
    foreground: Pixels
    alpha: Pixels
    eyes: tuple[float, float]
    unit: float


def load(folder: Path, cache: Path, least_iou: float) -> list[Portrait]:
    """All portraits whose alpha can be trusted and whose face is found; faces are kept in `cache`.

    Raises FileNotFoundError where `folder` is not the training data.
    """
    with (folder / "portraits.tsv").open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    names = [row["id"] for row in rows if float(row["iou_with_u2netp"]) >= least_iou]
    faces = _faces(folder, [row["id"] for row in rows], cache)
    return [_read(folder, name, faces[name]) for name in names if name in faces]


def split(portraits: list[Portrait], share: float) -> tuple[list[Portrait], list[Portrait]]:
    """Those to train on, and a `share` that is kept aside, chosen by name."""
    kept = [p for p in portraits if _draw(p.name) < share]
    return [p for p in portraits if _draw(p.name) >= share], kept


def backgrounds(folder: Path) -> list[Pixels]:
    """Photos without people, RGB."""
    return [rgb(path) for path in sorted((folder / "background").iterdir())]


def rgb(path: Path) -> Pixels:
    """The picture in `path` (H, W, 3). Raises FileNotFoundError where it is none."""
    found = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if found is None:
        raise FileNotFoundError(f"{path} is no picture")
    return np.asarray(cv2.cvtColor(found, cv2.COLOR_BGR2RGB), np.uint8)


def _draw(name: str) -> float:
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) / 2**32


def _read(folder: Path, name: str, face: tuple[float, float, float]) -> Portrait:
    alpha = rgb(_file(folder / "alpha", name))[..., 0]
    return Portrait(
        name=name,
        original=rgb(_file(folder / "original", name)),
        foreground=rgb(_file(folder / "foreground", name)),
        alpha=np.ascontiguousarray(alpha),
        eyes=face[:2],
        unit=face[2],
    )


def _file(folder: Path, name: str) -> Path:
    for ending in (".jpg", ".png"):
        if (folder / f"{name}{ending}").is_file():
            return folder / f"{name}{ending}"
    raise FileNotFoundError(f"{folder} has no picture of {name}")


def _faces(folder: Path, names: list[str], cache: Path) -> dict[str, tuple[float, float, float]]:
    """Eyes and unit of every portrait with exactly one face, found by the service's detector."""
    if not cache.is_file():
        detector = FaceDetector()
        lines = []
        for count, name in enumerate(names, 1):
            found = detector.find(rgb(_file(folder / "original", name)), LEAST_FACE_PX)
            if len(found) == 1:
                lines.append(_line(name, found[0]))
            if count % 200 == 0:
                log.info("faces: %d of %d", count, len(names))
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_text("".join(lines))
    fields = (line.split("\t") for line in cache.read_text().splitlines())
    return {name: (float(x), float(y), float(unit)) for name, x, y, unit in fields}


def _line(name: str, face: Face) -> str:
    return f"{name}\t{face.eyes[0]:.2f}\t{face.eyes[1]:.2f}\t{face.unit:.2f}\n"
