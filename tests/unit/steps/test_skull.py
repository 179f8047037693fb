import dataclasses
import math

import numpy as np
import pytest

from service.steps.skull import SKULL, to_skull
from service.values.placement import CHIN_ERROR, SKULL_ERROR, Head


def head(rise, roll_deg=0.0):
    """A head whose hair ends `rise` eyes-to-chin of 100 px above the eyes."""
    roll = math.radians(roll_deg)
    down = np.array([-math.sin(roll), math.cos(roll)])
    eyes = np.array([300.0, 300.0])
    crown = eyes - rise * 100 * down
    return Head(crown, crown, eyes, eyes + 100 * down, roll_deg, 100.0, 120.0, True)


@pytest.mark.parametrize("roll_deg", [0.0, 12.0])
@pytest.mark.parametrize("rise", [0.95, 1.1, 1.4])
def test_hair_of_any_height_leaves_the_skull_where_it_is(rise, roll_deg):
    skull = to_skull(head(rise, roll_deg))
    assert skull.height == pytest.approx((SKULL + 1) * 100)
    assert skull.right_of_crown(skull.eyes) == pytest.approx(0, abs=1e-9)
    assert -skull.below_crown(skull.top) == pytest.approx((rise - SKULL) * 100)


def test_a_bald_head_s_crown_is_the_one_that_was_seen():
    bald = head(0.8)
    assert to_skull(bald) is bald


def test_an_estimated_skull_is_known_less_well_than_a_crown_that_was_seen():
    seen, estimated = head(1.1), to_skull(head(1.1))
    lengths = {"head_height_mm": 30.0, "face_width_mm": 20.0}
    assert estimated.uncertainty(lengths)["top_mm"] == pytest.approx(30 * SKULL_ERROR)
    height = estimated.uncertainty(lengths)["head_height_mm"]
    assert height == pytest.approx(30 * math.hypot(SKULL_ERROR, CHIN_ERROR))
    assert height > seen.uncertainty(lengths)["head_height_mm"]
    assert dataclasses.replace(estimated, skull=False, crown=seen.crown).height == seen.height
