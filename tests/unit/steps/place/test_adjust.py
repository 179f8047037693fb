"""A placement changed by hand: where everything goes, what is told of it, what is refused."""

from dataclasses import replace

import numpy as np
import pytest

from service.values import geometry
from service.values.adjustment import Adjustment
from service.values.photo_errors import BodyMissing, ResolutionTooLow
from service.values.request_errors import InvalidField
from tests.drawn import CHIN, CROWN, LEFT_EYE, MM, ORDER, RIGHT_EYE, scene, spot


def by_hand(order=ORDER, **changes):
    return replace(order, adjustment=Adjustment(**changes))


def large():
    """With room all around, and pixels enough to be made larger."""
    return scene(size=(1400, 1400), eyes=(700, 560), unit=200)


def between_eyes(rgb):
    return (spot(rgb, LEFT_EYE) + spot(rgb, RIGHT_EYE)) / 2 / ORDER.px_per_mm


def test_an_offset_moves_every_point_by_so_many_millimetres():
    before, after = large().place(), large().place(by_hand(offset_x_mm=2, offset_y_mm=-1.5))
    points = np.array([(600.0, 500.0), (800.0, 900.0)])
    moved = geometry.apply(after.affine, points) - geometry.apply(before.affine, points)
    assert moved == pytest.approx(np.tile((2, -1.5), (2, 1)) * ORDER.px_per_mm)
    assert after.top_mm == pytest.approx(before.top_mm - 1.5)
    assert after.eye_line_mm == pytest.approx(before.eye_line_mm + 1.5)
    assert after.lengths_mm["face_centre_mm"] == pytest.approx(
        before.lengths_mm["face_centre_mm"] + 2
    )


def test_scale_keeps_the_point_between_the_eyes_where_it_was():
    _, rgb, _ = large().finish()
    placement, scaled, _ = large().finish(by_hand(scale=1.2))
    assert between_eyes(scaled) == pytest.approx(between_eyes(rgb), abs=MM / 4)
    assert placement.head_height_mm == pytest.approx(1.2 * large().place().head_height_mm)


@pytest.mark.parametrize("tilt", [-12, 0, 9])
def test_a_positive_roll_turns_the_person_clockwise_about_the_eyes(tilt):
    person = scene(size=(1400, 1400), eyes=(700, 560), unit=200, roll=tilt)
    _, rgb, _ = person.finish()
    _, turned, _ = person.finish(by_hand(roll_deg=10))
    eyes = spot(turned, RIGHT_EYE) - spot(turned, LEFT_EYE)
    assert np.degrees(np.arctan2(eyes[1], eyes[0])) == pytest.approx(10, abs=0.7)
    assert spot(turned, CROWN)[0] > spot(turned, CHIN)[0]
    assert between_eyes(turned) == pytest.approx(between_eyes(rgb), abs=MM / 4)


def test_what_is_told_is_what_the_picture_shows():
    placement, rgb, _ = large().finish(
        by_hand(offset_x_mm=1, offset_y_mm=2, scale=0.9, roll_deg=-6)
    )
    crown, chin, eyes = (
        spot(rgb, CROWN) / ORDER.px_per_mm,
        spot(rgb, CHIN) / ORDER.px_per_mm,
        between_eyes(rgb),
    )
    lengths = placement.lengths_mm
    assert lengths["top_mm"] == pytest.approx(crown[1], abs=MM)
    assert lengths["head_height_mm"] == pytest.approx(chin[1] - crown[1], abs=MM)
    assert lengths["chin_bottom_mm"] == pytest.approx(45 - chin[1], abs=MM)
    assert lengths["eye_line_mm"] == pytest.approx(45 - eyes[1], abs=MM)
    assert lengths["face_centre_mm"] == pytest.approx(eyes[0], abs=MM)


def test_a_range_that_is_left_is_missed_by_so_much():
    placement = large().place(by_hand(offset_y_mm=3))
    assert placement.missed_mm["top_mm"] == pytest.approx(placement.top_mm - 5)


def test_to_change_nothing_places_as_ever():
    same = large().place(by_hand())
    assert same.affine == pytest.approx(large().place().affine)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"offset_x_mm": 12}, "offset_x_mm"),
        ({"offset_x_mm": -12}, "offset_x_mm"),
        ({"offset_y_mm": -9}, "offset_y_mm"),
        ({"offset_y_mm": 18}, "offset_y_mm"),
        ({"scale": 1.9}, "scale"),
    ],
)
def test_a_head_that_leaves_the_frame_is_refused_with_the_field_that_took_it_there(changes, field):
    with pytest.raises(InvalidField, match="beyond the frame") as refused:
        large().place(by_hand(**changes))
    assert refused.value.members["field"] == field


def test_a_body_moved_off_the_photos_end_is_refused_with_other_advice():
    short = scene(size=(700, 500), eyes=(350, 280), unit=100)  # ends soon below the shoulders
    short.place()
    with pytest.raises(BodyMissing, match="Move the person back"):
        short.place(by_hand(offset_y_mm=-2, scale=0.85))


def test_a_head_with_too_few_pixels_for_the_scale_is_refused():
    small = scene(size=(300, 300), eyes=(150, 120), unit=70)
    small.place()
    with pytest.raises(ResolutionTooLow):
        small.place(by_hand(scale=1.4, offset_y_mm=3))


def test_more_pixels_are_decoded_for_a_larger_head():
    assert by_hand(scale=1.5).head_px == pytest.approx(1.5 * ORDER.head_px)
