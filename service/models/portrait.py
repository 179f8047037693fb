"""The portrait network of this project, whose weights are in the package; see docs/portrait.md.

It sees head and shoulders squashed to a square, and where in it the face is.
"""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import onnxruntime as ort

from service.cancellation import CancellationToken
from service.models.session import open_session
from service.raster import shrink
from service.values.photo import RGB, Alpha, Face, Prediction

# The one works alone, the other is shown u2netp's map as well.
ALONE = Path(__file__).with_name("portrait.onnx")
WITH_U2NETP = Path(__file__).with_name("portrait-u2netp.onnx")

SIDE = 384  # pixels of the window in which the edge is drawn
COARSE = 256  # and in which the person is found
PLACE = 3.0  # eyes-to-chin that stand for 1 in the channels that say where the face is


class PortraitModel:
    """Mattes a window with the portrait network. Safe for several threads."""

    name = "portrait"

    def __init__(
        self, providers: Sequence[str] = ("CPUExecutionProvider",), weights: Path = ALONE
    ) -> None:
        self._session = open_session(weights, providers)

    def predict(
        self, window: RGB, face: Face, token: CancellationToken, opinion: Alpha | None = None
    ) -> Prediction:
        """Alpha of `window` (H, W, 3) at 384 x 384.

        `opinion` (h, w) is another network's alpha of the same window, for weights that want it.
        """
        large = shrink(window, (SIDE, SIDE))
        small = cv2.resize(large, (COARSE, COARSE), interpolation=cv2.INTER_AREA)
        planes = [*_colours(np.asarray(small, np.uint8)), *_place(window, face)]
        fine = _colours(large)
        if opinion is not None:
            planes.append(_resized(opinion, COARSE))
            fine.append(_resized(opinion, SIDE))
        inputs = {"small": np.stack(planes)[np.newaxis], "large": np.stack(fine)[np.newaxis]}
        run = ort.RunOptions()
        with token.interruptible(lambda: setattr(run, "terminate", True)):
            alpha, error, trust = (plane[0, 0] for plane in self._session.run(None, inputs, run))
        return Prediction(alpha, error=_resized(error, SIDE), trust=_resized(trust, SIDE))


def _colours(pixels: RGB) -> list[Alpha]:
    """Red, green and blue in [0, 1]."""
    return list(pixels.transpose(2, 0, 1).astype(np.float32) / np.float32(255))


def _place(window: RGB, face: Face) -> list[Alpha]:
    """How far right of and below the eyes each pixel is."""
    (height, width), (x, y) = window.shape[:2], face.eyes
    at = (np.arange(COARSE, dtype=np.float32) + 0.5) / COARSE
    scale = 1 / (PLACE * face.unit)
    right, down = (at * width - x) * scale, (at * height - y) * scale
    shape = COARSE, COARSE
    planes = np.broadcast_to(right, shape), np.broadcast_to(down[:, np.newaxis], shape)
    return [plane.astype(np.float32) for plane in planes]


def _resized(plane: Alpha, side: int) -> Alpha:
    return np.asarray(cv2.resize(plane, (side, side), interpolation=cv2.INTER_LINEAR), np.float32)
