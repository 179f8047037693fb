"""Photos in which a face is harder to find than in the photo as it was sent."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import cv2
import numpy as np

from service.raster import shrink
from service.values.photo import RGB, Photo

AFAR = 0.3  # size of the photo before a grey wall
Spoiling = Callable[[Photo], Photo]


def _grey(photo: Photo) -> Photo:
    light = cv2.cvtColor(photo.rgb, cv2.COLOR_RGB2GRAY)
    return replace(photo, rgb=np.dstack([light] * 3))


def _dark(photo: Photo) -> Photo:
    """Four stops less light, and a camera's noise."""
    light = (photo.rgb / 255.0) ** 2.2 / 16
    noise = np.random.default_rng(0).normal(0, 0.002, light.shape)
    coded = 255 * np.clip(light + noise, 0, 1) ** (1 / 2.2)
    return replace(photo, rgb=coded.astype(np.uint8))


def _afar(photo: Photo) -> Photo:
    """A small picture of it in the middle of a wall."""
    width, height = photo.size
    small = shrink(photo.rgb, (max(1, round(AFAR * width)), max(1, round(AFAR * height))))
    wall: RGB = np.full_like(photo.rgb, 170)
    top, left = (height - small.shape[0]) // 2, (width - small.shape[1]) // 2
    wall[top : top + small.shape[0], left : left + small.shape[1]] = small
    return replace(photo, rgb=wall)


def _blurred(photo: Photo) -> Photo:
    sigma = max(photo.size) / 150
    return replace(photo, rgb=np.asarray(cv2.GaussianBlur(photo.rgb, (0, 0), sigma), np.uint8))


SPOILT: Mapping[str, Spoiling] = {
    "as sent": lambda photo: photo,
    "grey": _grey,
    "four stops darker": _dark,
    "from afar": _afar,
    "blurred": _blurred,
    "on its right side": lambda photo: photo.turned(1),
    "upside down": lambda photo: photo.turned(2),
    "on its left side": lambda photo: photo.turned(3),
}
