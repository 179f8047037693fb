"""A portrait laid on the canvas, as a photographer's crop and the detector's error would lay it."""

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from service.models.portrait import EYES, SIDE, UNIT
from training.portraits import Pixels, Portrait

Plane = NDArray[Any]  # of floating-point numbers

# Spread of the detector's eyes and of eyes-to-chin against a person's own, on the photos' pixels.
SCALE_SPREAD, SHIFT_SPREAD, ROLL_SPREAD = 0.07, 0.07, 5.0
WINDOW = (3.2, 2.4, 3.6)  # of service.steps.frame: beside, above and below the eyes, in units
SHOULDERS = (1.9, 2.8)  # half a body's width in units, where a photo cuts it off
TOUCHES = 100


@dataclass(slots=True)
class Layer:
    """Colour (S, S, 3) in [0, 255] and alpha (S, S) in [0, 1] on a canvas, and which is photo.

    `limits` are left, top, right and bottom of the photo in canvas pixels; `unit` in pixels.
    """

    colour: Plane
    alpha: Plane
    limits: list[float]
    unit: float
    eyes: tuple[float, float]


def lay(
    portrait: Portrait, side: int, rng: Generator, original: bool = False, jitter: float = 1.0
) -> Layer:
    """`portrait` on a canvas of `side` px; with its own backdrop where `original`."""
    colour = portrait.original if original else portrait.foreground
    alpha, eyes = portrait.alpha, portrait.eyes
    grown = (0, 0)
    if not original and jitter and rng.random() < 0.7:
        colour, alpha, grown = _widen(portrait, rng)
        eyes = eyes[0] + grown[0], eyes[1]
    scale = UNIT * side / SIDE / portrait.unit * np.exp(jitter * SCALE_SPREAD * rng.normal())
    unit = UNIT * side / SIDE
    at = np.array(EYES) * side / SIDE + unit * SHIFT_SPREAD * jitter * rng.normal(size=2)
    roll = jitter * ROLL_SPREAD * rng.normal()
    turn = np.asarray(cv2.getRotationMatrix2D(eyes, roll, scale), np.float64)
    turn[:, 2] += at - np.array(eyes)
    size = side, side
    laid = cv2.warpAffine(
        colour, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    mask = cv2.warpAffine(alpha, turn, size, flags=cv2.INTER_LINEAR)
    limits = _limits(alpha, turn, side, original)
    if not original and jitter and rng.random() < 0.5:
        laid, mask = _bent(np.asarray(laid, np.uint8), np.asarray(mask, np.uint8), unit, rng)
    layer = Layer(laid.astype(np.float32), mask.astype(np.float32) / 255, limits, unit, tuple(at))
    return mirrored(layer) if jitter and rng.random() < 0.5 else layer


def _bent(colour: Pixels, alpha: Pixels, unit: float, rng: Generator) -> tuple[Pixels, Pixels]:
    """Another outline: fuller or flatter hair, other shoulders, a slanting neck.

    The face, where the detector's landmarks lie, stays where it is.
    """
    side = alpha.shape[0]
    cells = int(rng.integers(3, 9))
    far = rng.uniform(0.1, 0.6) * unit / cells**0.5
    away = rng.normal(0, far, (cells, cells, 2)).astype(np.float32)
    moved = cv2.resize(away, (side, side), interpolation=cv2.INTER_CUBIC)
    rows, columns = np.mgrid[:side, :side].astype(np.float32)
    x, y = EYES[0] * side / SIDE, EYES[1] * side / SIDE + 0.35 * unit
    moved *= np.clip(np.hypot(columns - x, rows - y) / unit - 0.5, 0, 1)[..., None]
    across, down = columns + moved[..., 0], rows + moved[..., 1]
    bent = (
        cv2.remap(pixels, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for pixels in (colour, alpha)
    )
    one, other = (np.asarray(pixels, np.uint8) for pixels in bent)
    return one, other


def shrunk(portrait: Portrait, side: int) -> Portrait:
    """`portrait` halved until it is less than twice as fine as a canvas of `side` px."""
    while portrait.unit > 1.9 * UNIT * side / SIDE:
        portrait = replace(
            portrait,
            original=_halved(portrait.original),
            foreground=_halved(portrait.foreground),
            alpha=_halved(portrait.alpha),
            eyes=(portrait.eyes[0] / 2 - 0.25, portrait.eyes[1] / 2 - 0.25),
            unit=portrait.unit / 2,
        )
    return portrait


def _halved(pixels: Pixels) -> Pixels:
    size = pixels.shape[1] // 2, pixels.shape[0] // 2
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def mirrored(layer: Layer) -> Layer:
    """The same from the other side."""
    side = layer.alpha.shape[1]
    left, top, right, bottom = layer.limits
    return Layer(
        np.ascontiguousarray(layer.colour[:, ::-1]),
        np.ascontiguousarray(layer.alpha[:, ::-1]),
        [side - right, top, side - left, bottom],
        layer.unit,
        (side - 1 - layer.eyes[0], layer.eyes[1]),
    )


def _limits(alpha: Pixels, turn: NDArray[np.float64], side: int, original: bool) -> list[float]:
    """Where the photo ends on the canvas: where it cuts the person, or shows its own backdrop."""
    height, width = alpha.shape
    corners = np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]]) @ turn.T
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
    limits = [0.0, 0.0, float(side), min(y2, y3)]
    # Near the bottom the cut is what counts: a turned photo loses least that way.
    if original or alpha[:, :2].max() > TOUCHES:
        limits[0] = max(x0, x2) if original else x2 + 0.3 * max(0.0, x0 - x2)
    if original or alpha[:, -2:].max() > TOUCHES:
        limits[2] = min(x1, x3) if original else x3 - 0.3 * max(0.0, x3 - x1)
    if original or alpha[:2].max() > TOUCHES:
        limits[1] = max(y0, y1)
    return limits


