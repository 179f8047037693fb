"""The person over the new background."""

import cv2
import numpy as np

from service.values.colour import Colour
from service.values.photo import RGB, Alpha


def composite(foreground: RGB, alpha: Alpha, background: Colour | None) -> RGB:
    """`foreground` (H, W, 3) over a flat colour; without one, RGBA (H, W, 4), straight alpha."""
    if background is None:
        opacity = np.rint(alpha * 255).astype(np.uint8)
        visible = np.where(opacity[..., np.newaxis] > 0, foreground, 0).astype(np.uint8)
        return np.dstack([visible, opacity])
    height, width = alpha.shape
    row = np.array([background] * width, np.uint8)
    finished = np.repeat(row[np.newaxis], height, axis=0)
    inside = (alpha > 0).astype(np.uint8)
    cv2.copyTo(foreground, inside, finished)
    soft = np.flatnonzero(inside & (alpha < 1))
    weight = alpha.reshape(-1, 1).take(soft, axis=0)
    person = foreground.reshape(-1, 3).take(soft, axis=0)
    mixed = person * weight + np.array(background, np.float32) * (1 - weight)
    finished.reshape(-1, 3)[soft] = np.rint(mixed)
    return finished
