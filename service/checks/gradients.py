"""Shapes of a part of the face: histograms of oriented gradients (Dalal and Triggs, 2005)."""

import cv2
import numpy as np
from numpy.typing import NDArray

CELL_PX, WAYS = 8, 8  # side of a cell, and directions in half a turn
FLAT = 4.0  # a cell whose edges are weaker shows noise and no shape
MOST = 0.6  # no single edge counts for more

Floats = NDArray[np.float32]


def gradients(light: Floats) -> Floats:
    """Of L* (H, W), how strong each direction is in each cell beside the cells around it.

    H and W are multiples of CELL_PX. The result is (H / CELL_PX, W / CELL_PX, WAYS).
    """
    rows, columns = light.shape[0] // CELL_PX, light.shape[1] // CELL_PX
    wide = cv2.copyMakeBorder(light, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    across = (wide[1:-1, 2:] - wide[1:-1, :-2]) / 2
    down = (wide[2:, 1:-1] - wide[:-2, 1:-1]) / 2
    strength, angle = cv2.cartToPolar(across, down)
    way = angle * np.float32(WAYS / np.pi)  # two turns of WAYS, as either side of an edge counts
    lower = way.astype(np.int32)
    share = way - lower
    cell = np.arange(rows).repeat(CELL_PX)[:, np.newaxis] * columns
    cell = WAYS * (cell + np.arange(columns).repeat(CELL_PX))
    bins = [cell + (lower + more) % WAYS for more in (0, 1)]
    weights = [strength * (1 - share), strength * share]
    counted = np.bincount(np.ravel(bins), np.ravel(weights), rows * columns * WAYS)
    cells = counted.reshape(rows, columns, WAYS)
    near = cv2.blur(np.square(cells).sum(axis=2), (3, 3), borderType=cv2.BORDER_REPLICATE)
    beside = np.minimum(cells / np.sqrt(near + FLAT**2)[..., np.newaxis], MOST)
    return np.asarray(beside, np.float32)


def symmetric(cells: Floats) -> Floats:
    """The mean of `gradients` and of those of the mirror image."""
    mirrored = np.roll(cells[:, ::-1, ::-1], 1, axis=2)
    return np.asarray((cells + mirrored) / 2, np.float32)
