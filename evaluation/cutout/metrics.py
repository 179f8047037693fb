"""How far an alpha and a finished photo are from the true ones.

The names and formulas are those of Rhemann et al. 2009, 'A perceptually motivated online benchmark
for image matting', as the portrait mattings since use them (MODNet, Ke et al. 2022; P3M, Li et al.
2021). Alphas are float32 (H, W) in [0, 1].
"""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from service.values.colour import Colour
from service.values.photo import RGB, Alpha

Mask = NDArray[np.bool_]

SOFT = (0.02, 0.98)  # a true alpha between these belongs to the edge
BAND_PX = 10  # and so does what is this near to it
SIGMA = 1.4
TAIL = 1e-2  # where the gaussian of the gradient is cut off
STEPS = 10  # of 0.1, from full connectedness down
SLACK = 0.15  # a smaller lack of connectedness is no error


def mad(alpha: Alpha, true: Alpha, where: Mask | None = None) -> float:
    """Mean absolute difference, over the pixels of `where` (Rhemann et al. 2009, SAD per pixel)."""
    return _mean(np.abs(alpha - true), where)


def mse(alpha: Alpha, true: Alpha, where: Mask | None = None) -> float:
    """Mean squared error, over the pixels of `where` (Rhemann et al. 2009; MODNet, P3M)."""
    return _mean(np.square(alpha - true), where)


def grad(alpha: Alpha, true: Alpha) -> float:
    """Squared difference of the gradients' lengths, summed, / 1000.

    Rhemann et al. 2009: derivatives of a gaussian of sigma 1.4; scaled as MODNet and P3M do.
    """
    return float(np.square(_gradient(alpha) - _gradient(true)).sum()) / 1000


def conn(alpha: Alpha, true: Alpha) -> float:
    """Difference in connectedness to what is opaque in both alphas, summed, / 1000.

    Rhemann et al. 2009 with theta 0.15 and p 1, in steps of 0.1; scaled as MODNet and P3M do.
    """
    level = np.full(alpha.shape, -1.0, np.float32)  # the highest at which a pixel still hangs on
    for step in range(1, STEPS + 1):
        threshold = step / STEPS
        joint = _largest_part((alpha >= threshold) & (true >= threshold))
        level[(level < 0) & ~joint] = (step - 1) / STEPS
    level[level < 0] = 1
    return float(np.abs(_connected(alpha, level) - _connected(true, level)).sum()) / 1000


def iou(alpha: Alpha, true: Alpha) -> float:
    """Overlap of the two persons, cut at an alpha of 0.5, over their union; 1 for two empty ones.

    Not of Rhemann et al. 2009, whose errors drown a missing ear that this one shows.
    """
    person, true_person = alpha >= 0.5, true >= 0.5
    union = int((person | true_person).sum())
    return int((person & true_person).sum()) / union if union else 1.0


def regions(alpha: Alpha, true: Alpha) -> tuple[float, float]:
    """The largest region of the person that is lost, and the largest that is foreign.

    As shares of the true person's area; what is thinner than 3 px is edge and does not count.
    """
    person, true_person = alpha >= 0.5, true >= 0.5
    area = max(1, int(true_person.sum()))
    wrong = (true_person & ~person, person & ~true_person)
    lost, foreign = (int(_largest_part(_opened(region)).sum()) / area for region in wrong)
    return lost, foreign


def edge_band(true: Alpha) -> Mask:
    """Soft pixels of the true alpha, and those within 10 px of one.

    The counterpart of the unknown region of a trimap, the only one judged by Rhemann et al. 2009.
    """
    soft = ((true > SOFT[0]) & (true < SOFT[1])).astype(np.uint8)
    side = 2 * BAND_PX + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.dilate(soft, disc) > 0)


def over(foreground: RGB, alpha: Alpha, background: Colour) -> NDArray[np.float32]:
    """`foreground` (H, W, 3) over a flat colour, in 0..255 without rounding."""
    soft = alpha[..., np.newaxis]
    flat = np.array(background, np.float32)
    return np.asarray(foreground.astype(np.float32) * soft + flat * (1 - soft), np.float32)


def rmse(photo: NDArray[np.float32], true: NDArray[np.float32], where: Mask) -> float:
    """Root mean squared error of a finished photo (H, W, 3) in 0..255 over the pixels of `where`.

    What Rhemann et al. 2009 leave out: the colour that stays at the edge counts like the alpha.
    """
    return math.sqrt(_mean(np.square(photo - true).mean(axis=2), where))


def _mean(errors: NDArray[np.float32], where: Mask | None) -> float:
    chosen = errors if where is None else errors[where]
    return float(chosen.mean(dtype=np.float64)) if chosen.size else 0.0


def _gradient(alpha: Alpha) -> NDArray[np.float64]:
    """Length of the gradient at SIGMA, its kernel of unit length as in Rhemann's code."""
    half = math.ceil(SIGMA * math.sqrt(-2 * math.log(math.sqrt(2 * math.pi) * SIGMA * TAIL)))
    at = np.arange(-half, half + 1)
    bell = np.exp(-(at**2) / (2 * SIGMA**2)) / (SIGMA * math.sqrt(2 * math.pi))
    slope = -at * bell / SIGMA**2
    norm = np.linalg.norm(np.outer(bell, slope))
    values = alpha.astype(np.float64)
    border = cv2.BORDER_REPLICATE
    across = cv2.sepFilter2D(values, -1, slope / norm, bell, borderType=border)
    down = cv2.sepFilter2D(values, -1, bell / norm, slope, borderType=border)
    return np.hypot(across, down)


def _opened(mask: Mask) -> Mask:
    square = np.ones((3, 3), np.uint8)
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, square) > 0)


def _largest_part(mask: Mask) -> Mask:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        mask.astype(np.uint8), connectivity=4
    )
    if count < 2:
        return np.zeros_like(mask)
    return np.asarray(labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA])))


def _connected(alpha: Alpha, level: Alpha) -> Alpha:
    lack = alpha - level
    return np.asarray(1 - np.where(lack >= SLACK, lack, 0), np.float32)
