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

    `head_height` is that of the head in `colour`, in pixels.
    """
    image = colour.astype(np.float32)
    height, width = alpha.shape
    step = max(1, int(WIDE * head_height / _ENOUGH))
    size = max(1, round(width / step)), max(1, round(height / step))
    small = _float(cv2.resize(image, size, interpolation=cv2.INTER_AREA))
    small_alpha = _float(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA))
    wide = max(1, round(WIDE * head_height / step))
    foreground, background = (
        _float(cv2.resize(estimated, (width, height)))
        for estimated in _blur_fusion(small, small, small, small_alpha, wide)
    )
    narrow = max(1, round(NARROW * head_height))
    foreground, _ = _blur_fusion(image, foreground, background, alpha, narrow)
    return np.rint(foreground).astype(np.uint8)


def _blur_fusion(
    image: Alpha, foreground: Alpha, background: Alpha, alpha: Alpha, radius: int
) -> tuple[Alpha, Alpha]:
    size = (2 * radius + 1, 2 * radius + 1)
    soft = alpha[..., np.newaxis]
    weight = _float(cv2.blur(alpha, size))[..., np.newaxis]
    smooth_f = _float(cv2.blur(foreground * soft, size)) / (weight + 1e-5)
    smooth_b = _float(cv2.blur(background * (1 - soft), size)) / (1 - weight + 1e-5)
    fused = smooth_f + soft * (image - soft * smooth_f - (1 - soft) * smooth_b)
    return _float(np.clip(fused, 0, 255)), _float(np.clip(smooth_b, 0, 255))


def _float(values: object) -> Alpha:
    return np.asarray(values, np.float32)
