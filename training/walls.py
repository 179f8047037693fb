"""What stands behind a person: photos of places, drawn walls, other people."""

import cv2
import numpy as np
from numpy.random import Generator

from training.camera import noise
from training.place import Layer, Plane, lay
from training.portraits import Pixels, Portrait


def behind(
    side: int, photos: list[Pixels], people: list[Portrait], person: Layer, rng: Generator
) -> Plane:
    """A background (S, S, 3) in [0, 255] for `person`."""
    wall = _place(side, photos, rng)
    if rng.random() < 0.15:
        wall = _beside(wall, _place(side, photos, rng), rng)
    if rng.random() < 0.15:
        # A flash lights the person alone, or a window behind them more than them.
        wall = wall * rng.uniform(0.05, 0.6) if rng.random() < 0.7 else 255 - (255 - wall) * 0.4
    if rng.random() < 0.12:
        wall = _like_the_person(wall, person, rng)
    if rng.random() < 0.1:
        wall = _chair(wall, person, rng)
    if rng.random() < 0.1:
        wall = _somebody(wall, people, rng)
    if rng.random() < 0.3:
        wall = cv2.GaussianBlur(wall, (0, 0), side / 256 * rng.uniform(0.5, 8))
    if rng.random() < 0.3:
        wall = _shadow(wall, person, rng)
    return np.asarray(wall, np.float32)


def _place(side: int, photos: list[Pixels], rng: Generator) -> Plane:
    kind = rng.random()
    if kind < 0.6:
        return _photo(side, photos, rng)
    return _leaves(side, rng) if kind < 0.7 else _drawn(side, rng)


def _beside(one: Plane, other: Plane, rng: Generator) -> Plane:
    """One wall left of or above the other: a corner, a door frame, a horizon."""
    side = one.shape[0]
    rows, columns = np.ogrid[-0.5 : 0.5 : side * 1j, -0.5 : 0.5 : side * 1j]
    angle = rng.choice([0, np.pi / 2]) + rng.normal(0, 0.15)
    over = np.cos(angle) * columns + np.sin(angle) * rows - rng.uniform(-0.4, 0.4)
    soft = np.clip(over * side / rng.uniform(0.5, 6) + 0.5, 0, 1)[..., None]
    return np.asarray(one + soft * (other - one), np.float32)


def _leaves(side: int, rng: Generator) -> Plane:
    """Leaves, branches, stones, a crowd far away: spots of a few colours at several sizes."""
    hue = rng.uniform(0, 255, 3) if rng.random() < 0.4 else np.array([80, 110, 50])
    colours = hue + rng.normal(0, 25, (4, 3)) + rng.normal(0, 50, (4, 1))
    wall = np.broadcast_to(colours[0], (side, side, 3)).astype(np.float32)
    for colour in colours[1:]:
        cells = max(3, int(side / rng.uniform(2.5, 24)))
        coarse = noise((cells, cells), rng)
        turn = np.asarray(
            cv2.getRotationMatrix2D((cells / 2, cells / 2), rng.uniform(0, 180), 1), np.float64
        )
        turn[0] *= rng.uniform(0.5, 2)  # longish spots
        spots = cv2.resize(
            cv2.warpAffine(coarse, turn, (cells, cells), borderMode=cv2.BORDER_REFLECT),
            (side, side),
            interpolation=cv2.INTER_CUBIC,
        )
        mask = np.clip((spots - rng.uniform(-0.5, 0.8)) * rng.uniform(1, 8), 0, 1)[..., None]
        wall += mask * (np.float32(colour) + 15 * spots[..., None] - wall)
    return np.clip(wall, 0, 255)


def _photo(side: int, photos: list[Pixels], rng: Generator) -> Plane:
    photo = photos[rng.integers(len(photos))]
    height, width = photo.shape[:2]
    share = rng.uniform(0.25, 1) if rng.random() < 0.5 else 1.0
    part = max(16, int(min(height, width) * share))
    top, left = rng.integers(height - part + 1), rng.integers(width - part + 1)
    crop = photo[top : top + part, left : left + part]
    crop = crop[:, ::-1] if rng.random() < 0.5 else crop
    way = cv2.INTER_AREA if part > side else cv2.INTER_LINEAR
    return cv2.resize(crop, (side, side), interpolation=way).astype(np.float32)


