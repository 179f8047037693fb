"""The face alone, upright and at one size, so that photos of all sizes compare."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from service.checks.gradients import gradients, symmetric
from service.values import geometry
from service.values.geometry import Points
from service.values.photo import RGB, Face, Photo

# In units of eyes-to-chin: how far the patch reaches from the point between the eyes. The unit is
# 80 px, with the eyes 47 px apart: no more than the smallest finished photos show.
UNIT_PX = 80
ACROSS, UP, DOWN = 0.75, 0.5, 1.05
SIZE = round(2 * ACROSS * UNIT_PX), round((UP + DOWN) * UNIT_PX)
EYES = SIZE[0] / 2 - 0.5, UP * UNIT_PX - 0.5

SHAPES = slice(12, 124)  # the rows whose shapes are looked at: from above the brows to the chin

# Boxes (left, top, right, bottom) in units from the point between the eyes.
Box = tuple[float, float, float, float]
SKIN: Box = (-0.38, 0.2, 0.38, 0.55)  # cheeks and nose: below the eyes, above the mouth
INNER: Box = (-0.55, -0.3, 0.55, 0.85)  # brows to below the lips


@dataclass(frozen=True, slots=True)
class Patch:
    """The face upright: `rgb` uint8 and `lab` float32 (CIE L* 0-100, a*, b*), both (H, W, 3).

    `detail` is how many pixels of the photo one of the patch was made of, as a length; `points`
    (478, 2) are those of the face's mesh, or None where it has none. `shapes` (14, 15, 8) are the
    gradients of its rows SHAPES, the mean of the face and of its mirror image.
    """

    rgb: RGB
    lab: NDArray[np.float32]
    detail: float
    points: Points | None
    shapes: NDArray[np.float32]

    def box(self, box: Box) -> tuple[slice, slice]:
        """Rows and columns of a box."""
        left, top, right, bottom = (UNIT_PX * edge for edge in box)
        x, y = EYES
        return slice(round(y + top), round(y + bottom)), slice(round(x + left), round(x + right))

    def colours(self, points: Sequence[int]) -> NDArray[np.float32]:
        """CIE Lab (n, 3) at points of the mesh, each the median of 5 x 5 pixels. Needs `points`."""
        assert self.points is not None
        height, width = self.lab.shape[:2]
        places = np.rint(self.points[list(points)]).astype(int).clip(2, (width - 3, height - 3))
        near = np.arange(-2, 3)
        rows, columns = places[:, 1, None, None] + near[:, None], places[:, 0, None, None] + near
        pixels = self.lab[rows, columns].reshape(len(places), near.size**2, 3)
        half = near.size**2 // 2  # np.median takes ten times as long for so few
        return np.asarray(np.partition(pixels, half, axis=1)[:, half], np.float32)


def face_patch(photo: Photo, face: Face) -> Patch:
    """Cut the face out of the photo with its eyes level; what is shrunk is averaged."""
    scale, roll = UNIT_PX / face.unit, math.radians(face.roll_deg)
    cos, sin = scale * math.cos(roll), scale * math.sin(roll)
    linear = np.array([[cos, sin], [-sin, cos]])
    affine = np.hstack([linear, (np.array(EYES) - linear @ face.eyes)[:, np.newaxis]])
    fine = max(1, min(8, math.ceil(1 / scale - 1e-6)))
    finer = SIZE[0] * fine, SIZE[1] * fine
    zoomed = geometry.compose(geometry.resize(SIZE, finer), affine)
    pixels = cv2.warpAffine(
        photo.rgb, zoomed, finer, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    if fine > 1:
        pixels = cv2.resize(pixels, SIZE, interpolation=cv2.INTER_AREA)
    points = geometry.apply(affine, face.mesh.flat) if face.mesh else None
    return patch_of(np.asarray(pixels, np.uint8), 1 / scale, points)


def patch_of(rgb: RGB, detail: float, points: Points | None) -> Patch:
    """The patch of its pixels (124, 120, 3)."""
    colours = cv2.cvtColor(rgb.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    lab = np.asarray(colours, np.float32)
    return Patch(rgb, lab, detail, points, symmetric(gradients(lab[SHAPES, :, 0])))
