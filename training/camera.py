"""What light, lens, sensor and file do to a photo."""

from functools import cache

import cv2
import numpy as np
from numpy.random import Generator

from training.place import Plane
from training.portraits import Pixels


@cache
def _noise(size: int = 1 << 20) -> Plane:
    """Normal noise, drawn once: to draw it for every photo would cost as much as the rest."""
    return np.random.default_rng(0).normal(size=size).astype(np.float32)


def noise(shape: tuple[int, ...], rng: Generator) -> Plane:
    """Normal noise of deviation 1, from somewhere in a long strip of it."""
    count = int(np.prod(shape))
    start = rng.integers(len(_noise()) - count)
    return _noise()[start : start + count].reshape(shape)


def tone(picture: Plane, rng: Generator, strength: float = 1.0) -> Plane:
    """Another exposure, contrast, saturation and white balance of (H, W, 3) in [0, 255]."""
    levels = np.linspace(0, 1, 256, dtype=np.float32)[:, None]
    levels = np.clip(levels * np.exp(strength * rng.normal(0, 0.1, 3)), 0, 1)
    levels = levels ** np.exp(strength * rng.normal(0, 0.25))
    levels = 0.5 + (levels - 0.5) * np.exp(strength * rng.normal(0, 0.15))
    table = (np.clip(levels, 0, 1) * 255)[None].astype(np.float32)
    out = cv2.LUT(np.clip(picture, 0, 255).astype(np.uint8), table)
    colourful = max(0.0, 1 + strength * rng.normal(0, 0.25))
    mix = (1 - colourful) / 3 * np.ones((3, 3)) + colourful * np.eye(3)
    return np.asarray(np.clip(cv2.transform(out, mix.astype(np.float32)), 0, 255), np.float32)


def expose(picture: Plane, rng: Generator) -> Pixels:
    """The photo as it arrives: light, blur, noise and JPEG; uint8 (H, W, 3)."""
    side = picture.shape[0]
    out = tone(picture, rng) if rng.random() < 0.8 else picture
    if rng.random() < 0.05:
        out = np.repeat(out.mean(-1, keepdims=True), 3, -1)
    if rng.random() < 0.2:
        out = _uneven(out, rng)
    if rng.random() < 0.3:
        out = cv2.GaussianBlur(out, (0, 0), side / 256 * rng.uniform(0.3, 1.6))
    if rng.random() < 0.5:
        grain = np.float32(rng.uniform(0, 10)) * noise(out.shape, rng)
        out = out + (cv2.GaussianBlur(grain, (0, 0), 0.7) * 1.5 if rng.random() < 0.4 else grain)
    done = np.clip(out, 0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 96))]
        done = np.asarray(cv2.imdecode(cv2.imencode(".jpg", done, quality)[1], cv2.IMREAD_COLOR))
    return np.asarray(done, np.uint8)


def _uneven(picture: Plane, rng: Generator) -> Plane:
    """Light that falls from one side."""
    rows, columns = np.ogrid[-1 : 1 : picture.shape[0] * 1j, -1 : 1 : picture.shape[1] * 1j]
    angle = rng.uniform(0, 2 * np.pi)
    slope = np.cos(angle) * columns + np.sin(angle) * rows
    light = np.exp(rng.uniform(0.1, 0.6) * slope).astype(np.float32)
    return np.asarray(np.clip(picture * light[..., None], 0, 255), np.float32)
