"""How far angles and points of a face move when the same photo is looked at again, smaller."""

from collections.abc import Sequence

import numpy as np

from service.checks.pose import pose
from service.checks.turn import turn_of_head
from service.raster import shrink
from service.steps.face import Detector, only_face
from service.values import geometry
from service.values.check import Check
from service.values.errors import ServiceError
from service.values.photo import Face, Photo

SCALE = 0.6
QUANTILE = 0.95  # of all differences are below what is printed
CROWN_TO_CHIN = 2.05  # eyes-to-chin, as far as the face alone tells
IDENTITY = geometry.shift(0, 0)
MEASURES = ("roll deg", "yaw deg", "pitch deg", "eyes across %", "eyes down %", "chin down %")


def summary(faces: Sequence[tuple[Photo, Face]], detector: Detector) -> str:
    """How far each measure moves: angles in degrees, points in % of the head's height."""
    moves = [move for photo, face in faces if (move := _moves(photo, face, detector))]
    sizes = np.quantile(np.abs(moves), QUANTILE, axis=0)
    return (
        f"Found again at {SCALE:g} times the size, {QUANTILE:.0%} of {len(moves)} move by less "
        "than (% of the head's height): "
        + ", ".join(f"{name} {size:.1f}" for name, size in zip(MEASURES, sizes, strict=True))
    )


def _moves(photo: Photo, face: Face, detector: Detector) -> list[float]:
    """By how much each of MEASURES moves; empty where the smaller photo shows no single face."""
    size = round(SCALE * photo.size[0]), round(SCALE * photo.size[1])
    try:
        smaller = only_face(Photo(shrink(photo.rgb, size), size, photo.format), detector)
    except ServiceError:
        return []
    second = smaller.mapped(geometry.resize(size, photo.size))
    angles = [
        (after.value or 0.0) - (before.value or 0.0)
        for before, after in zip(_pose(face), _pose(second), strict=True)
    ]
    shifts = (*(second.eyes - face.eyes), (second.chin - face.chin)[1])
    return [*angles, *(100 * float(shift) / (CROWN_TO_CHIN * face.unit) for shift in shifts)]


def _pose(face: Face) -> tuple[Check, Check, Check]:
    return pose(face, turn_of_head(face), IDENTITY)
