"""From the network's coarse map to an edge that follows the photo."""

import cv2
import numpy as np

from service.values.photo import RGB, Alpha

EPSILON = 1e-4  # of luminance variance (0..1): smaller follows weaker edges of the photo
SNAP = 0.04  # what is this near to 0 or 1 is 0 or 1


def refine(colour: RGB, coarse: Alpha, radius: int) -> Alpha:
    """Guide the edge of `coarse` (H, W) by the photo's luminance within `radius` pixels.

    The guided filter of He, Sun and Tang (2010): alpha is fitted as a linear function of the
    luminance in every neighbourhood.
    """
    guide = _float(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY)) / np.float32(255)
    mean_guide, mean_alpha = _mean(guide, radius), _mean(coarse, radius)
    variance = _mean(guide * guide, radius) - mean_guide * mean_guide
    covariance = _mean(guide * coarse, radius) - mean_guide * mean_alpha
    slope = _float(covariance / (variance + EPSILON))
    offset = mean_alpha - slope * mean_guide
    refined = _mean(slope, radius) * guide + _mean(offset, radius)
    return _float(np.clip((refined - SNAP) / (1 - 2 * SNAP), 0, 1))


def _mean(values: Alpha, radius: int) -> Alpha:
    size = 2 * radius + 1
    return _float(cv2.blur(values, (size, size), borderType=cv2.BORDER_REFLECT))


def _float(values: object) -> Alpha:
    return np.asarray(values, np.float32)
