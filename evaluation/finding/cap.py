"""A cap drawn on a photo, down to just above the brows."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from service.values.geometry import Points
from service.values.mesh import EARS, Mesh
from service.values.photo import RGB, Face, Photo
from training.face_covers.draw import CLOTHS

BROWS = (105, 334)  # the upper edges of both
# In units of eyes-to-chin, and the dome's and the brim's half widths in that of the head.
ABOVE_BROWS, DOME, DOME_WIDE = 0.04, 0.95, 1.12
BRIM, BRIM_WIDE, SHADOW, SHADOW_WIDE = 0.17, 1.25, 0.3, 1.0
EAR_TO_EAR = 1.233  # over the mesh's width: docs/geometry.md
SHADED = 0.65  # light that is left under the brim


def mesh_of(face: Face) -> Mesh:
    """The mesh of a face that has one. Raises ValueError where it has none."""
    if face.mesh is None:
        raise ValueError("this face has no mesh")
    return face.mesh


def with_cap(photo: Photo, face: Face) -> Photo:
    """The photo of an upright face with a mesh in a cap of one colour, its brim's shadow below."""
    pixels = photo.rgb.astype(np.float64)
    draw = np.random.default_rng(round(face.unit))
    light = float(np.clip(np.median(_at(photo.rgb, mesh_of(face).flat)) / 160, 0.4, 1.2))
    cloth = np.array(CLOTHS[draw.integers(len(CLOTHS))]) * light
    soft = 0.012 * face.unit
    under = _half_round(face, SHADOW_WIDE, -SHADOW)
    pixels *= 1 - (1 - SHADED) * _filled(photo, under, 8 * soft)
    for outline, shade in (
        (_half_round(face, DOME_WIDE, DOME + ABOVE_BROWS), 1.0),
        (_half_round(face, BRIM_WIDE, BRIM), 0.75),
    ):
        pixels += _filled(photo, outline, soft) * (shade * cloth - pixels)
    return replace(photo, rgb=pixels.clip(0, 255).astype(np.uint8))


def _half_round(face: Face, wide: float, high: float) -> Points:
    """The outline (n, 2) of half an ellipse that stands on a line above the brows."""
    points = mesh_of(face).flat
    left, right = points[list(EARS)]
    across = EAR_TO_EAR * wide * (right - left) / 2
    up = np.array([across[1], -across[0]]) / np.linalg.norm(across) * face.unit
    line = points[list(BROWS)].mean(axis=0) + ABOVE_BROWS * up
    middle = line + across * ((((left + right) / 2 - line) @ across) / (across @ across))
    angles = np.linspace(0, np.pi, 60)[:, np.newaxis]
    return np.asarray(middle + np.cos(angles) * across + high * np.sin(angles) * up)


def _filled(photo: Photo, outline: Points, soft: float) -> NDArray[np.float64]:
    """Where an outline is filled (H, W, 1), with an edge that is `soft` pixels wide."""
    mask = np.zeros(photo.rgb.shape[:2])
    cv2.fillPoly(mask, [np.rint(outline).astype(np.int32)], 1)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), soft), np.float64)[..., np.newaxis]


def _at(rgb: RGB, points: Points) -> RGB:
    """Colours (n, 3) at points."""
    height, width = rgb.shape[:2]
    x, y = np.rint(points).astype(int).clip(0, (width - 1, height - 1)).T
    return np.asarray(rgb[y, x], np.uint8)
