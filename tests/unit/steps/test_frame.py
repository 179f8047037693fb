import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.models.faces import face_of
from service.steps.frame import cut, window
from service.values import geometry
from service.values.photo import CHIN_PER_MOUTH, Matte, Photo
from tests.drawn import ORDER, UNIT, scene

# The window

coordinate = st.integers(0, 599)


@given(coordinate, coordinate, st.integers(2, 400))
@settings(max_examples=60, deadline=None)
def test_the_window_is_a_piece_of_the_photo_around_the_face(x, y, unit):
    mouth = y + unit / CHIN_PER_MOUTH
    landmarks = [(x - 1, y), (x + 1, y), (x, y), (x - 1, mouth), (x + 1, mouth)]
    face = face_of((x - 1, y - 1, x + 1, y + 1), 1.0, np.array(landmarks, np.float64))
    seen = window(Photo(np.zeros((600, 600, 3), np.uint8), (600, 600), "png"), face)
    assert 0 <= seen.left <= x < seen.left + seen.width <= 600
    assert 0 <= seen.top <= y < seen.top + seen.height <= 600


def test_the_window_holds_the_whole_head_and_the_shoulders():
    drawn = scene(size=(900, 900), eyes=(450, 350))
    seen = window(drawn.photo, drawn.face)
    assert seen.top < 350 - 1.3 * UNIT
    assert seen.left < 450 - 1.7 * UNIT
    assert seen.left + seen.width > 450 + 1.7 * UNIT
    assert seen.top + seen.height > 350 + 2.5 * UNIT


def test_the_window_of_a_small_person_is_not_the_whole_photo():
    drawn = scene(size=(900, 900), eyes=(450, 350), unit=40)
    seen = window(drawn.photo, drawn.face)
    assert seen.width * seen.height < 900 * 900 / 4


# The frame's pixels


def test_alpha_lies_exactly_over_the_person_of_the_colours():
    _, rgb, alpha = scene().finish()
    drawn = np.abs(rgb.astype(int) - 120).max(axis=2) < 20
    wall = np.abs(rgb.astype(int) - 200).max(axis=2) < 20
    assert alpha[drawn].mean() > 0.98
    assert alpha[wall].mean() < 0.02


def test_beyond_the_photo_s_upper_edge_there_is_nobody():
    tight = scene(eyes=(350, 120))  # 15 pixels above the crown
    _, _, alpha = tight.finish()
    assert alpha[0].max() < 0.01


def test_hair_that_the_photo_cuts_off_is_not_drawn_out_upwards():
    _, _, alpha = scene(eyes=(350, 90)).finish()  # 15 pixels of the head are missing
    assert alpha[: round(ORDER.px_per_mm)].max() < 0.01


# Resampling


def fine_chequers():
    rows, columns = np.indices((400, 400))
    board = ((rows + columns) % 2 * 255).astype(np.uint8)
    rgb = np.dstack([board] * 3)
    matte = Matte(np.ones((64, 64), np.float32), geometry.resize((64, 64), (400, 400)), "all")
    return Photo(rgb, (400, 400), "png"), matte


@pytest.mark.parametrize("size", [(170, 170), (100, 100), (66, 66)])
def test_shrinking_averages_a_fine_pattern_instead_of_making_up_a_coarse_one(size):
    photo, matte = fine_chequers()
    rgb, _ = cut(photo, matte, geometry.resize((400, 400), size), size)
    assert np.abs(rgb[5:-5, 5:-5].astype(int) - 127).max() < 40


def test_at_scale_one_the_photo_s_pixels_stay_as_they_are():
    photo, matte = fine_chequers()
    rgb, alpha = cut(photo, matte, geometry.shift(-100, -50), (200, 200))
    assert (rgb == photo.rgb[50:250, 100:300]).all()
    assert alpha.min() == pytest.approx(1)
