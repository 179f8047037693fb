"""MediaPipe's face network (Apache-2.0): 478 points of one face, irises, lids and lips among them.

The weights are in the package, made by `make face-mesh`; see training/face_mesh.
"""

import math
from pathlib import Path

import cv2
import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from service.models.session import session_options
from service.values import geometry
from service.values.geometry import Affine, Points
from service.values.mesh import CHIN, FOREHEAD, Mesh
from service.values.photo import RGB, Face

WEIGHTS = Path(__file__).with_suffix(".onnx")

SIDE_PX = 192
FINER = 4  # times that a square is sampled finer, at most
# The square that the network sees, from the detector's points: eyes level, its middle at DOWN of
# the way from the eyes to the mouth. With this one the chins of 115 photos come out best.
DOWN, PER_EYES_TO_MOUTH, PER_EYES_APART = 0.47, 1.06 * 2.09, 1.06 * 1.82
UP_PX = 0.27  # its points are so much too low on 31 pairs of eyes and 115 chins marked by hand
LEFT_PX = 0.30  # and so much too far to the right on 179 faces and their mirror images
TURNED_DEG = 0.40  # and turned so far to the right on 539 and theirs, when seen once


class FaceMesh:
    """The network on one thread. Safe for several threads at once."""

    def __init__(self) -> None:
        options = session_options()
        options.enable_cpu_mem_arena = False  # 2 MB of memory for 0.1 ms
        self._session = ort.InferenceSession(WEIGHTS, options, providers=["CPUExecutionProvider"])

    def glance(self, rgb: RGB, face: Face) -> Mesh:
        """The points of a face from one look, at half the cost of `fit`; their spread is 0."""
        to_square = square_around(face)
        seen, _, score = self._run(_cut(rgb, to_square))
        points = _turned_back(seen.astype(np.float64) - (LEFT_PX, 0, 0))
        return _in_photo(points, to_square, float(score[0]), 0.0)

    def fit(self, rgb: RGB, face: Face) -> Mesh:
        """The points of a face, the mean of what is seen in the photo and in its mirror image."""
        to_square = square_around(face)
        pixels = _cut(rgb, to_square)
        (seen, _, score), (_, other, again) = self._run(pixels), self._run(pixels[:, ::-1])
        spread = _rms(seen[:, :2] - other[:, :2]) / _rms(seen[CHIN] - seen[FOREHEAD])
        mean = (seen + other).astype(np.float64) / 2
        return _in_photo(mean, to_square, min(float(score[0]), float(again[0])), spread)

    def _run(self, pixels: RGB) -> list[NDArray[np.float32]]:
        """`points` and `mirrored` (478, 3) in pixels of the square, and `score` (1,)."""
        shares = pixels.transpose(2, 0, 1)[np.newaxis].astype(np.float32) / np.float32(255)
        found: list[NDArray[np.float32]] = self._session.run(None, {"t0": shares})
        return found


def _turned_back(points: Points) -> Points:
    """Points (478, 3) turned to the left by TURNED_DEG about their middle; it moves no pupil."""
    turned = points.copy()
    depth = points[:, 2] - points[:, 2].mean()
    turned[:, 0] += math.tan(math.radians(TURNED_DEG)) * depth
    return turned


def _in_photo(points: Points, to_square: Affine, score: float, spread: float) -> Mesh:
    """The mesh of points (478, 3) in pixels of the square."""
    back = geometry.invert(to_square)
    flat = geometry.apply(back, points[:, :2] - (0, UP_PX))
    return Mesh(np.hstack([flat, points[:, 2:] * geometry.scale_of(back)]), score, spread)


def square_around(face: Face) -> Affine:
    """The map from the photo to the square that the network sees, with the eyes level."""
    down = face.mouth - face.eyes
    centre = face.eyes + DOWN * down
    eyes_to_mouth = float(np.linalg.norm(down))
    side = max(1.0, PER_EYES_TO_MOUTH * eyes_to_mouth + PER_EYES_APART * face.eyes_apart)
    scale, roll = SIDE_PX / side, math.radians(face.roll_deg)
    cos, sin = scale * math.cos(roll), scale * math.sin(roll)
    linear = np.array([[cos, sin], [-sin, cos]])
    middle: Points = np.full(2, (SIDE_PX - 1) / 2)
    return np.hstack([linear, (middle - linear @ centre)[:, np.newaxis]])


def _cut(rgb: RGB, to_square: Affine) -> RGB:
    """The square (192, 192, 3), averaged where it shrinks; black beyond the photo."""
    fine = max(1, min(FINER, math.ceil(1 / geometry.scale_of(to_square) - 1e-6)))
    small, finer = (SIDE_PX, SIDE_PX), (SIDE_PX * fine, SIDE_PX * fine)
    zoomed = geometry.compose(geometry.resize(small, finer), to_square)
    pixels = cv2.warpAffine(rgb, zoomed, finer, flags=cv2.INTER_LINEAR)
    if fine > 1:
        pixels = cv2.resize(pixels, small, interpolation=cv2.INTER_AREA)
    return np.asarray(pixels, np.uint8)


def _rms(vectors: NDArray[np.float32]) -> float:
    """Root of the mean squared length of vectors (..., n)."""
    return max(1e-6, float(np.sqrt(np.square(vectors).sum(axis=-1).mean())))
