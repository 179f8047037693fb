"""Shadows drawn on the walls of studio portraits: which of them `background-shadow` sees."""

from collections import Counter
from pathlib import Path

import cv2
import numpy as np

from evaluation import photos
from evaluation.photos import Case
from service.checks.backdrop import backdrop
from service.checks.background import background
from service.models.faces import FaceDetector
from service.specs import catalogue
from service.steps.head import head_height
from service.values import geometry
from service.values.check import Check
from service.values.errors import ConfigError
from service.values.order import Order
from service.values.photo import RGB, Photo

# Of the light that a shadow takes. It is the person's outline moved aside and blurred, in units of
# eyes-to-chin, as a lamp at one side throws it on a wall close behind.
TAKEN = (0.0, 0.3, 0.4, 0.5)
ASIDE, SOFT = 0.25, 0.08
SPEC = "us-passport"  # cropped only, so its background is judged


def rows(folder: Path, limit: int | None) -> list[str]:
    """Of a table of damages: the verdicts on each shadow, over the walls that are plain enough."""
    detector, order = FaceDetector(), _order()
    cases = [photos.read(folder, "studio", name, detector) for name in photos.names(folder, limit)]
    found = []
    for taken in TAKEN:
        checks = [_checked(case, shaded(case, taken), order) for case in cases]
        verdicts = Counter(check.verdict for check in checks if check.value is not None)
        known = verdicts.total()
        shares = ", ".join(f"{v} {n / known:.0%}" for v, n in sorted(verdicts.items()))
        found.append(
            f"| shadow takes {taken:.0%} of {known} walls' light | `{checks[0].id}` | {shares} |"
        )
    return found


def shaded(case: Case, taken: float) -> RGB:
    """The window of `case` with a shadow on the wall to the right of the person."""
    unit = case.face.unit
    moved = cv2.warpAffine(
        case.alpha,
        geometry.shift(ASIDE * unit, 0),
        (case.alpha.shape[1], case.alpha.shape[0]),
        borderMode=cv2.BORDER_REPLICATE,
    )
    shadow = cv2.GaussianBlur(moved, (0, 0), SOFT * unit) * (1 - case.alpha) * np.float32(taken)
    light = (case.colour / 255.0) ** 2.2 * (1 - shadow[..., np.newaxis])
    return np.asarray(np.rint(255 * light ** (1 / 2.2)), np.uint8)


def _checked(case: Case, colour: RGB, order: Order) -> Check:
    """The window taken for a finished frame."""
    photo = Photo(colour, (colour.shape[1], colour.shape[0]), "png")
    whole = geometry.shift(0, 0)
    behind = backdrop(photo, whole, colour, case.alpha, head_height(case.face))
    return background(behind, order)[2]


def _order() -> Order:
    spec = catalogue.load().find(SPEC)
    if spec is None:
        raise ConfigError(f"the catalogue has no {SPEC}")
    return Order(spec, None, "jpeg", spec.dpi, crop_only=True)
