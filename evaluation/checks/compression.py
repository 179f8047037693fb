"""Photos compressed as JPEGs: what is lost of the face, and which quality is read back."""

import io
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from service.checks.patch import INNER
from service.raster import shrink
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.head import head_height
from service.values import geometry
from service.values.photo import RGB, Face, Photo

HEAD_PX = 262  # of a finished one-inch photo
LOSSES = ((75, 1.0), (60, 1.0), (30, 1.0), (60, 1.5), (30, 1.5))  # quality, and times shrunk after
QUALITIES_READ = (25, 30, 45, 60, 75, 90, 96)


def lines(faces: Sequence[tuple[Photo, Face]]) -> list[str]:
    """The mean error of faces for each quality, and how well qualities are read back."""
    summary = []
    for quality, shrunk in LOSSES:
        errors = [_error(photo, face, quality, shrunk) for photo, face in faces]
        known = [error for error in errors if error is not None]
        if known:
            summary.append(
                f"JPEG quality {quality}, shrunk {shrunk:g} times after: mean dE of {len(known)} "
                f"faces {np.mean(known):.1f}"
            )
    rgb = faces[0][0].rgb
    off = [_read_back(encoded(rgb, quality)) - quality for quality in QUALITIES_READ]
    return [*summary, f"Qualities {QUALITIES_READ} are read back within {max(np.abs(off)):.1f}"]


def _read_back(data: bytes) -> float:
    return decode(data, Limits()).jpeg_quality or 0.0


def _error(photo: Photo, face: Face, quality: int, shrunk: float) -> float | None:
    """Mean dE (CIE 1976) of the face at the finished size; None where that had to be enlarged."""
    scale = HEAD_PX * shrunk / head_height(face)
    if scale > 1:
        return None
    size = round(photo.size[0] * scale), round(photo.size[1] * scale)
    original = shrink(photo.rgb, size)
    with Image.open(io.BytesIO(encoded(original, quality))) as image:
        lossy = np.asarray(image.convert("RGB"))
    finished = round(size[0] / shrunk), round(size[1] / shrunk)
    finished_face = face.mapped(geometry.resize(photo.size, finished))
    labs = [_face_lab(shrink(rgb, finished), finished_face) for rgb in (original, lossy)]
    return float(np.linalg.norm(labs[0] - labs[1], axis=-1).mean())


def _face_lab(rgb: RGB, face: Face) -> NDArray[np.float32]:
    """L*a*b* of the face in pixels of the finished photo, brows to below the lips."""
    left, top, right, bottom = (edge * face.unit for edge in INNER)
    x, y = face.eyes
    rows = slice(max(0, round(y + top)), round(y + bottom))
    part = rgb[rows, max(0, round(x + left)) : round(x + right)]
    lab = cv2.cvtColor(part.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    return np.asarray(lab, np.float32)


def encoded(rgb: RGB, quality: int) -> bytes:
    """The JPEG file of a photo (H, W, 3)."""
    out = io.BytesIO()
    Image.fromarray(rgb).save(out, "JPEG", quality=quality)
    return out.getvalue()
