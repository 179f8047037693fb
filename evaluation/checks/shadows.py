"""Shadows drawn on the walls of studio portraits: which of them `background-shadow` sees."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from evaluation import ground_truth
from evaluation.ground_truth import Sample
from evaluation.orders import default_order
from evaluation.tables import shares
from service.checks.backdrop import backdrop
from service.checks.background import background
from service.steps.face import Detector
from service.steps.head import head_height
from service.values import geometry
from service.values.check import Check
from service.values.order import Order
from service.values.photo import RGB, Photo

# Of the light that a shadow takes. It is the person's outline moved aside and blurred, in units of
# eyes-to-chin, as a lamp at one side throws it on a wall close behind.
DENSITIES = (0.0, 0.3, 0.4, 0.5)
OFFSET, BLUR = 0.25, 0.08
SPEC = "us-passport"  # cropped only, so its background is judged


def rows(folder: Path, limit: int | None, detector: Detector) -> Iterator[list[str]]:
    """Of a table of degradations: the verdicts on each shadow, over the walls that are plain."""
    names, order = ground_truth.names(folder, limit), default_order(SPEC)
    samples = [ground_truth.read(folder, "studio", name, detector) for name in names]
    for density in DENSITIES:
        checks = [_check(sample, shaded(sample, density), order) for sample in samples]
        verdicts = [check.verdict for check in checks if check.value is not None]
        name = f"shadow takes {density:.0%} of {len(verdicts)} walls' light"
        yield [name, f"`{checks[0].id}`", shares(verdicts)]


def shaded(sample: Sample, density: float) -> RGB:
    """The window of `sample` with a shadow on the wall to the right of the person."""
    unit = sample.face.unit
    moved = cv2.warpAffine(
        sample.alpha,
        geometry.shift(OFFSET * unit, 0),
        (sample.alpha.shape[1], sample.alpha.shape[0]),
        borderMode=cv2.BORDER_REPLICATE,
    )
    shadow = cv2.GaussianBlur(moved, (0, 0), BLUR * unit) * (1 - sample.alpha)
    light = (sample.colour / 255.0) ** 2.2 * (1 - np.float32(density) * shadow[..., np.newaxis])
    return np.asarray(np.rint(255 * light ** (1 / 2.2)), np.uint8)


def _check(sample: Sample, colour: RGB, order: Order) -> Check:
    """The window taken for a finished frame."""
    photo = Photo(colour, (colour.shape[1], colour.shape[0]), "png")
    unmoved = geometry.shift(0, 0)
    behind = backdrop(photo, unmoved, colour, sample.alpha, head_height(sample.face))
    return background(behind, order)[2]
