"""Good photos made bad in known ways: which of it the checks see."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from evaluation import photos
from evaluation.checks import compression, repeatability, shadows
from evaluation.checks.shake import shaken
from evaluation.tables import shares, table
from service.checks.colour import colour
from service.checks.exposure import exposure
from service.checks.light import light
from service.checks.patch import UNIT_PX, face_patch
from service.checks.sharpness import sharpness
from service.checks.turn import turn_of_head
from service.models.faces import FaceDetector
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import Detector, only_face
from service.values.check import Check
from service.values.errors import ConfigError, ServiceError
from service.values.photo import RGB, Face, Photo

GROUPS = ("pairs/studio", "portraits", "wild")
ENOUGH_PX = 1000

Light = NDArray[np.float64]
Degradation = Callable[[RGB, Face], RGB]
FacePhoto = tuple[Photo, Face]


def summary(folder: Path, limit: int | None) -> str:
    """Verdicts on each degradation, and how far measures move between two views of one photo."""
    detector = FaceDetector()
    faces = list(_faces(folder, limit, detector))
    if not faces:
        raise ConfigError(f"there are no photos of one person in {folder}")
    rows = [*_rows(faces), *shadows.rows(folder, limit, detector)]
    return "\n".join(
        [
            table("lll", ["degradation", "check", "verdicts"], rows),
            "",
            repeatability.summary(faces, detector),
            *compression.lines(faces),
        ]
    )


def _faces(folder: Path, limit: int | None, detector: Detector) -> Iterator[FacePhoto]:
    """Photos of one person, with the face."""
    for path in photos.files(folder, *GROUPS, limit=limit):
        try:
            photo = decode(path.read_bytes(), Limits(), ENOUGH_PX)
            yield photo, only_face(photo, detector)
        except ServiceError:
            continue


def _rows(faces: Sequence[FacePhoto]) -> Iterator[list[str]]:
    for name, (degrade, check) in DEGRADATIONS.items():
        verdicts = [_checks(degrade(photo.rgb, face), face)[check].verdict for photo, face in faces]
        yield [name, f"`{check}`", shares(verdicts)]


def _checks(rgb: RGB, face: Face) -> dict[str, Check]:
    """Everything that the face alone is checked for."""
    patch = face_patch(Photo(rgb, (rgb.shape[1], rgb.shape[0]), "png"), face)
    checks = (sharpness(patch), *exposure(patch), light(patch, turn_of_head(face)), *colour(patch))
    return {check.id: check for check in checks}


def _blurred(px: float) -> Degradation:
    """Blurred by so many pixels of the face patch."""
    return lambda rgb, face: np.asarray(
        cv2.GaussianBlur(rgb, (0, 0), px * face.unit / UNIT_PX), np.uint8
    )


def _shaken(px: float) -> Degradation:
    """Moved by so many pixels of the face patch, each photo in a direction of its own."""
    draw = np.random.default_rng(0)
    return lambda rgb, face: shaken(rgb, face, px, draw)


def _lit(*gains: float) -> Degradation:
    """Red, green and blue light multiplied."""
    return lambda rgb, _: _encoded(_linear(rgb) * np.array(gains))


def _lit_from_left(stops: float) -> Degradation:
    """Darker by so many stops from one cheek to the other."""

    def degrade(rgb: RGB, face: Face) -> RGB:
        across = (np.arange(rgb.shape[1]) - face.eyes[0]) / face.unit / 0.4
        return _encoded(_linear(rgb) * 2.0 ** (-stops / 2 * np.clip(across, -1, 1))[:, np.newaxis])

    return degrade


DEGRADATIONS: dict[str, tuple[Degradation, str]] = {
    "none": (lambda rgb, _: rgb, "sharpness"),
    "blurred by 1 px": (_blurred(1), "sharpness"),
    "blurred by 1.5 px": (_blurred(1.5), "sharpness"),
    "blurred by 2 px": (_blurred(2), "sharpness"),
    "shaken by 3 px": (_shaken(3), "sharpness"),
    "shaken by 5 px": (_shaken(5), "sharpness"),
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


def _linear(rgb: RGB) -> Light:
    """SRGB (IEC 61966-2-1) to light in 0..1."""
    value = rgb / 255
    return np.asarray(np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4))


def _encoded(light: Light) -> RGB:
    value = np.clip(light, 0, 1)
    coded = np.where(value <= 0.0031308, 12.92 * value, 1.055 * value ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(255 * coded), np.uint8)
