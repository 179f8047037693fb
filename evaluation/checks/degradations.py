"""Good photos made bad in known ways: which of it the checks see, and how steady they are."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from evaluation.checks import compression, shadows
from service.checks.colour import colour
from service.checks.exposure import exposure
from service.checks.light import light
from service.checks.patch import UNIT_PX, face_patch
from service.checks.pose import pose
from service.checks.sharpness import sharpness
from service.models.faces import FaceDetector
from service.steps.decode import Limits, decode
from service.steps.face import only_face
from service.values import geometry
from service.values.check import Check
from service.values.errors import ConfigError, ServiceError
from service.values.photo import RGB, Face, Photo
from service.values.raster import shrink

FOLDERS = ("pairs/studio", "portraits", "wild")
ENOUGH_PX = 1000
REPEATS = 0.95  # of all differences are below what is printed
SMALLER = 0.6
AS_IT_IS = geometry.shift(0, 0)

Light = NDArray[np.float64]
Damage = Callable[[RGB, Face], RGB]


def table(folder: Path, limit: int | None) -> str:
    """Verdicts on each damage, and how far measures move between two views of one photo."""
    found = list(_faces(folder, limit))
    if not found:
        raise ConfigError(f"there are no photos of one person in {folder}")
    rows = ["| damage | check | verdicts |", "|---|---|---|"]
    for name, (damage, check) in DAMAGES.items():
        checks = [_checked(damage(photo.rgb, face), face)[check] for photo, face in found]
        verdicts = Counter(check.verdict for check in checks)
        shares = ", ".join(f"{v} {n / len(checks):.0%}" for v, n in sorted(verdicts.items()))
        rows.append(f"| {name} | `{check}` | {shares} |")
    rows += shadows.rows(folder, limit)
    return "\n".join([*rows, "", *_repeats(found), *compression.lines(found)])


def _faces(folder: Path, limit: int | None) -> Iterator[tuple[Photo, Face]]:
    """Photos of one person, with the face."""
    detector = FaceDetector()
    for group in FOLDERS:
        for path in sorted((folder / group).glob("*.*"))[:limit]:
            try:
                photo = decode(path.read_bytes(), Limits(), ENOUGH_PX)
                yield photo, only_face(photo, detector)
            except ServiceError:
                continue


def _checked(rgb: RGB, face: Face) -> dict[str, Check]:
    """Everything that the face alone is checked for."""
    patch = face_patch(Photo(rgb, (rgb.shape[1], rgb.shape[0]), "png"), face)
    checks = (sharpness(patch), *exposure(patch), light(patch, face), *colour(patch))
    return {check.id: check for check in checks}


def _blurred(px: float) -> Damage:
    """Blurred by so many pixels of the face patch."""
    return lambda rgb, face: np.asarray(
        cv2.GaussianBlur(rgb, (0, 0), px * face.unit / UNIT_PX), np.uint8
    )


def _lit(*gains: float) -> Damage:
    """Red, green and blue light multiplied."""
    return lambda rgb, _: _encoded(_linear(rgb) * np.array(gains))


def _lit_from_left(stops: float) -> Damage:
    """Darker by so many stops from one cheek to the other."""

    def damage(rgb: RGB, face: Face) -> RGB:
        across = (np.arange(rgb.shape[1]) - face.eyes[0]) / face.unit / 0.4
        return _encoded(_linear(rgb) * 2.0 ** (-stops / 2 * np.clip(across, -1, 1))[:, np.newaxis])

    return damage


DAMAGES: dict[str, tuple[Damage, str]] = {
    "none": (lambda rgb, _: rgb, "sharpness"),
    "blurred by 1 px": (_blurred(1), "sharpness"),
    "blurred by 1.5 px": (_blurred(1.5), "sharpness"),
    "blurred by 2 px": (_blurred(2), "sharpness"),
    "half a stop lighter": (_lit(1.41, 1.41, 1.41), "overexposure"),
    "one stop lighter": (_lit(2, 2, 2), "overexposure"),
    "one stop darker": (_lit(0.5, 0.5, 0.5), "underexposure"),
    "two stops darker": (_lit(0.25, 0.25, 0.25), "underexposure"),
    "three stops darker": (_lit(0.125, 0.125, 0.125), "underexposure"),
    "one side a stop darker": (_lit_from_left(1), "light-evenness"),
    "one side two stops darker": (_lit_from_left(2), "light-evenness"),
    "blue light": (_lit(0.7, 1, 1.4), "face-hue"),
    "green light": (_lit(0.8, 1.1, 0.8), "face-hue"),
    "magenta light": (_lit(1.15, 0.8, 1.15), "face-hue"),
    "warm light": (_lit(1.35, 1, 0.65), "face-chroma"),
}


def _repeats(found: list[tuple[Photo, Face]]) -> list[str]:
    """How far roll, yaw, pitch and points move when the same photo is found again, smaller."""
    detector, moved = FaceDetector(), []
    for photo, face in found:
        size = round(SMALLER * photo.size[0]), round(SMALLER * photo.size[1])
        try:
            other = only_face(Photo(shrink(photo.rgb, size), size, photo.format), detector)
        except ServiceError:
            continue
        again = other.mapped(geometry.resize(size, photo.size))
        angles = [
            (b.value or 0.0) - (a.value or 0.0)
            for a, b in zip(pose(face, AS_IT_IS), pose(again, AS_IT_IS), strict=True)
        ]
        head = 2.05 * face.unit  # crown to chin as far as the face alone tells
        points = (*(again.eyes - face.eyes), (again.chin - face.chin)[1])
        moved.append([*angles, *(100 * float(shift) / head for shift in points)])
    names = ("roll deg", "yaw deg", "pitch deg", "eyes across %", "eyes down %", "chin down %")
    sizes = np.quantile(np.abs(moved), REPEATS, axis=0)
    return [
        f"Found again at {SMALLER:g} times the size, {REPEATS:.0%} of {len(moved)} move by less "
        "than (% of the head's height): "
        + ", ".join(f"{n} {s:.1f}" for n, s in zip(names, sizes, strict=True))
    ]


def _linear(rgb: RGB) -> Light:
    """SRGB (IEC 61966-2-1) to light in 0..1."""
    value = rgb / 255
    return np.asarray(np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4))


def _encoded(light: Light) -> RGB:
    value = np.clip(light, 0, 1)
    coded = np.where(value <= 0.0031308, 12.92 * value, 1.055 * value ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(255 * coded), np.uint8)
