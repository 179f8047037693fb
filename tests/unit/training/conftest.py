import cv2
import numpy as np
import pytest

from training.portraits import Portrait


def drawn(name, colour, size=(240, 300), eyes=(120, 110), unit=55):
    """A portrait of ellipses: the head, and shoulders that the photo's bottom cuts off."""
    alpha = np.zeros((size[1], size[0]), np.uint8)
    x, y = eyes
    cv2.ellipse(alpha, (x, y), (round(0.7 * unit), round(1.1 * unit)), 0, 0, 360, 255, cv2.FILLED)
    cv2.ellipse(alpha, (x, size[1]), (95, round(2.1 * unit)), 0, 180, 360, 255, cv2.FILLED)
    grain = np.random.default_rng(len(name)).normal(0, 5, (size[1], size[0], 3))
    foreground = np.clip(np.array(colour) + grain, 0, 255).astype(np.uint8)
    backdrop = np.full_like(foreground, 200)
    original = np.where(alpha[..., None] > 127, foreground, backdrop)
    return Portrait(name, original, foreground, alpha, (float(x), float(y)), float(unit))


@pytest.fixture(scope="package")
def people():
    return [drawn("a", (180, 120, 90)), drawn("bb", (60, 40, 120)), drawn("ccc", (230, 230, 225))]


@pytest.fixture(scope="package")
def photos():
    rng = np.random.default_rng(7)
    small = [rng.integers(0, 255, (6, 8, 3)).astype(np.uint8) for _ in range(3)]
    return [cv2.resize(photo, (420, 320), interpolation=cv2.INTER_CUBIC) for photo in small]