def _drawn(side: int, rng: Generator) -> Plane:
    """A wall with a gradient, and perhaps panels, stripes, folds or shelves on it."""
    base = rng.uniform(0, 255, 3) if rng.random() < 0.5 else np.full(3, rng.uniform(20, 255))
    rows, columns = np.broadcast_arrays(*(n / side for n in np.ogrid[:side, :side]))
    angle = rng.uniform(0, 2 * np.pi)
    slope = rng.normal(0, 30) * (np.cos(angle) * columns + np.sin(angle) * rows - 0.5)
    wall = np.repeat((base + rng.normal(0, 4, 3))[None, None], side, 0).repeat(side, 1)
    wall = wall + slope[..., None]
    along = columns if rng.random() < 0.7 else rows
    match rng.integers(6):
        case 0:
            count = rng.integers(2, 14)
            folds = np.sin(
                along * count * 2 * np.pi + rng.uniform(0, 6) + rng.normal(0, 0.4) * rows
            )
            wall = wall + (rng.uniform(5, 40) * folds)[..., None]
        case 1 | 2:
            for _ in range(rng.integers(1, 7)):
                _rectangle(wall, rng)
        case 3:
            count, share = rng.integers(2, 16), rng.uniform(0.1, 0.6)
            stripe = ((along * count + rng.random()) % 1 < share)[..., None]
            wall = np.where(stripe, wall + rng.normal(0, 40, 3), wall)
        case _:
            pass
    fine = rng.uniform(0, 6) * noise((side // 2, side // 2), rng)
    grain = cv2.resize(fine, (side, side))[..., None]
    return np.asarray(np.clip(wall + grain, 0, 255), np.float32)


def _rectangle(wall: Plane, rng: Generator) -> None:
    """A door, a frame, a shelf, a book: a rectangle in `wall`."""
    side = wall.shape[0]
    x, y = rng.uniform(-0.3, 1.0, 2) * side
    width, height = rng.uniform(0.03, 1.0, 2) * side
    corners = int(x), int(y), int(x + width), int(y + height)
    colour = tuple(float(n) for n in rng.uniform(0, 255, 3))
    thick = -1 if rng.random() < 0.7 else int(rng.integers(1, max(2, side // 24)))
    cv2.rectangle(wall, corners[:2], corners[2:], colour, thick)


def _like_the_person(wall: Plane, person: Layer, rng: Generator) -> Plane:
    """The wall in the colour of some of the person: hair, skin or clothes."""
    rows, columns = np.nonzero(person.alpha > 0.9)
    if len(rows) == 0:
        return wall
    at = rng.integers(len(rows))
    colour = person.colour[rows[at], columns[at]]
    mean = wall.mean((0, 1))
    return np.clip(colour + rng.uniform(0.2, 1) * (wall - mean) + rng.normal(0, 8), 0, 255)


def _chair(wall: Plane, person: Layer, rng: Generator) -> Plane:
    """The back of a chair, or a board, that ends between the shoulders and the crown."""
    unit, (x, y) = person.unit, person.eyes
    half = rng.uniform(1, 2.6) * unit
    centre, top = x + rng.normal(0, 0.5) * unit, y + rng.uniform(-0.6, 1.6) * unit
    chair = np.repeat(rng.uniform(0, 255, (1, 1, 3)), wall.shape[0], 0).repeat(wall.shape[1], 1)
    mask = np.zeros(wall.shape[:2], np.float32)
    left, right = int(centre - half), int(centre + half)
    cv2.rectangle(mask, (left, int(top)), (right, wall.shape[0]), 1.0, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), max(0.5, rng.uniform(0.01, 0.3) * unit))
    soft = np.clip((soft - 0.5) * rng.uniform(2, 8) + 0.5, 0, 1)[..., None]
    return wall + soft * (chair + 0.2 * (wall - wall.mean()) - wall)


def _somebody(wall: Plane, people: list[Portrait], rng: Generator) -> Plane:
    """Another person, beside and behind."""
    other = lay(people[rng.integers(len(people))], wall.shape[0], rng)
    sign = 1 if rng.random() < 0.5 else -1
    scale = rng.uniform(0.5, 1.1)
    shift = sign * rng.uniform(2.2, 3.6) * other.unit
    x, y = other.eyes
    turn = np.array(
        [
            [scale, 0, x - scale * x + shift],
            [0, scale, y - scale * y + rng.normal(0, 0.6) * other.unit],
        ]
    )
    size = wall.shape[1], wall.shape[0]
    alpha = cv2.warpAffine(other.alpha, turn, size)[..., None]
    colour = cv2.warpAffine(other.colour, turn, size, borderMode=cv2.BORDER_REPLICATE)
    return wall + alpha * (colour - wall)


def _shadow(wall: Plane, person: Layer, rng: Generator) -> Plane:
    """The person's shadow on the wall."""
    shift = rng.normal(0, 0.35, 2) * person.unit
    turn = np.array([[1, 0, shift[0]], [0, 1, shift[1]]])
    size = wall.shape[1], wall.shape[0]
    thrown = cv2.warpAffine(person.alpha, turn, size, borderMode=cv2.BORDER_REPLICATE)
    soft = cv2.GaussianBlur(thrown, (0, 0), rng.uniform(0.03, 0.5) * person.unit)
    return wall * (1 - rng.uniform(0.1, 0.6) * soft[..., None])