def _widen(portrait: Portrait, rng: Generator) -> tuple[Pixels, Pixels, tuple[int, int]]:
    """The portrait with shoulders that the photo cut off: mirrored cloth that falls outwards."""
    colour, alpha, unit = portrait.foreground, portrait.alpha, portrait.unit
    width = alpha.shape[1]
    reach = rng.uniform(*SHOULDERS) * unit
    left = reach - portrait.eyes[0] if alpha[:, :2].max() > TOUCHES else 0
    right = reach - (width - portrait.eyes[0]) if alpha[:, -2:].max() > TOUCHES else 0
    if left <= 2 and right <= 2:
        return colour, alpha, (0, 0)
    left, right = (round(float(np.clip(n, 0, 0.9 * width))) for n in (left, right))
    margin = round(0.4 * unit)
    across = np.arange(-left - margin, width + right + margin, dtype=np.float32)
    beyond = np.maximum(0, np.maximum(-across, across - (width - 1)))
    inner = np.minimum(0.6 * beyond, 0.25 * width)
    own = np.where(across < 0, inner, np.where(across > width - 1, width - 1 - inner, across))
    drop = unit * rng.uniform(0.15, 0.7) * (beyond / unit) ** rng.uniform(1.1, 1.8)
    rows = np.arange(alpha.shape[0], dtype=np.float32)[:, None]
    map_x = np.broadcast_to(own, (len(rows), len(own))).astype(np.float32)
    map_y = np.maximum(rows - drop, 0).astype(np.float32)
    grown = cv2.remap(colour, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    # Beyond the photo the body is what its edge was: what is mirrored there may be a head.
    edge = np.where(across < 0, 1, np.where(across > width - 1, width - 2, across))
    map_x = np.broadcast_to(edge, map_x.shape).astype(np.float32)
    body = cv2.remap(alpha, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    end = _ends(across, rows, (-left if left else -1e6, width + right if right else 1e6), unit, rng)
    added = left + margin, right + margin
    return np.asarray(grown, np.uint8), np.asarray(body * end, np.uint8), added


def _ends(
    across: Plane, rows: Plane, ends: tuple[float, float], unit: float, rng: Generator
) -> Plane:
    """1 inside of the arms' outer sides, which lean and bend a little, else 0, soft between."""
    lean, bend = rng.normal(0, 0.12), rng.normal(0, 0.08) * unit
    wave = lean * (rows - rows[-1] / 2) * 0.5 + bend * np.sin(rows / unit * rng.uniform(0.5, 2))
    inner = np.minimum(across - (ends[0] - wave), (ends[1] + wave) - across)
    return np.asarray(np.clip(inner / (0.02 * unit) + 0.5, 0, 1), np.float32)
