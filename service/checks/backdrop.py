"""What is behind the person in the photo as it was sent."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from service.checks.definition import words
from service.raster import Coverage
from service.values import geometry
from service.values.document import Names
from service.values.geometry import Affine
from service.values.order import Order
from service.values.photo import RGB, Alpha, Photo

HEAD_PX = 64  # the frame is looked at so small that a head has this height: walls, not their grain
CLEAR_PX = 3  # kept away from the person, whose soft edge mixes both
BESIDE_PX = 10  # from the person: where a shadow falls on a wall close behind
UNSEEN = words("Too little of the background is in the frame.", "画面中背景太少，无法判断。")
TRANSPARENT = words("There is no background.", "没有背景。")
LEAST = 0.04  # of the frame's area: less background is not judged


@dataclass(frozen=True, slots=True)
class Backdrop:
    """The background's pixels: `lab` float32 (N, 3), and of each whether it lies `beside` the
    person and whether on the `left`, both bool (N,).
    """

    lab: NDArray[np.float32]
    beside: NDArray[np.bool_]
    left: NDArray[np.bool_]

    @property
    def colour(self) -> NDArray[np.float32]:
        """The median of each of L*, a* and b*."""
        return np.asarray(np.median(self.lab, axis=0), np.float32)

    @property
    def spread(self) -> float:
        """Nine tenths of the background differ from its colour by less than this dE."""
        return float(np.percentile(np.linalg.norm(self.lab - self.colour, axis=1), 90))


def backdrop(
    photo: Photo, affine: Affine, colour: RGB, alpha: Alpha, head_px: float
) -> Backdrop | Names:
    """The background of the frame `colour` (H, W, 3), `alpha` (H, W) as far as the photo shows it.

    UNSEEN where there is too little. `head_px` is the head's height in the frame.
    """
    frame = alpha.shape[1], alpha.shape[0]
    scale = min(1.0, HEAD_PX / head_px)
    size = max(1, round(frame[0] * scale)), max(1, round(frame[1] * scale))
    small, person = (
        cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in (colour, alpha)
    )
    away = cv2.distanceTransform((person < 0.1).astype(np.uint8), cv2.DIST_L2, 3)
    in_small = geometry.compose(geometry.resize(frame, size), affine)
    reached = Coverage(in_small, photo.size, size).mask()
    behind = (away > CLEAR_PX) & reached
    if behind.mean() < LEAST:
        return UNSEEN
    lab = cv2.cvtColor(small.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    rows, columns = np.nonzero(behind)
    middle = float(np.average(np.arange(size[0]), weights=person.sum(axis=0) + 1e-6))
    behind_lab = np.asarray(lab[rows, columns], np.float32)
    return Backdrop(behind_lab, away[rows, columns] <= BESIDE_PX, columns < middle)


def colour_behind(behind: Backdrop | Names, order: Order) -> NDArray[np.float32] | Names:
    """CIE L*a*b* (3,) of what is behind the person in the finished photo, or why none is known."""
    if order.crop_only:
        return behind if isinstance(behind, Names) else behind.colour
    if order.background is None:
        return TRANSPARENT
    rgb = np.array([[order.background]], np.float32) / 255
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)[0, 0], np.float32)
