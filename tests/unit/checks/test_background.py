from dataclasses import replace

import cv2
import numpy as np
import pytest

from service.checks.backdrop import UNSEEN, backdrop
from service.checks.background import background
from service.values import geometry

SIZE, HEAD = (295, 413), 260.0
STAYS = np.hstack([np.eye(2), np.zeros((2, 1))])


@pytest.fixture(scope="module")
def alpha():
    """Head and shoulders."""
    drawn = np.zeros(SIZE[::-1], np.float32)
    cv2.ellipse(drawn, (147, 170), (75, 125), 0, 0, 360, 1.0, -1)
    cv2.rectangle(drawn, (40, 320), (255, 412), 1.0, -1)
    return drawn


def frame(alpha, wall):
    """A grey person before a wall (H, W) or of one grey."""
    return np.dstack([np.where(alpha > 0.5, 90, wall)] * 3).astype(np.uint8)


def judged(photo_of, alpha, wall, order):
    colour = frame(alpha, wall)
    behind = backdrop(photo_of(colour), STAYS, colour, alpha, HEAD)
    return {check.id: check for check in background(behind, order)}


def test_a_plain_white_wall_passes(photo_of, alpha, crop):
    checks = judged(photo_of, alpha, 245, crop)
    assert {check.verdict for check in checks.values()} == {"pass"}
    assert checks["background-uniform"].value < 1


def test_stripes_are_not_plain_and_hide_whether_there_is_a_shadow(photo_of, alpha, crop):
    stripes = np.where(np.arange(SIZE[0]) // 40 % 2, 240, 90)[np.newaxis]
    checks = judged(photo_of, alpha, stripes, crop)
    assert checks["background-uniform"].verdict == "fail"
    assert checks["background-shadow"].verdict == "not-assessed"


def test_a_shadow_beside_the_head_is_seen(photo_of, alpha, crop):
    beside = cv2.warpAffine(alpha, geometry.shift(30, 10), SIZE)
    wall = 235 - 60 * cv2.GaussianBlur(beside, (0, 0), 5)
    checks = judged(photo_of, alpha, wall, crop)
    assert checks["background-shadow"].verdict in ("warn", "fail")


def test_a_wall_that_is_replaced_is_measured_but_not_judged(photo_of, alpha, order):
    stripes = np.where(np.arange(SIZE[0]) // 40 % 2, 240, 90)[np.newaxis]
    check = judged(photo_of, alpha, stripes, order)["background-uniform"]
    assert check.verdict == "not-assessed"
    assert check.value > 10


def test_who_forbids_editing_is_told_of_a_wall_even_if_it_is_replaced(photo_of, alpha, order):
    forbids = order.spec.model_copy(update={"editing_policy": "forbidden"})
    stripes = np.where(np.arange(SIZE[0]) // 40 % 2, 240, 90)[np.newaxis]
    checks = judged(photo_of, alpha, stripes, replace(order, spec=forbids))
    assert checks["background-uniform"].verdict == "warn"


def test_a_colour_that_the_document_does_not_name_is_a_warning(photo_of, alpha, order, crop):
    assert judged(photo_of, alpha, 245, order)["background-colour"].verdict == "pass"
    green = replace(order, background=(0, 200, 0))
    assert judged(photo_of, alpha, 245, green)["background-colour"].verdict == "fail"
    assert judged(photo_of, alpha, 100, crop)["background-colour"].verdict == "warn"
    transparent = replace(order, background=None)
    assert judged(photo_of, alpha, 245, transparent)["background-colour"].verdict == "not-assessed"


def test_a_person_who_fills_the_frame_leaves_no_background_to_judge(photo_of, alpha):
    full = np.ones_like(alpha)
    colour = frame(full, 0)
    assert backdrop(photo_of(colour), STAYS, colour, full, HEAD) is UNSEEN


def test_what_the_photo_does_not_reach_is_no_background(photo_of, alpha, crop):
    """Half of the frame is beyond the photo, where its edge is only repeated."""
    colour = frame(alpha, 245)
    colour[:, 150:] = np.where(alpha[:, 150:, np.newaxis] > 0.5, 90, 20)
    behind = backdrop(photo_of(colour[:, :150]), STAYS, colour, alpha, HEAD)
    assert background(behind, crop)[1].verdict == "pass"
