"""The person's own colour where the old background shines through a soft edge."""

import cv2
import numpy as np

from service.values.photo import RGB, Alpha

# Forte and Pitie, Approximate Fast Foreground Colour Estimation (2021): blur and fuse twice, wide
# and narrow. Radii as shares of the head's height; see docs/cut-out.md.
WIDE, NARROW = 0.12, 0.02
_ENOUGH = 6  # pixels of radius on which the wide blur runs


def estimate(colour: RGB, alpha: Alpha, head_height: float) -> RGB:
    """The foreground colour (H, W, 3) of each pixel of `colour` under `alpha` (H, W).

    `head_height` is that of the head in `colour`, in pixels. Where alpha is 0 or 1 the colour stays.
    """
    soft = np.flatnonzero((alpha > 0) & (alpha < 1))
    height, width = alpha.shape
    step = max(1, int(WIDE * head_height / _ENOUGH))
    size = max(1, round(width / step)), max(1, round(height / step))
    small = _float(cv2.resize(colour, size, interpolation=cv2.INTER_AREA))
    small_alpha = _float(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA))
    means = _means(small, small, small_alpha, max(1, round(WIDE * head_height / step)))
    smooth = [(total.reshape(-1, 3) / weight.reshape(-1, 1)) for total, weight in means]
    wide, behind = _fuse(small.reshape(-1, 3), small_alpha.reshape(-1, 1), *smooth)
    foreground, background = (
        _float(cv2.resize(estimated.reshape(small.shape), (width, height)))
        for estimated in (wide, behind)
    )
    means = _means(foreground, background, alpha, max(1, round(NARROW * head_height)))
    smooth = [total.reshape(-1, 3)[soft] / weight.reshape(-1, 1)[soft] for total, weight in means]
    observed = colour.reshape(-1, 3)[soft].astype(np.float32)
    fused, _ = _fuse(observed, alpha.reshape(-1, 1)[soft], *smooth)
    estimated = colour.copy()
    estimated.reshape(-1, 3)[soft] = np.rint(fused)
    return estimated


def _means(
    foreground: Alpha, background: Alpha, alpha: Alpha, radius: int
) -> tuple[tuple[Alpha, Alpha], tuple[Alpha, Alpha]]:
    """Foreground weighed by alpha and summed over a box, with the sum of the weights, and the
    background by 1 - alpha likewise. Colours (H, W, 3), alpha (H, W).
    """
    size = (2 * radius + 1, 2 * radius + 1)
    weights = _float(cv2.merge([alpha] * 3))
    weight = _float(cv2.blur(alpha, size))
    in_front = _float(cv2.blur(foreground * weights, size))
    behind = _float(cv2.blur(background * (1 - weights), size))
    return (in_front, weight + np.float32(1e-5)), (behind, np.float32(1 + 1e-5) - weight)


def _fuse(
    observed: Alpha, alpha: Alpha, foreground: Alpha, background: Alpha
) -> tuple[Alpha, Alpha]:
    """Both smooth colours (N, 3) in 0..255, the foreground's made to fit what is `observed`."""
    error = observed - alpha * foreground - (1 - alpha) * background
    return np.clip(foreground + alpha * error, 0, 255), np.clip(background, 0, 255)


def _float(values: object) -> Alpha:
    return np.asarray(values, np.float32)
