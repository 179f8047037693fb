"""Portraits with known alpha before other backgrounds, the same ones every time."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from service.values.photo import RGB, Alpha

Plane = NDArray[np.float32]

JPEG_QUALITY = 92
BLURS = (0.0, 1.5, 4.0, 9.0)  # deviations in pixels of a background out of focus
GREY = np.array([0.299, 0.587, 0.114], np.float32)
WALLS = 2  # of five composites stand before a plain wall


@dataclass(frozen=True, slots=True)
class Portrait:
    """A person in front of a smooth backdrop: `own` and `colour` (H, W, 3), `alpha` (H, W).

    `colour` is the person's own, also under soft edges.
    """

    own: RGB
    colour: RGB
    alpha: Alpha


def generator(name: str) -> Generator:
    """Random numbers that are always the same for a name."""
    return np.random.default_rng(int(hashlib.sha256(name.encode()).hexdigest()[:8], 16))


def compose(
    portrait: Portrait,
    kind: str,
    number: int,
    rng: Generator,
    places: Sequence[Path],
    other: Portrait | None,
) -> tuple[bytes, RGB]:
    """A JPEG of `portrait` before another background, and the person's colour in it (H, W, 3).

    `kind` is a tag of the hard set, or empty; `other` stands behind, if somebody does.
    """
    alpha = portrait.alpha[..., np.newaxis]
    light = np.exp(rng.normal(0, 0.04, 3)) * np.exp(rng.normal(0, 0.08))
    colour = np.clip(portrait.colour * light, 0, 255).astype(np.float32)
    behind = _background(colour, portrait.alpha, kind, number, rng, places)
    if other is not None:
        behind = _bystander(behind, other, rng)
    photo = colour * alpha + np.clip(behind, 0, 255) * (1 - alpha)
    if kind == "grey-photo":
        colour, photo = (np.repeat((p @ GREY)[..., np.newaxis], 3, 2) for p in (colour, photo))
    pixels = np.clip(np.rint(photo), 0, 255).astype(np.uint8)
    quality = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    _, data = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), quality)
    return data.tobytes(), np.clip(np.rint(colour), 0, 255).astype(np.uint8)


def _background(
    colour: Plane, alpha: Alpha, kind: str, number: int, rng: Generator, places: Sequence[Path]
) -> Plane:
    size = alpha.shape
    if kind == "dark-on-dark":
        wall = _place(rng, size, places) if rng.random() < 0.6 else _wall(rng, size)
        clothes = (alpha > 0.95) & (np.arange(size[0])[:, np.newaxis] > 0.75 * size[0])
        mean = colour[clothes].mean(axis=0) if clothes.any() else np.float32(60)
        contrast = rng.uniform(0.1, 0.35) * (wall - wall.mean(axis=(0, 1)))
        return np.asarray(mean + contrast + rng.normal(0, 8), np.float32)
    if kind == "white-on-white":
        wall = _wall(rng, size, rng.uniform(225, 252))
        return _shadow(rng, wall, alpha) if rng.random() < 0.4 else wall
    if number % 5 < WALLS:
        wall = _wall(rng, size)
        return _shadow(rng, wall, alpha) if rng.random() < 0.6 else wall
    return _place(rng, size, places)


def _wall(rng: Generator, size: tuple[int, ...], light: float | None = None) -> Plane:
    """A plain wall with a gradient and grain."""
    level = rng.uniform(40, 245) if light is None else light
    colour, angle = level + rng.normal(0, 10, 3), rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[-0.5 : 0.5 : size[0] * 1j, -0.5 : 0.5 : size[1] * 1j]
    ramp = rng.normal(0, 25) * (np.cos(angle) * x + np.sin(angle) * y)
    grain = rng.normal(0, rng.uniform(0.5, 3), size)
    return np.asarray(colour + (ramp + grain)[..., np.newaxis], np.float32)


def _place(rng: Generator, size: tuple[int, ...], places: Sequence[Path]) -> Plane:
    """Part of a photo without people, sharp or out of focus."""
    pixels = read_picture(places[int(rng.integers(len(places)))])
    (height, width), shape = size, pixels.shape
    scale = max(height / shape[0], width / shape[1]) * rng.uniform(1, 1.5)
    whole = int(np.ceil(shape[1] * scale)), int(np.ceil(shape[0] * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    large = np.asarray(cv2.resize(pixels, whole, interpolation=way), np.float32)
    top, left = rng.integers(whole[1] - height + 1), rng.integers(whole[0] - width + 1)
    part = large[top : top + height, left : left + width]
    blur = float(rng.choice(BLURS))
    return np.asarray(cv2.GaussianBlur(part, (0, 0), blur) if blur else part, np.float32)


def _shadow(rng: Generator, wall: Plane, alpha: Alpha) -> Plane:
    """The person's shadow on the wall."""
    height, width = alpha.shape
    move = np.array([[1, 0, rng.normal(0, 0.05) * width], [0, 1, rng.normal(0, 0.03) * height]])
    thrown = cv2.warpAffine(alpha, move, (width, height), borderMode=cv2.BORDER_REPLICATE)
    soft = np.asarray(cv2.GaussianBlur(thrown, (0, 0), 0.04 * width), np.float32)
    return np.asarray(wall * (1 - rng.uniform(0.1, 0.45) * soft[..., np.newaxis]), np.float32)


def _bystander(wall: Plane, other: Portrait, rng: Generator) -> Plane:
    """Somebody beside and behind, smaller, in focus or not."""
    height, width = wall.shape[:2]
    scale = rng.uniform(0.55, 0.95) * height / other.alpha.shape[0]
    beside = (rng.choice([-0.42, 0.42]) + rng.normal(0, 0.06)) * width
    below = height - scale * other.alpha.shape[0] + rng.uniform(0, 0.1) * height
    place = np.array([[scale, 0, beside], [0, scale, below]])
    alpha, colour = (
        cv2.warpAffine(np.asarray(plane, np.float32), place, (width, height))
        for plane in (other.alpha, other.colour)
    )
    alpha = alpha[..., np.newaxis]
    layer = np.concatenate([colour * alpha, alpha], axis=2)
    blur = float(rng.choice(BLURS[:3]))
    layer = np.asarray(cv2.GaussianBlur(layer, (0, 0), blur) if blur else layer, np.float32)
    return np.asarray(layer[..., :3] + wall * (1 - layer[..., 3:]), np.float32)


def read_picture(path: Path) -> RGB:
    """The picture (H, W, 3) in `path`."""
    pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if pixels is None:
        raise FileNotFoundError(f"{path} is no picture")
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB), np.uint8)
