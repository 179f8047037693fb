"""Clothes, headwear and hair that the training portraits lack."""

import cv2
import numpy as np
from numpy.random import Generator

from training.place import Layer, Plane, lay
from training.portraits import Pixels, Portrait


def dress(person: Layer, people: list[Portrait], photos: list[Pixels], rng: Generator) -> None:
    """Change what `person` wears, most of the time; in place."""
    if rng.random() < 0.2:
        _other_body(person, people[rng.integers(len(people))], rng)
    draw = rng.random()
    if draw < 0.3:
        _dye(person, rng)
    elif draw < 0.45:
        _print(person, photos, rng)
    draw = rng.random()
    if draw < 0.05:
        _cap(person, photos, rng)
    elif draw < 0.1:
        _scarf(person, photos, rng)
    elif draw < 0.17:
        _hair(person, rng)
    if rng.random() < 0.06:
        _arm(person, photos, rng)


def _grid(person: Layer) -> tuple[Plane, Plane]:
    """Of each pixel: how far right of and below the point between the eyes, in units."""
    rows, columns = np.ogrid[: person.alpha.shape[0], : person.alpha.shape[1]]
    x, y = person.eyes
    across, below = np.float32((columns - x) / person.unit), np.float32((rows - y) / person.unit)
    shape = person.alpha.shape
    return np.broadcast_to(across, shape), np.broadcast_to(below, shape)


def _garment(person: Layer, rng: Generator) -> Plane:
    """Where clothes are, roughly: below a neckline, in [0, 1]."""
    x, y = _grid(person)
    neck = 1.15 + rng.uniform(0.1, 0.7) * np.exp(-((x / rng.uniform(0.3, 0.6)) ** 2))
    return np.asarray(np.clip((y - neck) / 0.06 + 0.5, 0, 1), np.float32)


def _other_body(person: Layer, other: Portrait, rng: Generator) -> None:
    """The head of `person` on the shoulders of `other`."""
    body = lay(other, person.alpha.shape[0], rng, jitter=0.3)
    shift = np.subtract(person.eyes, body.eyes)
    turn = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float64)
    size = person.alpha.shape[::-1]
    colour = cv2.warpAffine(body.colour, turn, size, borderMode=cv2.BORDER_REPLICATE)
    alpha = cv2.warpAffine(body.alpha, turn, size)
    x, y = _grid(person)
    line = 1.05 + 0.25 * np.exp(-((x / 0.45) ** 2))
    below = np.clip((y - line) / 0.1 + 0.5, 0, 1)
    head, chest = person.alpha * (1 - below), alpha * below
    total = np.maximum(head + chest, 1e-4)[..., None]
    person.colour = (person.colour * head[..., None] + colour * chest[..., None]) / total
    person.alpha = np.clip(head + chest, 0, 1)
    left, top, right, bottom = body.limits
    limits = left + shift[0], top + shift[1], right + shift[0], bottom + shift[1]
    person.limits[0] = max(person.limits[0], limits[0] if left > 0 else 0)
    person.limits[2] = min(person.limits[2], limits[2] if right < size[0] else size[0])
    person.limits[3] = min(person.limits[3], limits[3])


def _dye(person: Layer, rng: Generator) -> None:
    """Clothes of another colour, with the folds that they have."""
    where = (_garment(person, rng) * rng.uniform(0.6, 1))[..., None]
    grey = person.colour.mean(-1, keepdims=True)
    mean = float((grey * where).sum() / max(1.0, float(where.sum())))
    colour = rng.uniform(0, 255, 3) if rng.random() < 0.6 else np.full(3, rng.uniform(5, 250))
    dyed = colour + rng.uniform(0.2, 1) * (grey - mean)
    person.colour += where * (np.clip(dyed, 0, 255) - person.colour)


def _print(person: Layer, photos: list[Pixels], rng: Generator) -> None:
    """Patterned clothes: stripes, checks, or a photo as a print."""
    where = _garment(person, rng)[..., None]
    pattern = _cloth(person, photos, rng)
    folds = (person.colour.mean(-1, keepdims=True) - 128) * rng.uniform(0, 0.5)
    person.colour += where * (np.clip(pattern + folds, 0, 255) - person.colour)


