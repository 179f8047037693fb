"""The person's own colour where the old background shines through a soft edge."""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.cancellation import NEVER, CancellationToken
from service.values.photo import RGB, Alpha

# Forte and Pitie, Approximate Fast Foreground Colour Estimation (2021): blur and fuse twice, wide
# and narrow. Radii as shares of the head's height; see docs/cut-out.md.
WIDE, NARROW = 0.12, 0.02
_ENOUGH = 6  # pixels of radius on which the wide blur runs

Indices = NDArray[np.intp]


def estimate(
    colour: RGB, alpha: Alpha, head_height: float, token: CancellationToken = NEVER
) -> RGB:
    """The foreground colour (H, W, 3) of each pixel of `colour` under `alpha` (H, W).

    `head_height` is that of the head in `colour`, in pixels. Colours under an alpha of 1 stay.
    Raises Cancelled when `token` is cancelled.
    """
    height, width = alpha.shape
    step = max(1, int(WIDE * head_height / _ENOUGH))
    size = max(1, round(width / step)), max(1, round(height / step))
    small = _float(cv2.resize(colour, size, interpolation=cv2.INTER_AREA))
    small_alpha = _float(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA))
    everywhere, radius = np.arange(small_alpha.size), round(WIDE * head_height / step)
    wide = _blur_fusion(small, small, small, small_alpha, everywhere, radius)
    foreground, background = (
        _float(cv2.resize(values.reshape(small.shape), (width, height))) for values in wide
    )
    token.raise_if_cancelled()
    soft = np.flatnonzero((alpha > 0) & (alpha < 1))
    radius = round(NARROW * head_height)
    fused, _ = _blur_fusion(colour, foreground, background, alpha, soft, radius)
    estimated = colour.copy()
    estimated.reshape(-1, 3)[soft] = np.rint(fused)
    return estimated


def _blur_fusion(
    image: Alpha | RGB, foreground: Alpha, background: Alpha, alpha: Alpha, at: Indices, radius: int
) -> tuple[Alpha, Alpha]:
    """The foreground, fitted to `image`, and the smooth background (N, 3) of the pixels `at`.

    `image`, `foreground` and `background` are (H, W, 3) in 0..255.
    """
    size = (2 * max(1, radius) + 1,) * 2
    three = np.asarray(cv2.merge([alpha] * 3), np.float32)

    def mean(plane: Alpha) -> Alpha:
        return _float(cv2.blur(plane, size)).reshape(alpha.size, -1).take(at, axis=0)

    weight, own = mean(alpha), alpha.reshape(-1, 1).take(at, axis=0)
    smooth_f = mean(foreground * three) / (weight + 1e-5)
    smooth_b = mean(background * (1 - three)) / (1 - weight + 1e-5)
    observed = image.reshape(-1, 3).take(at, axis=0)
    fused = smooth_f + own * (observed - own * smooth_f - (1 - own) * smooth_b)
    return _float(np.clip(fused, 0, 255)), _float(np.clip(smooth_b, 0, 255))


def _float(values: object) -> Alpha:
    return np.asarray(values, np.float32)
