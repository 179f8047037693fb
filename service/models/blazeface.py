"""MediaPipe's short-range face detector (Apache-2.0): finds large faces, whichever way they lie.

The weights are in the package, made by `make face-mesh`. The architecture is that of BlazeFace
(Bazarevsky et al., 2019): 896 anchors on grids of 16 x 16 and 8 x 8, each with a score, a box and
six points: eyes, nose, mouth, ears.
"""

from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from service.models.session import session_options
from service.raster import shrink
from service.values.geometry import Points
from service.values.photo import RGB

WEIGHTS = Path(__file__).with_suffix(".onnx")

SIDE_PX = 128
GRIDS = ((16, 2), (8, 6))  # cells across, anchors in each
LEAST_LOGIT = 0.0  # a score of one half, as MediaPipe has it

Floats = NDArray[np.float32]


class BlazeFace:
    """The network on one thread. Safe for several threads at once."""

    def __init__(self) -> None:
        options = session_options()
        options.enable_cpu_mem_arena = False
        self._session = ort.InferenceSession(WEIGHTS, options, providers=["CPUExecutionProvider"])
        self._anchors = _anchors()

    def best(self, rgb: RGB) -> tuple[float, Points] | None:
        """Score in [0, 1] and four points (4, 2) of the most certain face of an image (H, W, 3).

        They are the eye on the left of an upright face, the other eye, the nose and the middle of
        the mouth. None where there is no face.
        """
        canvas, scale, offset = _canvas(rgb)
        boxes, logits = self._session.run(None, {"t0": canvas})
        surest = int(logits[0, :, 0].argmax())
        logit = float(logits[0, surest, 0])
        if logit < LEAST_LOGIT:
            return None
        points = boxes[0, surest, 4:12].reshape(4, 2) / SIDE_PX + self._anchors[surest]
        in_canvas = points.astype(np.float64) * SIDE_PX
        return float(1 / (1 + np.exp(-logit))), (in_canvas - offset) / scale - 0.5


def _anchors() -> Points:
    """Middles (896, 2) as shares of the side."""
    parts = []
    for cells, each in GRIDS:
        y, x = np.mgrid[:cells, :cells]
        middles = np.stack([x.ravel() + 0.5, y.ravel() + 0.5], axis=1) / cells
        parts.append(np.repeat(middles, each, axis=0))
    return np.concatenate(parts)


def _canvas(rgb: RGB) -> tuple[Floats, float, Points]:
    """(1, 3, 128, 128) in [-1, 1], black beside the picture; its scale, and where it begins."""
    height, width = rgb.shape[:2]
    scale = SIDE_PX / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    left, top = ((SIDE_PX - side) // 2 for side in size)
    canvas = np.zeros((SIDE_PX, SIDE_PX, 3), np.uint8)
    canvas[top : top + size[1], left : left + size[0]] = shrink(rgb, size)
    values = canvas.transpose(2, 0, 1)[np.newaxis].astype(np.float32) / np.float32(127.5) - 1
    return values, scale, np.array([left, top], np.float64)
