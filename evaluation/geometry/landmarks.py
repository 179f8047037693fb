"""`python -m evaluation.geometry.landmarks`: how exactly crown, eyes, chin and ears are found.

Against points that a person marked on enlargements (landmarks.tsv: shares of the photo's width and
height) and, for the crown, against the photos with known alpha. Prints the table of
docs/geometry.md, whose figures are the errors in service/values/placement.py.
"""

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from evaluation import photos
from service import settings
from service.models.faces import FaceDetector
from service.models.matters import choose
from service.steps.decode import Limits, decode
from service.steps.face import only_face
from service.steps.frame import window
from service.steps.head import find_head
from service.steps.matting import Matter, matte
from service.values import geometry
from service.values.errors import ConfigError
from service.values.geometry import Points
from service.values.photo import Face, Matte, Photo
from service.values.placement import Head
from service.values.watch import Watch

MARKS = Path(__file__).with_suffix(".tsv")
SIDE_PX = 1000  # of the decoded photo, about what a finished photo needs
STUDIO = "pairs/studio"

Errors = dict[str, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person saw in a photo: points as shares of its size, and whether hair hides ears."""

    photo: str
    points: dict[str, Points]
    ears: bool


def main() -> int:
    """Print the table; 1 when photos or weights are not there."""
    cv2.setNumThreads(1)
    try:
        folder, config = photos.folder(), settings.load()
        matter = choose("u2netp", "cpu", config.model_home, config.model_mirror).load()
        found = {mark.photo: errors(mark, folder, matter) for mark in marks()}
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 1
    print(table(found))
    return 0


def marks() -> list[Mark]:
    """The photos that were looked at."""
    with MARKS.open(encoding="utf-8", newline="") as file:
        return [_mark(row) for row in csv.DictReader(file, delimiter="\t")]


def errors(mark: Mark, folder: Path, matter: Matter) -> Errors:
    """Found minus true, in units of the head's height, downwards; proportions as they are."""
    photo = decode((folder / mark.photo).read_bytes(), Limits(), SIDE_PX)
    face = only_face(photo, FaceDetector())
    coarse = matte(photo, face, window(photo, face), matter, Watch())
    head = find_head(face, coarse)
    size = np.array(photo.size)
    points = {name: share * size - 0.5 for name, share in mark.points.items()}
    result: Errors = {}
    for name, point in points.items():
        off = head.below_crown(getattr(head, name)) - head.below_crown(point)
        result[name if name != "crown" or head.measured else "crown, assumed"] = off / head.height
    if mark.photo.startswith(STUDIO):
        true = find_head(face, _true(mark.photo, folder, photo))
        result["crown, true alpha"] = head.below_crown(head.crown) - head.below_crown(true.crown)
        result["crown, true alpha"] /= head.height
    if mark.ears and "chin" in points:
        chin = head.below_crown(points["chin"])
        across = _ear_to_ear(face, head, coarse)
        result["ear to ear, of itself"] = head.face_width / across - 1
        result["= ear to ear over head height"] = across / chin
    if "chin" in points and head.measured:
        share = head.below_crown(head.eyes) / head.below_crown(points["chin"])
        result["= eyes between crown and chin"] = share
    return result


def table(found: dict[str, Errors]) -> str:
    """Markdown: for each measure the number of photos, mean, spread and the three worst."""
    rows = ["| measure | photos | mean | standard error | 95% within | worst |"]
    rows.append("| --- | ---: | ---: | ---: | ---: | --- |")
    names = dict.fromkeys(name for result in found.values() for name in result)
    for name in sorted(names, key=lambda name: name.startswith("=")):
        by = {photo: result[name] for photo, result in found.items() if name in result}
        values = np.array(list(by.values()))
        middle = values.mean() if name.startswith("=") else 0.0
        off = {photo: abs(value - middle) for photo, value in by.items()}
        worst = sorted(off, key=lambda photo: -off[photo])[:3]
        told = ", ".join(f"{Path(photo).stem} {by[photo]:+.3f}" for photo in worst)
        error, most = (
            np.sqrt(np.mean((values - middle) ** 2)),
            np.percentile(list(off.values()), 95),
        )
        rows.append(
            f"| {name.removeprefix('= ')} | {len(by)} | {values.mean():+.4f} | {error:.4f} "
            f"| {most:.3f} | {told} |"
        )
    return "\n".join(rows)


def _mark(row: dict[str, str]) -> Mark:
    points = dict(_points(row))
    return Mark(row["photo"], points, row["ears"] == "visible")


def _points(row: dict[str, str]) -> Iterator[tuple[str, Points]]:
    for name in ("crown", "eyes", "chin"):
        if row[f"{name}_x"]:
            yield name, np.array([float(row[f"{name}_x"]), float(row[f"{name}_y"])])


def _true(name: str, folder: Path, photo: Photo) -> Matte:
    path = folder / "pairs" / "alpha" / f"{Path(name).stem}.png"
    alpha = np.asarray(Image.open(path).convert("L"), np.float32) / np.float32(255)
    return Matte(alpha, geometry.resize((alpha.shape[1], alpha.shape[0]), photo.size), "true")


def _ear_to_ear(face: Face, head: Head, coarse: Matte) -> float:
    """The matte's width in photo pixels from the eyes down to the nose, where ears are."""
    grid = 96 / face.unit
    roll = np.radians(head.roll_deg)
    turn = grid * np.array([[np.cos(roll), np.sin(roll)], [-np.sin(roll), np.cos(roll)]])
    offset = np.array([150.0, 0.0]) - turn @ face.eyes
    level = geometry.compose(np.hstack([turn, offset[:, np.newaxis]]), coarse.to_photo)
    rows = cv2.warpAffine(coarse.alpha, level, (300, 35)).sum(axis=1)
    return float(np.percentile(rows, 75)) / grid


if __name__ == "__main__":
    sys.exit(main())
