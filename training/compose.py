"""One sample: a person on a canvas, in front of something, as some camera saw them."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from service.models.portrait import SIDE
from training.camera import expose, tone
from training.dress import dress
from training.place import WINDOW, Layer, Plane, lay, shrunk
from training.portraits import Pixels, Portrait
from training.walls import behind

ORIGINAL = 0.25  # share of samples that keep the photo's own backdrop


@dataclass(frozen=True, slots=True)
class Sample:
    """Colour (S, S, 3), alpha (S, S) and validity (S, S), all uint8."""

    colour: Pixels
    alpha: Pixels
    valid: Pixels


@dataclass(frozen=True, slots=True)
class Composer:
    """Makes samples of `side` px of some portraits and backgrounds, without end."""

    people: list[Portrait]
    photos: list[Pixels]
    side: int

    @classmethod
    def of(cls, people: list[Portrait], photos: list[Pixels], side: int) -> "Composer":
        """With portraits no finer than canvases of `side` px can show."""
        return cls([shrunk(person, side) for person in people], photos, side)

    def sample(self, rng: Generator) -> Sample:
        """A sample, the same for the same state of `rng`."""
        side = self.side
        portrait = self.people[rng.integers(len(self.people))]
        if rng.random() < ORIGINAL:
            person = lay(portrait, side, rng, original=True)
            picture = person.colour
        else:
            person = lay(portrait, side, rng)
            dress(person, self.people, self.photos, rng)
            if rng.random() < 0.5:
                person.colour = tone(person.colour, rng)
            picture = _compose(person, behind(side, self.photos, self.people, person, rng), rng)
        valid = _window(person, side, rng)
        colour = np.where(valid[..., None] > 0, expose(picture, rng), 127).astype(np.uint8)
        alpha = np.rint(np.clip(person.alpha, 0, 1) * 255).astype(np.uint8)
        return Sample(colour, alpha, np.asarray(valid, np.uint8))


def _compose(person: Layer, wall: Plane, rng: Generator) -> Plane:
    alpha = person.alpha[..., None]
    if rng.random() < 0.15:
        # The wall's light on the person's edge.
        near = cv2.GaussianBlur(1 - person.alpha, (0, 0), 0.15 * person.unit)[..., None]
        glow = cv2.GaussianBlur(wall, (0, 0), 0.4 * person.unit)
        person.colour += rng.uniform(0, 0.6) * near * (glow - person.colour)
    return np.asarray(person.colour * alpha + wall * (1 - alpha), np.float32)


def _window(person: Layer, side: int, rng: Generator) -> NDArray[np.uint8]:
    """1 where the photo is: what the service's window shows, or less where a photo ends."""
    beside, above, below = WINDOW
    if rng.random() < 0.35:
        beside = rng.uniform(1.2, beside)
    if rng.random() < 0.25:
        above = rng.uniform(1.25, above)
    if rng.random() < 0.25:
        below = rng.uniform(1.6, below)
    (x, y), unit = person.eyes, person.unit
    other = beside if rng.random() < 0.7 else WINDOW[0]
    # The window is laid where the detector saw the eyes, which is the same place on every canvas.
    sides = (x - beside * unit, y - above * unit, x + other * unit, y + below * unit)
    end = side * (96 + 3.6 * 40) / SIDE
    left = max(0, round(max(sides[0], person.limits[0])))
    top = max(0, round(max(sides[1], person.limits[1])))
    right = min(side, round(min(sides[2], person.limits[2])))
    bottom = min(round(end), round(min(sides[3], person.limits[3])))
    valid = np.zeros((side, side), np.uint8)
    valid[top:bottom, left:right] = 1
    return valid
