"""Affine maps between pixel grids, as 2x3 float64 arrays in OpenCV's convention.

A map M takes the point (x, y) to M @ (x, y, 1); a pixel's centre has integer coordinates.
"""

import numpy as np
from numpy.typing import NDArray

Affine = NDArray[np.float64]
Points = NDArray[np.float64]


def compose(outer: Affine, inner: Affine) -> Affine:
    """The map that applies `inner` first and `outer` to what comes of it."""
    return np.asarray(outer @ np.vstack([inner, (0.0, 0.0, 1.0)]))


def invert(affine: Affine) -> Affine:
    """The map that undoes `affine`."""
    linear = np.linalg.inv(affine[:, :2])
    return np.hstack([linear, -linear @ affine[:, 2:]])


def apply(affine: Affine, points: Points) -> Points:
    """Map points of shape (..., 2)."""
    return points @ affine[:, :2].T + affine[:, 2]


def shift(dx: float, dy: float) -> Affine:
    """The map that moves every point by (dx, dy) pixels."""
    return np.array([[1.0, 0.0, dx], [0.0, 1.0, dy]])


def resize(source: tuple[int, int], target: tuple[int, int]) -> Affine:
    """The map of pixels when an image of (width, height) `source` is resized to `target`."""
    sx, sy = target[0] / source[0], target[1] / source[1]
    return np.array([[sx, 0.0, sx / 2 - 0.5], [0.0, sy, sy / 2 - 0.5]])


def scale_of(affine: Affine) -> float:
    """Target pixels per source pixel, as a length."""
    return float(np.sqrt(abs(np.linalg.det(affine[:, :2]))))


def turn_of(affine: Affine) -> float:
    """Degrees by which the map turns; positive is clockwise in the picture."""
    return float(np.degrees(np.arctan2(affine[1, 0], affine[0, 0])))
