"""The person over the new background."""

import numpy as np

from service.values.order import Colour
from service.values.photo import RGB, Alpha


def composite(foreground: RGB, alpha: Alpha, background: Colour | None) -> RGB:
    """`foreground` (H, W, 3) over a flat colour; without one, RGBA (H, W, 4), alpha straight."""
    if background is None:
        opacity = np.rint(alpha * 255).astype(np.uint8)
        visible = np.where(opacity[..., np.newaxis] > 0, foreground, 0).astype(np.uint8)
        return np.dstack([visible, opacity])
    flat = np.array(background, np.uint8)
    finished = np.where((alpha > 0.5)[..., np.newaxis], foreground, flat)
    soft = (alpha > 0) & (alpha < 1)
    weight = alpha[soft][:, np.newaxis]
    finished[soft] = np.rint(foreground[soft] * weight + flat * (1 - weight))
    return finished
