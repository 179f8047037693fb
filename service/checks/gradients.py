"""Shapes of a part of the face: histograms of oriented gradients (Dalal and Triggs, 2005)."""

import numpy as np
from numpy.typing import NDArray

CELL_PX, WAYS = 8, 8  # side of a cell, and directions in half a turn
FLAT = 4.0  # a cell whose edges are weaker shows noise and no shape
MOST = 0.6  # no single edge counts for more

Floats = NDArray[np.float32]


def gradients(light: Floats) -> Floats:
    """Of L* (H, W), how strong each direction is in each cell beside the cells around it.

    H and W are multiples of CELL_PX. The result is flat, by row, column and direction.
    """
    rows, columns = light.shape[0] // CELL_PX, light.shape[1] // CELL_PX
    down, across = np.gradient(light)
    strength = np.hypot(across, down)
    way = np.arctan2(down, across) % np.pi / np.pi * WAYS
    lower = np.floor(way).astype(int)
    upper_share = way - lower
    ways = np.zeros((WAYS, *light.shape), np.float32)
    for number, share in ((lower, 1 - upper_share), (lower + 1, upper_share)):
        np.put_along_axis(ways, number[np.newaxis] % WAYS, (share * strength)[np.newaxis], axis=0)
    cells = ways.reshape(WAYS, rows, CELL_PX, columns, CELL_PX).sum(axis=(2, 4))
    around = np.pad(np.square(cells).sum(axis=0), 1, mode="edge")
    near = sum(around[y : y + rows, x : x + columns] for y in range(3) for x in range(3)) / 9
    beside = np.minimum(cells / np.sqrt(near + FLAT**2), MOST)
    return np.asarray(beside.transpose(1, 2, 0), np.float32).ravel()
