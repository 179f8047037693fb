"""Pixel grids: resampling, and how far one picture reaches into another."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from service.values import geometry
from service.values.geometry import Affine, Points
from service.values.photo import RGB

Size = tuple[int, int]  # width and height in pixels


def shrink(image: RGB, size: Size) -> RGB:
    """`image` (H, W, 3) at (width, height) `size`, averaged where it gets smaller.

    OpenCV averages ten times faster when the factor is whole, so the fraction is taken first.
    """
    height, width = image.shape[:2]
    factor = max(1, min(width // size[0], height // size[1]))
    whole = size[0] * factor, size[1] * factor
    if whole != (width, height):
        image = np.asarray(cv2.resize(image, whole, interpolation=cv2.INTER_LINEAR), np.uint8)
    if factor > 1:
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    return image


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a photo of `photo` pixels reaches into a frame, where `affine` takes its pixels."""

    affine: Affine
    photo: Size
    frame: Size

    def share(self) -> float:
        """The share of the frame's area that the photo covers."""
        width, height = self.frame
        inverse = geometry.invert(self.affine)
        frame = geometry.apply(inverse, _corners(self.frame)).astype(np.float32)
        area, _ = cv2.intersectConvexConvex(frame, _corners(self.photo).astype(np.float32))
        return min(1.0, area * geometry.scale_of(self.affine) ** 2 / (width * height))

    def mask(self, below: float = np.inf) -> NDArray[np.bool_]:
        """Which pixels of the frame (H, W) show the photo, or lie below its row `below`."""
        inverse = geometry.invert(self.affine).astype(np.float32)
        columns, rows = np.ogrid[: self.frame[1], : self.frame[0]][::-1]
        x, y = (row[0] * columns + row[1] * rows + row[2] for row in inverse)
        width, height = self.photo
        within = (x >= -0.5) & (x <= width - 0.5) & (y >= -0.5) & (y <= height - 0.5)
        return np.asarray(within | (y >= below))


def _corners(size: Size) -> Points:
    """Of an image, clockwise; pixel centres have integer coordinates."""
    width, height = size
    return np.array([[0, 0], [width, 0], [width, height], [0, height]]) - 0.5
