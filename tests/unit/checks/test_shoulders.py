import math

import cv2
import numpy as np
import pytest

from service.checks.shoulders import shoulders
from service.values import geometry
from service.values.photo import Matte
from service.values.placement import Head

EYES, DOWN, UNIT = np.array([200.0, 150.0]), np.array([0.0, 66.0]), 60.0
HEAD = Head(
    crown=EYES - DOWN, top=EYES - DOWN, eyes=EYES, chin=EYES + DOWN, roll_deg=0.0,
    unit=UNIT, face_width=90.0, measured=True,
)  # fmt: skip
IDENTITY = geometry.shift(0, 0)


def person(slope_deg=0.0, hair=False, size=(400, 400)):
    """A head above shoulders that slope to the right of the picture, and hair that hides them."""
    alpha = np.zeros(size[::-1], np.float32)
    cv2.ellipse(alpha, (200, 150), (45, 70), 0, 0, 360, 1.0, -1)
    rise = 200 * math.tan(math.radians(slope_deg))
    outline = [(0, 250 - rise), (400, 250 + rise), (400, 400), (0, 400)]
    cv2.fillPoly(alpha, [np.rint(outline).astype(np.int32)], 1.0)
    if hair:
        alpha[100:320, 130:150] = alpha[100:320, 100:130] = alpha[100:320, 250:300] = 1.0
    return Matte(alpha, IDENTITY, "drawn")


@pytest.mark.parametrize(
    ("slope", "verdict"), [(0, "pass"), (6, "pass"), (-6, "pass"), (14, "warn"), (-14, "warn")]
)
def test_the_slope_of_the_shoulders_is_measured(slope, verdict):
    check = shoulders(person(slope), HEAD, IDENTITY)
    assert check.value == pytest.approx(slope, abs=1)
    assert check.verdict == verdict


def test_the_photo_is_judged_as_it_is_turned_in_the_frame():
    turned = np.hstack([cv2.getRotationMatrix2D((0, 0), 12, 0.5)[:, :2], [[30.0], [20.0]]])
    check = shoulders(person(12), HEAD, turned)
    assert check.value == pytest.approx(0, abs=1)


def test_hair_over_the_shoulders_is_not_taken_for_them():
    assert shoulders(person(hair=True), HEAD, IDENTITY).verdict == "not-assessed"


def test_where_nothing_was_placed_nothing_is_assessed():
    assert shoulders(None, None, None).verdict == "not-assessed"
