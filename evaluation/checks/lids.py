"""Eyes closed by a warp: the skin above each upper lid is stretched down to the lower one."""

import cv2
import numpy as np

from service.values.mesh import Mesh
from service.values.photo import RGB

# From the left corner to the right one, of each eye: crease above the lid, upper lid, lower lid.
CREASES = ((130, 30, 29, 27, 28, 56, 133), (362, 286, 258, 257, 259, 260, 359))
UPPER = ((33, 161, 160, 159, 158, 157, 133), (362, 384, 385, 386, 387, 388, 263))
LOWER = ((33, 163, 144, 145, 153, 154, 133), (362, 381, 380, 374, 373, 390, 263))


def with_closed_lids(rgb: RGB, mesh: Mesh) -> RGB:
    """The photo (H, W, 3) with both eyes shut, of a face that is about upright."""
    height, width = rgb.shape[:2]
    rows = np.repeat(np.arange(height, dtype=np.float32)[:, np.newaxis], width, axis=1)
    columns = np.repeat(np.arange(width, dtype=np.float32)[np.newaxis], height, axis=0)
    for crease, upper, lower in zip(CREASES, UPPER, LOWER, strict=True):
        lines = [mesh.flat[list(points)] for points in (crease, upper, lower)]
        left, right = (int(np.ceil(lines[1][0, 0])), int(np.floor(lines[1][-1, 0])))
        for x in range(max(0, left), min(width - 1, right) + 1):
            top, lid, bottom = (np.interp(x, line[:, 0], line[:, 1]) for line in lines)
            y = np.arange(max(0, int(np.ceil(top))), min(height - 1, int(bottom)) + 1)
            if lid > top and bottom > lid and len(y):
                rows[y, x] = top + (y - top) * (lid - top) / (bottom - top)
    return np.asarray(cv2.remap(rgb, columns, rows, cv2.INTER_LINEAR), np.uint8)
