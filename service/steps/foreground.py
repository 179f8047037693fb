"""The person's own colour where the old background shines through a soft edge."""

import cv2
import numpy as np

from service.values.photo import RGB, Alpha

# Forte and Pitie, Approximate Fast Foreground Colour Estimation (2021), blur twice: wide, narrow.
WIDE, NARROW = 0.1, 0.015  # radius as a share of the photo's height


def estimate(colour: RGB, alpha: Alpha) -> RGB:
    """The foreground colour (H, W, 3) of each pixel of `colour` under `alpha` (H, W)."""
    image = colour.astype(np.float32)
    soft = alpha[..., np.newaxis]
    height = colour.shape[0]
    foreground, background = _blur_fusion(image, image, image, soft, round(WIDE * height))
    foreground, _ = _blur_fusion(image, foreground, background, soft, round(NARROW * height))
    return np.clip(np.rint(foreground), 0, 255).astype(np.uint8)


def _blur_fusion(
    image: Alpha, foreground: Alpha, background: Alpha, alpha: Alpha, radius: int
) -> tuple[Alpha, Alpha]:
    size = (2 * radius + 1, 2 * radius + 1)
    weight = cv2.blur(alpha, size)[..., np.newaxis]
    smooth_f = cv2.blur(foreground * alpha, size) / (weight + 1e-5)
    smooth_b = cv2.blur(background * (1 - alpha), size) / (1 - weight + 1e-5)
    residue = image - alpha * smooth_f - (1 - alpha) * smooth_b
    return np.clip(smooth_f + alpha * residue, 0, 255), np.clip(smooth_b, 0, 255)
