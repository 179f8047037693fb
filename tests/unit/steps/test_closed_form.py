import numpy as np
import pytest

from service.cancellation import CancellationToken, Cancelled
from service.steps.closed_form import solve

ROWS, COLUMNS = np.mgrid[:80, :100].astype(float)
TRUE = np.clip((58 - COLUMNS) / 16, 0, 1)  # a soft edge, 16 px wide
PERSON, WALL = np.array([200.0, 120, 90]), np.array([40.0, 90, 190])
PHOTO = np.rint(TRUE[..., None] * PERSON + (1 - TRUE[..., None]) * WALL).astype(np.uint8)


def test_a_hard_guess_over_a_soft_edge_becomes_that_edge():
    guess = (COLUMNS < 50).astype(np.float32)
    found = solve(PHOTO, guess, 21, CancellationToken())
    assert np.abs(guess - TRUE).mean() > 0.03
    assert np.abs(found - TRUE).mean() < 0.01


def test_outside_the_band_nothing_changes():
    guess = (COLUMNS < 50).astype(np.float32)
    found = solve(PHOTO, guess, 9, CancellationToken())
    assert (found[:, :40] == 1).all()
    assert (found[:, 60:] == 0).all()


def test_without_an_edge_there_is_nothing_to_solve():
    for value in (0, 1):
        flat = np.full(TRUE.shape, value, np.float32)
        assert (solve(PHOTO, flat, 10, CancellationToken()) == value).all()


def test_alpha_stays_between_nothing_and_everything():
    noise = np.random.default_rng(2).integers(0, 256, (60, 60, 3), np.uint8)
    found = solve(
        noise, np.random.default_rng(3).random((60, 60)).astype(np.float32), 5, CancellationToken()
    )
    assert found.dtype == np.float32
    assert 0 <= found.min() <= found.max() <= 1


def test_a_photo_that_was_given_up_is_not_solved_to_the_end():
    token = CancellationToken()
    token.cancel()
    with pytest.raises(Cancelled):
        solve(PHOTO, (COLUMNS < 50).astype(np.float32), 21, token)
