"""Eyes closed by a warp: the skin above each upper lid is stretched down to the lower one."""

import cv2
import numpy as np

from service.values.mesh import Mesh
from service.values.photo import RGB

# Lines of points from left to right: where the stretch begins, and the opening's two edges.
Lines = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
EYES: tuple[Lines, ...] = (
    (
        (130, 30, 29, 27, 28, 56, 133),
        (33, 161, 160, 159, 158, 157, 133),
        (33, 163, 144, 145, 153, 154, 133),
    ),
    (
        (362, 286, 258, 257, 259, 260, 359),
        (362, 384, 385, 386, 387, 388, 263),
        (362, 381, 380, 374, 373, 390, 263),
    ),
)


def with_closed_lids(rgb: RGB, mesh: Mesh) -> RGB:
    """The photo (H, W, 3) with both eyes shut, of a face that is about upright."""
    height, width = rgb.shape[:2]
    columns, rows = np.meshgrid(
        np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    )
    for opening in EYES:
        start, upper, lower = (mesh.flat[list(points)] for points in opening)
        left, right = int(np.ceil(upper[0, 0])), int(np.floor(upper[-1, 0]))
        for x in range(max(0, left), min(width - 1, right) + 1):
            top, edge, bottom = (
                np.interp(x, line[:, 0], line[:, 1]) for line in (start, upper, lower)
            )
            y = np.arange(max(0, int(np.ceil(top))), min(height - 1, int(bottom)) + 1)
            if top < edge < bottom and len(y):
                rows[y, x] = top + (y - top) * (edge - top) / (bottom - top)
    return np.asarray(cv2.remap(rgb, columns, rows, cv2.INTER_LINEAR), np.uint8)