def _cloth(person: Layer, photos: list[Pixels], rng: Generator) -> Plane:
    side = person.alpha.shape[0]
    draw = rng.random()
    if draw < 0.4:
        photo = photos[rng.integers(len(photos))]
        part = int(min(photo.shape[:2]) * rng.uniform(0.2, 1))
        return cv2.resize(photo[:part, :part], (side, side)).astype(np.float32)
    colours = rng.uniform(0, 255, (2, 1, 1, 3))
    if draw < 0.6:
        return np.broadcast_to(colours[0], (side, side, 3)).astype(np.float32)
    x, y = _grid(person)
    angle, count = rng.uniform(0, np.pi), rng.uniform(2, 12)
    one = np.sin((np.cos(angle) * x + np.sin(angle) * y) * count * np.pi) > rng.uniform(-0.7, 0.7)
    if rng.random() < 0.5:
        one = one ^ (np.sin((np.cos(angle) * y - np.sin(angle) * x) * count * np.pi) > 0)
    return np.where(one[..., None], colours[0], colours[1]).astype(np.float32)


def _over(person: Layer, colour: Plane, alpha: Plane) -> None:
    person.colour += alpha[..., None] * (colour - person.colour)
    person.alpha = person.alpha + alpha * (1 - person.alpha)


def _soft(inside: Plane, width: float) -> Plane:
    """1 where `inside` is positive, over `width` of its own unit."""
    return np.asarray(np.clip(inside / width + 0.5, 0, 1), np.float32)


def _cap(person: Layer, photos: list[Pixels], rng: Generator) -> None:
    """A cap, a hat or a turban over the crown."""
    x, y = _grid(person)
    across, crown = rng.uniform(0.75, 0.95), rng.uniform(1.05, 1.6)
    brow = -rng.uniform(0.3, 0.55) + rng.normal(0, 0.1) * x
    dome = 1 - ((x - rng.normal(0, 0.05)) / across) ** 2 - ((y + 0.35) / (crown - 0.35)) ** 2
    alpha = _soft(dome, 0.06) * _soft(brow - y, 0.03)
    if rng.random() < 0.5:
        brim = rng.uniform(0.9, 1.9), rng.uniform(0.08, 0.2)
        flat = 1 - (x / brim[0]) ** 2 - ((y - brow) / brim[1]) ** 2
        alpha = np.maximum(alpha, _soft(flat, 0.1))
    shade = 1 - 0.35 * np.abs(x)[..., None]
    _over(person, _cloth(person, photos, rng) * shade, alpha)


def _scarf(person: Layer, photos: list[Pixels], rng: Generator) -> None:
    """A scarf around head and neck that leaves the face free."""
    x, y = _grid(person)
    across, up, down = rng.uniform(0.8, 1.05), rng.uniform(1.1, 1.4), rng.uniform(1.1, 1.3)
    outer = 1 - (x / across) ** 2 - ((y - 0.1) / np.where(y < 0.1, up + 0.1, 1.5)) ** 2
    chest = np.minimum(
        rng.uniform(0.8, 1.1) + 0.9 * np.maximum(0, y - 1) - np.abs(x), y - 0.6
    ) * _soft(rng.uniform(1.8, 3.0) - y, 0.1)
    face = (
        1
        - (x / rng.uniform(0.55, 0.66)) ** 2
        - (y / np.where(y < 0, rng.uniform(0.55, 0.75), down)) ** 2
    )
    alpha = np.maximum(_soft(outer, 0.06), _soft(chest, 0.06)) * (1 - _soft(face, 0.06))
    folds = np.sin(x * rng.uniform(4, 12) + y * rng.uniform(-8, 8))[..., None]
    _over(person, np.clip(_cloth(person, photos, rng) + 12 * folds, 0, 255), alpha)


