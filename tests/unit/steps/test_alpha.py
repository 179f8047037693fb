import numpy as np
import pytest

from service.steps.alpha import refine

EDGE = 60.0  # the column between person (left) and wall (right)
COLUMNS = np.arange(120, dtype=np.float32)


def step(softness, edge=EDGE):
    """Alpha that falls from 1 to 0 around `edge` over about four times `softness` columns."""
    row = 1 / (1 + np.exp((COLUMNS - edge) / softness))
    return np.tile(row, (80, 1)).astype(np.float32)


def two_tones(dark=60, bright=190):
    row = np.where(COLUMNS < EDGE, dark, bright).astype(np.uint8)
    return np.tile(row[np.newaxis, :, np.newaxis], (80, 1, 3))


def steepness(alpha):
    """The largest difference of two neighbours in the middle row."""
    return float(np.abs(np.diff(alpha[40])).max())


def crossing(alpha):
    return float(np.flatnonzero(alpha[40] < 0.5)[0]) - 0.5


@pytest.mark.parametrize(("dark", "bright"), [(60, 190), (190, 60), (90, 140)])
def test_a_soft_step_over_a_sharp_edge_of_the_photo_gets_sharper(dark, bright):
    coarse = step(2.0)
    refined = refine(two_tones(dark, bright), coarse, 200)
    assert steepness(refined) > 2 * steepness(coarse)


def test_a_step_beside_the_edge_of_the_photo_is_drawn_to_it():
    coarse = step(1.5, edge=EDGE + 3)
    refined = refine(two_tones(), coarse, 266)
    assert abs(crossing(refined) - EDGE) < abs(crossing(coarse) - EDGE)


def test_without_an_edge_in_the_photo_the_step_stays_where_it_is():
    coarse = step(1.5)
    refined = refine(np.full((80, 120, 3), 127, np.uint8), coarse, 133)
    assert crossing(refined) == pytest.approx(crossing(coarse), abs=1.5)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_far_from_the_edge_the_person_is_whole_and_the_wall_is_gone(value):
    noise = np.random.default_rng(0).integers(0, 256, (80, 120, 3), np.uint8)
    refined = refine(noise, np.full((80, 120), value, np.float32), 133)
    assert np.abs(refined - value).max() < 0.01


def test_a_faint_haze_over_the_wall_is_taken_away():
    coarse = np.maximum(step(2.0), 0.02)
    assert refine(two_tones(), coarse, 200)[:, 100:].max() < 0.01


def test_alpha_stays_between_nothing_and_everything():
    random = np.random.default_rng(1)
    noise = random.integers(0, 256, (80, 120, 3), np.uint8)
    refined = refine(noise, random.random((80, 120), np.float32), 166)
    assert refined.shape == (80, 120)
    assert refined.dtype == np.float32
    assert refined.min() >= 0
    assert refined.max() <= 1


def test_the_coarse_map_itself_is_left_as_it_was():
    coarse = step(2.0)
    refine(two_tones(), coarse, 200)
    assert (coarse == step(2.0)).all()
