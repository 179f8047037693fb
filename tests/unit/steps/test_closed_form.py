from itertools import product

import numpy as np
import pytest

from service.cancellation import CancellationToken, Cancelled
from service.steps.alpha import enlarge
from service.steps.closed_form import EPSILON, MOST_PIXELS, _laplacian, _system, solve

ROWS, COLUMNS = np.mgrid[:80, :100].astype(float)
TRUE = np.clip((58 - COLUMNS) / 16, 0, 1)  # a soft edge, 16 px wide
PERSON, WALL = np.array([200.0, 120, 90]), np.array([40.0, 90, 190])
PHOTO = np.rint(TRUE[..., None] * PERSON + (1 - TRUE[..., None]) * WALL).astype(np.uint8)


def test_a_hard_guess_over_a_soft_edge_becomes_that_edge():
    guess = (COLUMNS < 50).astype(np.float32)
    alpha = solve(PHOTO, guess, 21, CancellationToken())
    assert np.abs(guess - TRUE).mean() > 0.03
    assert np.abs(alpha - TRUE).mean() < 0.01


def test_outside_the_band_nothing_changes():
    guess = (COLUMNS < 50).astype(np.float32)
    alpha = solve(PHOTO, guess, 9, CancellationToken())
    assert (alpha[:, :40] == 1).all()
    assert (alpha[:, 60:] == 0).all()


def test_without_an_edge_there_is_nothing_to_solve():
    for value in (0, 1):
        flat = np.full(TRUE.shape, value, np.float32)
        assert (solve(PHOTO, flat, 10, CancellationToken()) == value).all()


def test_alpha_stays_between_nothing_and_everything():
    noise = np.random.default_rng(2).integers(0, 256, (60, 60, 3), np.uint8)
    alpha = solve(
        noise, np.random.default_rng(3).random((60, 60)).astype(np.float32), 5, CancellationToken()
    )
    assert alpha.dtype == np.float32
    assert 0 <= alpha.min() <= alpha.max() <= 1


def test_a_photo_that_was_given_up_is_not_solved_to_the_end():
    token = CancellationToken()
    token.cancel()
    with pytest.raises(Cancelled):
        solve(PHOTO, (COLUMNS < 50).astype(np.float32), 21, token)


def test_a_large_photo_is_solved_on_fewer_pixels_and_drawn_up_along_its_own_edge():
    rows, columns = np.mgrid[:1600, :1400].astype(np.float32)
    bend = 800 + 60 * np.sin(rows / 90)
    true = np.clip((bend - columns) / 24 + 0.5, 0, 1)
    photo = np.rint(true[..., None] * PERSON + (1 - true[..., None]) * WALL).astype(np.uint8)
    guess = (columns < bend).astype(np.float32)
    solved = solve(photo, guess, 40, CancellationToken())
    assert 0.9 * MOST_PIXELS < solved.size <= MOST_PIXELS
    drawn = enlarge(photo, solved)
    assert drawn.shape == true.shape
    assert np.abs(drawn - true).mean() < np.abs(guess - true).mean() / 10
    edge = (true > 0) & (true < 1)
    assert np.abs(drawn - true)[edge].mean() < 0.02


def test_the_solution_fulfils_the_equations_of_the_published_laplacian():
    """Levin et al., equation 12, written out pixel by pixel, on a small photo."""
    random = np.random.default_rng(5)
    photo = random.integers(0, 256, (7, 8, 3), np.uint8)
    unknown = np.zeros((7, 8), bool)
    unknown[2:5, 2:6] = True
    known = (np.arange(56) % 8 < 4).astype(float)
    system, right = _system(
        _laplacian(photo, unknown, CancellationToken()), unknown, known, CancellationToken()
    )
    whole, colours = np.zeros((56, 56)), photo.reshape(-1, 3) / 255
    for top, left in product(range(5), range(6)):
        window = [(top + y) * 8 + left + x for y in range(3) for x in range(3)]
        own = colours[window]
        mean, covariance = own.mean(axis=0), np.cov(own.T, bias=True)
        inverse = np.linalg.inv(covariance + EPSILON / 9 * np.eye(3))
        for i, j in product(range(9), repeat=2):
            affinity = (1 + (own[i] - mean) @ inverse @ (own[j] - mean)) / 9
            whole[window[i], window[j]] += (i == j) - affinity
    inside = unknown.ravel()
    np.testing.assert_allclose(system.toarray(), whole[np.ix_(inside, inside)], atol=1e-8)
    np.testing.assert_allclose(right, -whole[np.ix_(inside, ~inside)] @ known[~inside], atol=1e-8)
