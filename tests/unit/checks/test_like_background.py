"""Clothes and skin beside what is behind them in the finished photo."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from service.checks.backdrop import TRANSPARENT, UNSEEN, Backdrop
from service.checks.clothes_like_background import cloth, clothes_like_background
from service.checks.patch import face_patch
from service.checks.skin_like_background import skin_like_background

EYES_Y, UNIT = 150.0, 100.0


def dressed(grey):
    """A frame with a dark head and clothes of one grey, and its alpha."""
    alpha = np.zeros((413, 295), np.float32)
    cv2.ellipse(alpha, (147, 170), (75, 125), 0, 0, 360, 1.0, -1)
    cv2.rectangle(alpha, (20, 270), (275, 412), 1.0, -1)
    rows = np.arange(413)[:, np.newaxis]
    colour = np.dstack([np.where(rows < 270, 90, np.full_like(alpha, grey))] * 3)
    return colour.astype(np.uint8), alpha


def wall(lab):
    colours = np.tile(np.array(lab, np.float32), (50, 1))
    return Backdrop(colours, np.zeros(50, bool), np.zeros(50, bool))


@pytest.mark.parametrize(("grey", "verdict"), [(250, "warn"), (200, "pass"), (30, "pass")])
def test_white_clothes_get_lost_in_white(order, grey, verdict):
    colour, alpha = dressed(grey)
    worn = cloth(colour, alpha, EYES_Y, UNIT)
    assert clothes_like_background(worn, UNSEEN, order).verdict == verdict


def test_before_a_wall_that_stays_the_wall_counts(crop):
    worn = cloth(*dressed(128), EYES_Y, UNIT)
    assert clothes_like_background(worn, wall((54, 0, 0)), crop).verdict == "warn"
    assert clothes_like_background(worn, wall((95, 0, 0)), crop).verdict == "pass"
    unseen = clothes_like_background(worn, UNSEEN, crop)
    assert (unseen.verdict, unseen.message) == ("not-assessed", UNSEEN)


def test_a_frame_that_ends_at_the_chin_shows_no_clothes(order):
    colour, alpha = dressed(250)
    worn = cloth(colour[:270], alpha[:270], EYES_Y, UNIT)
    assert clothes_like_background(worn, UNSEEN, order).verdict == "not-assessed"


def test_a_wall_of_the_colour_of_skin_is_a_warning(portrait, crop, order):
    patch = face_patch(*portrait)
    skin = np.median(patch.lab.reshape(-1, 3), axis=0)
    assert skin_like_background(patch, wall(skin), crop).verdict == "warn"
    assert skin_like_background(patch, wall((95, 0, 0)), crop).verdict == "pass"
    assert skin_like_background(patch, UNSEEN, order).verdict == "pass", "white is put in"


def test_without_a_background_nothing_is_compared(portrait, order):
    open_behind = replace(order, background=None)
    worn = cloth(*dressed(250), EYES_Y, UNIT)
    checks = (
        clothes_like_background(worn, UNSEEN, open_behind),
        skin_like_background(face_patch(*portrait), UNSEEN, open_behind),
    )
    assert {check.message for check in checks} == {TRANSPARENT}
