"""The portrait network of this project, whose weights are in the package; see docs/portrait.md.

It sees a canvas on which the face is always at the same place and of the same size.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime as ort

from service.cancellation import CancellationToken
from service.models.session import session_options
from service.raster import shrink
from service.values.photo import RGB, Alpha, Face

WEIGHTS = Path(__file__).with_name("portrait.onnx")

SIDE = 256
UNIT = 40.0  # eyes to chin, in pixels of the canvas
EYES = (128.0, 96.0)  # the point between the eyes


class PortraitModel:
    """Mattes a window with the portrait network. Safe for several threads."""

    name = "portrait"

    def __init__(self, providers: Sequence[str] = ("CPUExecutionProvider",)) -> None:
        self._session = ort.InferenceSession(WEIGHTS, session_options(), providers=list(providers))

    def alpha(self, window: RGB, face: Face, token: CancellationToken) -> Alpha:
        """Alpha of `window` (H, W, 3) at 40 px from eyes to chin."""
        canvas, place = lay(window, face)
        run = ort.RunOptions()
        with token.interruptible(lambda: setattr(run, "terminate", True)):
            alpha = self._session.run(None, {"canvas": canvas[np.newaxis]}, run)[0][0, 0]
        top, bottom, left, right = place
        rows, columns = np.arange(top, bottom), np.arange(left, right)
        inside = np.ix_(rows.clip(0, SIDE - 1), columns.clip(0, SIDE - 1))
        return np.asarray(alpha[inside], np.float32)


def lay(window: RGB, face: Face) -> tuple[Alpha, tuple[int, int, int, int]]:
    """The canvas (4, 256, 256) of `window`: colours in [-1, 1] and 1 where there is photo.

    And the window's top, bottom, left and right on it, which may lie beyond it.
    """
    scale = UNIT / face.unit
    width, height = (max(1, round(n * scale)) for n in (window.shape[1], window.shape[0]))
    left, top = (round(at - eye * scale) for at, eye in zip(EYES, face.eyes, strict=True))
    small = shrink(window, (width, height)).astype(np.float32) / np.float32(127.5) - 1
    canvas = np.zeros((4, SIDE, SIDE), np.float32)
    ends = slice(max(0, top), max(0, top + height)), slice(max(0, left), max(0, left + width))
    seen = canvas[:, *ends]
    own = small[max(0, -top) :, max(0, -left) :][: seen.shape[1], : seen.shape[2]]
    seen[:3], seen[3] = own.transpose(2, 0, 1), 1
    return canvas, (top, top + height, left, left + width)
