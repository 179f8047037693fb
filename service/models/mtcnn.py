"""MTCNN (Zhang et al., 2016): faces by three small networks in a row, with five landmarks.

The first looks at every square of 12 pixels on a pyramid of the image, the second and the third
look again at what is left, at 24 and 48 pixels. Their weights are in the wheel of mtcnn-runtime
(Apache-2.0), of which nothing else is used.
"""

import math
from importlib.resources import files

import cv2
import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from service.models.session import session_options
from service.values.photo import RGB

Floats = NDArray[np.float32]
# (n, 9): left, top, right, bottom, score, and the shares of its sides by which the network would
# move the four edges. Edges belong to a box, which is right - left + 1 wide.
Boxes = NDArray[np.float64]

STRIDE, CELL, SECOND_PX, THIRD_PX = 2, 12, 24, 48
SHRINK = 0.707  # from one level of the pyramid to the next
# Of the three stages. Upright portraits end above 0.96, foliage and faces on their side below 0.91.
THRESHOLDS = (0.8, 0.7, 0.95)
# Two boxes that overlap by more are one face: in a level, over all levels, after either stage.
SAME_LEVEL, SAME_FIRST, SAME_SECOND, SAME_THIRD = 0.5, 0.6, 0.7, 0.8


class Mtcnn:
    """The networks on one thread. Safe to use from several threads at once."""

    def __init__(self) -> None:
        folder = files("mtcnnruntime") / "weights"
        self._first, self._second, self._third = (
            ort.InferenceSession(
                (folder / f"{name}.onnx").read_bytes(),
                session_options(),
                providers=["CPUExecutionProvider"],
            )
            for name in ("pnet", "rnet", "onet")
        )

    def find(self, rgb: RGB, min_height: float) -> NDArray[np.float64]:
        """Faces at least `min_height` pixels high in an image (H, W, 3).

        (n, 5): left, top, right, bottom and a score in [0, 1]; the best comes first.
        """
        found = _distinct(self._proposed(rgb, min_height), SAME_FIRST)
        found = _again(self._second, rgb, found, SECOND_PX, THRESHOLDS[1])
        found = _distinct(found, SAME_SECOND)
        found = _moved(_again(self._third, rgb, found, THIRD_PX, THRESHOLDS[2]))
        return _distinct(found, SAME_THIRD, of_smaller=True)[:, :5]

    def landmarks(self, squares: Floats) -> NDArray[np.float64]:
        """Where eyes, nose and corners of the mouth are in squares (n, 48, 48, 3) of 0 to 255.

        (n, 5, 2), as shares of the side.
        """
        found = _run(self._third, squares)[0]
        return found.reshape(-1, 2, 5).transpose(0, 2, 1).astype(np.float64)

    def _proposed(self, rgb: RGB, min_height: float) -> Boxes:
        """The boxes of all levels of the pyramid."""
        levels = [np.empty((0, 9))]
        scale = CELL / min_height
        while min(rgb.shape[:2]) * scale > CELL:
            levels.append(_distinct(self._level(rgb, scale), SAME_LEVEL))
            scale *= SHRINK
        return np.concatenate(levels)

    def _level(self, rgb: RGB, scale: float) -> Boxes:
        size = math.ceil(rgb.shape[1] * scale), math.ceil(rgb.shape[0] * scale)
        small = cv2.resize(rgb, size, interpolation=cv2.INTER_LINEAR)
        offsets, scores = _run(self._first, small[np.newaxis].astype(np.float32))
        rows, columns = np.nonzero(scores[0, 1] > THRESHOLDS[0])
        corner = STRIDE * np.stack([columns, rows], axis=1) + 1.0
        edges = np.rint(np.hstack([corner, corner + CELL]) / scale)
        score = scores[0, 1, rows, columns]
        return np.hstack([edges, score[:, np.newaxis], offsets[0][:, rows, columns].T])


def _run(network: ort.InferenceSession, pixels: Floats) -> list[Floats]:
    """What a network says of images (n, h, w, 3) of 0 to 255."""
    values = (pixels.transpose(0, 3, 1, 2) - np.float32(127.5)) / np.float32(128)
    found: list[Floats] = network.run(None, {"input": values})
    return found


def _again(network: ort.InferenceSession, rgb: RGB, boxes: Boxes, side: int, least: float) -> Boxes:
    """The squares around boxes as a network judges them, as far as they score more than `least`."""
    squares = _squares(_moved(boxes))
    if not len(squares):
        return squares
    *_, offsets, scores = _run(network, _cut(rgb, squares, side))
    kept = scores[:, 1] > least
    return np.hstack([squares[kept, :4], scores[kept, 1:2], offsets[kept]])


def _moved(boxes: Boxes) -> Boxes:
    """The boxes with their edges where the network would have them."""
    sides = boxes[:, 2:4] - boxes[:, :2] + 1
    moved = boxes.copy()
    moved[:, :4] += np.tile(sides, 2) * boxes[:, 5:]
    return moved


def _squares(boxes: Boxes) -> Boxes:
    """Squares of whole pixels around the boxes."""
    sides = boxes[:, 2:4] - boxes[:, :2] + 1
    side = sides.max(axis=1, keepdims=True, initial=0)
    squares = boxes.copy()
    squares[:, :2] += (sides - side) / 2
    squares[:, 2:4] = squares[:, :2] + side - 1
    squares[:, :4] = np.rint(squares[:, :4])
    return squares


def _cut(rgb: RGB, squares: Boxes, side: int) -> Floats:
    """The squares of an image, (n, side, side, 3), black beyond it."""
    cut = np.zeros((len(squares), side, side, 3), np.float32)
    height, width = rgb.shape[:2]
    for one, (left, top, right, bottom) in zip(cut, squares[:, :4].astype(int), strict=True):
        part = rgb[max(0, top) : bottom + 1, max(0, left) : right + 1]
        if part.size:
            beyond = (
                max(0, -top),
                max(0, bottom + 1 - height),
                max(0, -left),
                max(0, right + 1 - width),
            )
            whole = cv2.copyMakeBorder(part, *beyond, cv2.BORDER_CONSTANT)
            one[:] = cv2.resize(whole, (side, side), interpolation=cv2.INTER_AREA)
    return cut


def _distinct(boxes: Boxes, same: float, *, of_smaller: bool = False) -> Boxes:
    """The boxes without those that overlap a surer one by more than `same`: best score first.

    The share is of the area of both together, or of the smaller one.
    """
    left = boxes[np.argsort(-boxes[:, 4], kind="stable")]
    kept = [np.empty((0, boxes.shape[1]))]
    while len(left):
        best, rest = left[0], left[1:]
        inner = np.minimum(best[2:4], rest[:, 2:4]) - np.maximum(best[:2], rest[:, :2]) + 1
        shared = inner.clip(0).prod(axis=1)
        area = float((best[2:4] - best[:2] + 1).prod())
        areas = (rest[:, 2:4] - rest[:, :2] + 1).prod(axis=1)
        whole = np.minimum(area, areas) if of_smaller else area + areas - shared
        kept.append(best[np.newaxis])
        left = rest[shared <= same * whole]
    return np.concatenate(kept)
