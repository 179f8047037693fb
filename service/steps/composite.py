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
    soft = alpha[..., np.newaxis]
    flat = np.array(background, np.float32)
    return np.rint(foreground * soft + flat * (1 - soft)).astype(np.uint8)