def _arm(person: Layer, photos: list[Pixels], rng: Generator) -> None:
    """An arm that goes up to the head, or crosses the chest, sleeved or bare, with a hand."""
    side = person.alpha.shape[0]
    sign = 1 if rng.random() < 0.5 else -1
    elbow = np.array([sign * rng.uniform(1.1, 2.4), rng.uniform(1.0, 3.2)])
    shoulder = np.array([sign * rng.uniform(0.8, 1.5), rng.uniform(1.9, 2.8)])
    hand = np.array([sign * rng.uniform(-0.3, 1.3), rng.uniform(-1.0, 2.2)])
    if np.hypot(*(hand - (0, 0.4))) < 0.8:
        hand[0] = sign * rng.uniform(0.8, 1.3)  # beside the face, not over it

    def drawn(ends: list[Plane], width: float) -> Plane:
        at = np.array([(end * person.unit + person.eyes) * 8 for end in ends], np.int32)
        mask = np.zeros((side, side), np.uint8)
        thick = max(1, round(width * person.unit))
        cv2.polylines(mask, [at], False, 255, thick, cv2.LINE_AA, 3)
        return mask.astype(np.float32) / 255

    skin = _skin(person)
    light = 1 + 0.15 * _grid(person)[0][..., None] * rng.normal()
    width = rng.uniform(0.3, 0.5)
    bare = np.broadcast_to(skin, person.colour.shape) * light
    sleeve = bare if rng.random() < 0.35 else _cloth(person, photos, rng) * light
    _over(person, np.clip(sleeve, 0, 255), drawn([shoulder, elbow, hand], width))
    toward = (hand - elbow) / max(0.1, float(np.hypot(*(hand - elbow))))
    for _ in range(rng.integers(1, 5)):
        finger = hand + toward * rng.uniform(0.2, 0.6) + rng.normal(0, 0.12, 2)
        _over(person, np.clip(bare, 0, 255), drawn([hand, finger], rng.uniform(0.1, 0.4)))


def _skin(person: Layer) -> Plane:
    """The colour of the cheeks."""
    x, y = _grid(person)
    at = (np.abs(np.abs(x) - 0.3) < 0.1) & (np.abs(y - 0.35) < 0.12)
    known = person.colour[at]
    return np.median(known, axis=0) if len(known) else np.array([200.0, 160.0, 140.0])


def _hair(person: Layer, rng: Generator) -> None:
    """More hair, long or wide, in the colour of the hair that there is, behind the person."""
    x, y = _grid(person)
    side = person.alpha.shape[0]
    across, up, down = rng.uniform(0.9, 1.5), rng.uniform(1.2, 1.7), rng.uniform(0.7, 2.8)
    outer = 1 - (np.abs(x) / across) ** 2.3 - (np.abs(y) / np.where(y < 0, up, down)) ** 2.3
    cells = max(4, int(rng.uniform(8, 48)))
    curls = cv2.resize(
        rng.normal(0, 1, (cells, cells)).astype(np.float32),
        (side, side),
        interpolation=cv2.INTER_CUBIC,
    )
    strands = cv2.resize(rng.normal(0, 1, (cells, side // 2)).astype(np.float32), (side, side))
    rough = rng.uniform(0.05, 0.3) * curls + rng.uniform(0, 0.12) * strands
    alpha = _soft(outer + rough, rng.uniform(0.05, 0.35))
    at = (np.abs(x) < 0.4) & (y < -0.75) & (y > -1.05)
    known = person.colour[at]
    base = np.median(known, axis=0) if len(known) else np.full(3, 30.0)
    light = 1 + 0.25 * strands + 0.15 * curls
    colour = np.clip(base * np.clip(light, 0.3, 2)[..., None], 0, 255)
    own = person.alpha[..., None]
    total = own + alpha[..., None] * (1 - own)
    mixed = person.colour * own + colour * alpha[..., None] * (1 - own)
    person.colour = np.asarray(mixed / np.maximum(total, 1e-4), np.float32)
    person.alpha = np.asarray(total[..., 0], np.float32)
