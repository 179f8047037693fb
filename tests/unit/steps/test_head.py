import numpy as np
import pytest

from service.steps.head import CROWN_MOST, find_head, head_height
from tests.drawn import CROWN, UNIT, scene, spot


@pytest.mark.parametrize("rise", [0.71, 0.8, 0.9, 1.05, 1.3, 1.5])
def test_the_crown_is_where_the_matte_ends(rise):
    drawn = scene(rise=rise)
    head = find_head(drawn.face, drawn.matte)
    assert head.measured
    assert head.crown[1] == pytest.approx(280 - rise * UNIT, abs=0.06 * UNIT)
    assert head.crown[0] == pytest.approx(350, abs=1)


@pytest.mark.parametrize("roll", [-20, 10])
def test_the_crown_of_a_tilted_head_is_on_its_own_axis(roll):
    drawn = scene(roll=roll)
    head = find_head(drawn.face, drawn.matte)
    np.testing.assert_allclose(head.crown, spot(drawn.photo.rgb, CROWN), atol=0.06 * UNIT)


def test_a_raised_strand_of_hair_is_not_the_crown():
    drawn = scene(strand=True)
    assert find_head(drawn.face, drawn.matte).crown[1] == pytest.approx(280 - 105, abs=6)


@pytest.mark.parametrize("value", [0.0, 1.0], ids=["nobody", "everything"])
def test_where_the_matte_shows_no_head_the_crown_follows_from_the_face(value):
    drawn = scene()
    drawn.matte.alpha[:] = value
    head = find_head(drawn.face, drawn.matte)
    assert not head.measured
    assert head.height == pytest.approx(head_height(drawn.face))
    assert 1.7 * UNIT < head.height < 2.5 * UNIT


def test_eyes_and_chin_of_the_head_are_those_of_the_face():
    drawn = scene(roll=12)
    head = find_head(drawn.face, drawn.matte)
    np.testing.assert_allclose(head.eyes, drawn.face.eyes, atol=1)
    np.testing.assert_allclose(head.chin, drawn.face.chin, atol=1)


@pytest.mark.parametrize("rise", [1.7, 1.9])
def test_of_very_tall_hair_only_a_part_is_counted(rise):
    head = scene(rise=rise, size=(700, 700), eyes=(350, 330)).head()
    assert head.crown[1] == pytest.approx(330 - CROWN_MOST * UNIT)
    assert head.top[1] == pytest.approx(330 - rise * UNIT, abs=0.06 * UNIT)


def test_a_head_that_is_not_turned_upright_is_measured_along_the_photo():
    tilted = scene(roll=10)
    head = tilted.head(upright=False)
    assert head.roll_deg == 0
    assert head.height == pytest.approx(tilted.face.chin[1] - head.crown[1])


def test_the_face_is_as_wide_as_eyes_so_far_apart_have_it():
    assert scene(unit=150).head().face_width == pytest.approx(1.5 * scene().head().face_width)


def test_hair_that_was_cut_away_leaves_the_usual_head_and_is_said():
    drawn = scene(rise=0.62)
    head = find_head(drawn.face, drawn.matte)
    assert not head.measured
    assert head.height == pytest.approx(head_height(drawn.face))


def test_a_large_afro_is_head_up_to_its_top():
    drawn = scene(rise=2.0)
    head = find_head(drawn.face, drawn.matte)
    assert head.measured
    assert head.top[1] == pytest.approx(280 - 2.0 * UNIT, abs=0.06 * UNIT)
