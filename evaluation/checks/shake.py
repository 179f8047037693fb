"""Faces that moved while the shutter was open."""

import math

import cv2
import numpy as np

from service.checks.patch import UNIT_PX
from service.values.photo import RGB, Face


def shaken(rgb: RGB, face: Face, px: float, draw: np.random.Generator) -> RGB:
    """The photo moved by so many pixels of the face patch, along a line of any direction."""
    length, angle = px * face.unit / UNIT_PX, draw.uniform(0, math.pi)
    reach = math.ceil(length / 2) + 1
    way = np.linspace(-length / 2, length / 2, round(20 * length) + 2)
    steps = np.stack([np.cos(angle) * way, np.sin(angle) * way], axis=1) + reach
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    for corner in np.ndindex(2, 2):  # a point between pixels counts for the four around it
        near = np.floor(steps).astype(int) + corner
        np.add.at(kernel, tuple(near.T), (1 - np.abs(steps - near)).prod(axis=1))
    return np.asarray(cv2.filter2D(rgb, -1, kernel / kernel.sum()), np.uint8)
