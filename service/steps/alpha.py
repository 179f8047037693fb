"""From the network's coarse map to an edge that follows the photo."""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.cancellation import NEVER, CancellationToken
from service.values.photo import RGB, Alpha

Double = NDArray[np.float64]

# Chosen on 46 portraits with known alpha; see docs/cut-out.md. Radii are shares of the head's
# height, epsilons are variances of colours in 0..1: smaller ones follow weaker edges of the photo.
CONTRAST = 1.4  # the coarse map's edge is wider than the true one
WIDE, WIDE_EPSILON, WIDE_SNAP = 0.035, 3e-5, 0.12
NARROW, NARROW_EPSILON, NARROW_SNAP = 0.018, 1e-5, 0.03
ENLARGED, ENLARGED_EPSILON = 2.0, 1e-5  # radius in pixels of the smaller alpha
SNAP = 0.02
_ENOUGH = 4  # pixels of radius on which the coefficients are fitted; more changes nothing visible


def refine(
    colour: RGB,
    coarse: Alpha,
    head_height: float,
    trust: Alpha | None = None,
    token: CancellationToken = NEVER,
) -> Alpha:
    """Guide the edge of `coarse` (H, W) by `colour` (H, W, 3), widely first and then narrowly.

    `head_height` is that of the head in `colour`, in pixels. The guided edge counts as much as
    `trust` (H, W) in [0, 1] says, and `coarse` for the rest; everywhere where it is None. Raises
    Cancelled when `token` is cancelled.
    """
    guide = _guide(colour)
    alpha = _clip(0.5 + CONTRAST * (coarse - 0.5))
    alpha = _snap(guided(guide, alpha, WIDE * head_height, WIDE_EPSILON), WIDE_SNAP)
    token.raise_if_cancelled()
    alpha = _snap(guided(guide, alpha, NARROW * head_height, NARROW_EPSILON), NARROW_SNAP)
    return alpha if trust is None else _snap(coarse + trust * (alpha - coarse), SNAP)


def enlarge(colour: RGB, alpha: Alpha) -> Alpha:
    """`alpha` at the size of `colour` (H, W, 3): as it is, or drawn up to it along the colours."""
    height, width = colour.shape[:2]
    if alpha.shape == (height, width):
        return alpha
    drawn = _float(cv2.resize(alpha, (width, height)))
    radius = ENLARGED * max(height / alpha.shape[0], width / alpha.shape[1])
    return _clip(guided(_guide(colour), drawn, radius, ENLARGED_EPSILON))


def post_process(coarse: Alpha) -> Alpha:
    """The mask as rembg's `post_process_mask` makes it: opened, smoothed and cut in two."""
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    smooth = cv2.GaussianBlur(cv2.morphologyEx(coarse, cv2.MORPH_OPEN, cross), (0, 0), 2)
    return _float(np.asarray(smooth) >= 0.5)


def guided(guide: Alpha, alpha: Alpha, radius: float, epsilon: float) -> Alpha:
    """The guided filter of He, Sun and Tang (2010) with a colour guide (H, W, 3) in [0, 1].

    Alpha is fitted as a linear function of the colour in every neighbourhood of `radius` px; the
    fit runs on fewer pixels where the radius allows it (He and Sun, Fast Guided Filter, 2015).
    """
    height, width = alpha.shape
    step = max(1, int(radius / _ENOUGH))
    size = max(1, round(width / step)), max(1, round(height / step))
    planes = [_float(plane) for plane in (*cv2.split(guide), alpha)]
    small = planes
    if step > 1:
        small = [_float(cv2.resize(plane, size, interpolation=cv2.INTER_AREA)) for plane in planes]
    fit = _fit(small, max(1, round(radius / step)), epsilon)
    if step > 1:
        fit = [_float(cv2.resize(plane, (width, height))) for plane in fit]
    red, green, blue, offset = fit
    return _float(red * planes[0] + green * planes[1] + blue * planes[2] + offset)


def _fit(planes: list[Alpha], radius: int, epsilon: float) -> list[Alpha]:
    """Slopes of red, green, blue and an offset, each averaged over its neighbourhood.

    `planes` are red, green, blue and alpha, each (H, W).
    """

    def mean(plane: Alpha) -> Alpha:
        size = 2 * radius + 1
        return _float(cv2.blur(plane, (size, size), borderType=cv2.BORDER_REFLECT))

    red, green, blue, alpha = planes
    means = [mean(plane) for plane in planes]
    # Where alpha is 0 or 1 all around, the slopes are 0: only the pixels near an edge are solved.
    near = np.flatnonzero((means[3] > 1e-6) & (means[3] < 1 - 1e-6))
    r, g, b, a = own = [plane.take(near) for plane in means]
    covariances = [
        (mean(one * other).take(near) - m * n).astype(np.float64)
        for one, other, m, n in (
            (red, red, r, r), (green, green, g, g), (blue, blue, b, b),
            (red, green, r, g), (red, blue, r, b), (green, blue, g, b),
            (red, alpha, r, a), (green, alpha, g, a), (blue, alpha, b, a),
        )
    ]  # fmt: skip
    slopes = _solve(covariances, epsilon)
    offset = a - sum(slope * mean for slope, mean in zip(slopes, own, strict=False))
    fit = [*(np.zeros_like(alpha) for _ in slopes), means[3]]
    for plane, solved in zip(fit, (*slopes, offset), strict=True):
        plane.put(near, solved)
    return [mean(plane) for plane in fit]


def _solve(covariances: list[Double], epsilon: float) -> tuple[Double, Double, Double]:
    """Slopes from the covariances of colours and of colours with alpha, by cofactors.

    In double precision: in a grey photo the three colours are one, and all but `epsilon` cancels.
    """
    rr, gg, bb, rg, rb, gb, ra, ga, ba = covariances
    rr, gg, bb = rr + epsilon, gg + epsilon, bb + epsilon
    c00, c01, c02 = gg * bb - gb * gb, rb * gb - rg * bb, rg * gb - rb * gg
    c11, c12, c22 = rr * bb - rb * rb, rb * rg - rr * gb, rr * gg - rg * rg
    scale = 1 / (rr * c00 + rg * c01 + rb * c02)
    return (
        (c00 * ra + c01 * ga + c02 * ba) * scale,
        (c01 * ra + c11 * ga + c12 * ba) * scale,
        (c02 * ra + c12 * ga + c22 * ba) * scale,
    )


def _guide(colour: RGB) -> Alpha:
    return colour.astype(np.float32) / np.float32(255)


def _snap(alpha: Alpha, margin: float) -> Alpha:
    """What is nearer than `margin` to 0 or 1 becomes 0 or 1."""
    return _clip((alpha - margin) / (1 - 2 * margin))


def _clip(values: Alpha) -> Alpha:
    return _float(np.clip(values, 0, 1))


def _float(values: object) -> Alpha:
    return np.asarray(values, np.float32)
