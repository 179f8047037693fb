import math

import numpy as np
import pytest

from evaluation.cutout import metrics

BLUE = (0, 0, 191)


@pytest.fixture
def square():
    """A sharp square of 20 x 20 px in the middle of 60 x 60."""
    alpha = np.zeros((60, 60), np.float32)
    alpha[20:40, 20:40] = 1
    return alpha


@pytest.mark.parametrize("name", ["mad", "mse", "grad", "conn"])
def test_identical_alphas_have_no_error(name, square):
    assert getattr(metrics, name)(square, square) == 0


def test_iou_counts_pixels_above_a_half(square):
    assert metrics.iou(square, square) == 1
    assert metrics.iou(0.6 * square, square) == 1
    assert metrics.iou(np.roll(square, 10, axis=1), square) == pytest.approx(1 / 3)
    assert metrics.iou(0 * square, 0 * square) == 1


def test_a_constant_offset_is_its_own_mad_and_its_square_the_mse():
    true = np.full((8, 9), 0.5, np.float32)
    assert metrics.mad(true + np.float32(0.1), true) == pytest.approx(0.1)
    assert metrics.mse(true + np.float32(0.1), true) == pytest.approx(0.01)
    assert metrics.grad(true + np.float32(0.1), true) == pytest.approx(0, abs=1e-9)


def test_only_the_pixels_asked_for_count(square):
    wrong = square.copy()
    wrong[0, :4] = 1
    corner = np.zeros(square.shape, bool)
    corner[0, :8] = True
    assert metrics.mad(wrong, square, corner) == pytest.approx(0.5)
    assert metrics.mad(wrong, square, ~corner) == 0
    assert metrics.mad(wrong, square, np.zeros_like(corner)) == 0


def test_grad_grows_as_an_edge_moves_away(square):
    near, far = (metrics.grad(np.roll(square, by, axis=1), square) for by in (1, 3))
    assert 0 < near < far


def test_grad_sees_a_blurred_edge_where_the_overlap_does_not():
    sharp = np.zeros((40, 40), np.float32)
    sharp[:, 20:] = 1
    soft = np.clip((np.arange(40, dtype=np.float32) - 15.5) / 8, 0, 1) * np.ones((40, 1))
    soft = soft.astype(np.float32)
    assert metrics.iou(soft, sharp) == 1
    assert metrics.grad(soft, sharp) > 0


def test_grad_of_a_ramp_is_known_by_hand():
    # Rhemann's kernel has unit length; on a ramp of slope s it answers s * sum(-x k(x)).
    ramp = np.tile(np.arange(64, dtype=np.float32) / 100, (64, 1))
    at = np.arange(-4, 5)
    bell = np.exp(-(at**2) / (2 * 1.4**2))
    kernel = np.outer(bell, at * bell)
    answer = 0.01 * (kernel * at).sum() / np.linalg.norm(kernel)
    inner = metrics._gradient(ramp)[10:-10, 10:-10]
    assert inner == pytest.approx(np.full(inner.shape, answer), rel=1e-5)


def test_a_detached_blob_raises_conn_by_its_area(square):
    blob = square.copy()
    blob[5:9, 5:9] = 1
    assert metrics.conn(blob, square) == pytest.approx(16 / 1000)


def test_a_shallow_dent_is_still_connected(square):
    dented = square.copy()
    dented[30, 30] = 0.9
    assert metrics.conn(dented, square) == 0
    dented[30, 30] = 0.4
    assert metrics.conn(dented, square) == pytest.approx(0.6 / 1000)


def test_the_edge_band_is_what_is_soft_and_10_px_around_it():
    true = np.zeros((61, 61), np.float32)
    true[30, 30] = 0.5
    band = metrics.edge_band(true)
    assert band[30, 20:41].all()
    assert band[20:41, 30].all()
    assert not band[30, [19, 41]].any()
    assert not band[20, 20]


@pytest.mark.parametrize("value", [0, 0.02, 0.98, 1])
def test_what_is_almost_sure_is_no_edge(value):
    assert not metrics.edge_band(np.full((30, 30), value, np.float32)).any()


def test_rmse_of_a_wrong_colour_on_blue():
    true = np.full((6, 6, 3), 100, np.uint8)
    greener = true + np.array([0, 30, 0], np.uint8)
    everywhere = np.ones((6, 6), bool)
    for opacity in (1.0, 0.5, 0.0):
        alpha = np.full((6, 6), opacity, np.float32)
        photos = [metrics.over(colour, alpha, BLUE) for colour in (greener, true)]
        expected = opacity * 30 / math.sqrt(3)
        assert metrics.rmse(*photos, everywhere) == pytest.approx(expected)


def test_rmse_of_a_hole_is_the_distance_to_the_background():
    true = np.full((4, 4, 3), (0, 0, 91), np.uint8)
    solid, hole = np.ones((4, 4), np.float32), np.zeros((4, 4), np.float32)
    photos = [metrics.over(true, alpha, BLUE) for alpha in (hole, solid)]
    assert metrics.rmse(*photos, np.ones((4, 4), bool)) == pytest.approx(100 / math.sqrt(3))


def test_a_region_that_is_lost_or_foreign_counts_and_a_thin_edge_does_not():
    true = np.zeros((100, 100), np.float32)
    true[20:, 20:80] = 1
    alpha = true.copy()
    alpha[20:40, 20:40] = 0  # 400 of 4,800 pixels
    alpha[50:60, 90:100] = 1
    alpha[20:, 79:81] = 1  # two pixels of the edge
    assert metrics.regions(alpha, true) == pytest.approx((400 / 4800, 100 / 4800))
