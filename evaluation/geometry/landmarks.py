"""How exactly crown, eyes, chin and ears are found.

Against points that a person marked (annotations.tsv) and, for the crown, against the photos with
known alpha. The errors are those in service/values/placement.py.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import cv2
import numpy as np

from evaluation import photos
from evaluation.command import progress
from evaluation.engine import load_engine
from evaluation.geometry.annotations import Annotation, annotations
from evaluation.ground_truth import read_alpha
from evaluation.tables import table
from service.cancellation import CancellationToken
from service.checks.beard import has_beard
from service.checks.patch import face_patch
from service.pipeline.engine import Engine
from service.steps.decode.decode import decode
from service.steps.face import only_face
from service.steps.frame import window
from service.steps.head import find_head
from service.steps.matting import matte
from service.values import geometry
from service.values.geometry import Points
from service.values.photo import Face, Matte, Photo
from service.values.placement import Head

SIDE_PX = 1000  # of the decoded photo, about what a finished photo needs
STUDIO = "pairs/studio"
PROPORTION = "= "  # begins the name of a measure that is a proportion, not an error

Errors = dict[str, float]


def all_errors(folder: Path, training: Path | None = None) -> dict[str, Errors]:
    """Those of annotated photos that are there. Raises ConfigError without u2netp's weights."""
    engine = load_engine("portrait-u2netp")
    results = {}
    for known in progress(annotations()):
        path = photos.located(known.photo, folder, training)
        if path is not None:
            results[known.photo] = errors(known, path, folder, engine)
    return results


def errors(known: Annotation, path: Path, folder: Path, engine: Engine) -> Errors:
    """Found minus true, in units of the head's height, downwards; proportions as they are."""
    photo = decode(path.read_bytes(), engine.limits, SIDE_PX)
    face = only_face(photo, engine.detector)
    coarse = matte(photo, face, window(photo, face), engine.matting, CancellationToken())
    head = find_head(face, coarse, bearded=has_beard(face_patch(photo, face)))
    points = {name: share * np.array(photo.size) - 0.5 for name, share in known.points.items()}
    result = _point_errors(head, points)
    if known.group:
        return {f"{name}, second set, {known.group}": off for name, off in result.items()}
    if known.photo.startswith(STUDIO):
        true = find_head(face, _true_matte(known.photo, folder, photo))
        off = head.below_crown(head.crown) - head.below_crown(true.crown)
        result["crown, true alpha"] = off / head.height
    if known.ears and "chin" in points:
        ear_to_ear = _ear_to_ear(face, head, coarse)
        result["ear to ear, of itself"] = head.face_width / ear_to_ear - 1
        chin = head.below_crown(points["chin"])
        result[f"{PROPORTION}ear to ear over head height"] = ear_to_ear / chin
    if "chin" in points and head.measured:
        share = head.below_crown(head.eyes) / head.below_crown(points["chin"])
        result[f"{PROPORTION}eyes between crown and chin"] = share
    return result


def _point_errors(head: Head, points: Mapping[str, Points]) -> Errors:
    result: Errors = {}
    for name, point in points.items():
        off = head.below_crown(getattr(head, name)) - head.below_crown(point)
        doubts = {"crown": "" if head.measured else ", assumed", "chin": ", beard" * head.bearded}
        result[name + doubts.get(name, "")] = off / head.height
    return result


def summary(results: Mapping[str, Errors]) -> str:
    """Markdown: for each measure the number of photos, mean, spread and the three worst."""
    headings = ["measure", "photos", "mean", "standard error", "95% within", "worst"]
    return table("lrrrrl", headings, _rows(results))


def _rows(results: Mapping[str, Errors]) -> Iterator[list[str]]:
    names = dict.fromkeys(name for result in results.values() for name in result)
    for name in sorted(names, key=lambda name: name.startswith(PROPORTION)):
        by_photo = {photo: result[name] for photo, result in results.items() if name in result}
        values = np.array(list(by_photo.values()))
        centre = values.mean() if name.startswith(PROPORTION) else 0.0
        off = {photo: abs(value - centre) for photo, value in by_photo.items()}
        worst = sorted(off, key=lambda photo: -off[photo])[:3]
        yield [
            name.removeprefix(PROPORTION),
            str(len(by_photo)),
            f"{values.mean():+.4f}",
            f"{np.sqrt(np.mean((values - centre) ** 2)):.4f}",
            f"{np.percentile(list(off.values()), 95):.3f}",
            ", ".join(f"{Path(photo).stem} {by_photo[photo]:+.3f}" for photo in worst),
        ]


def _true_matte(name: str, folder: Path, photo: Photo) -> Matte:
    alpha = read_alpha(folder, Path(name).stem)
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
