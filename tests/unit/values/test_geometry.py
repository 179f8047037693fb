import cv2
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from service.values import geometry

number = st.floats(-1e3, 1e3)
points = st.lists(st.tuples(number, number), min_size=1, max_size=5).map(np.array)
factor = st.floats(-4, 4)


@st.composite
def affines(draw):
    a, b, c, d = (draw(factor) for _ in range(4))
    assume(abs(a * d - b * c) > 0.1)
    return np.array([[a, b, draw(number)], [c, d, draw(number)]])


@given(affines(), affines(), points)
@settings(max_examples=50, deadline=None)
def test_composed_map_applies_the_inner_map_first(outer, inner, given_points):
    at_once = geometry.apply(geometry.compose(outer, inner), given_points)
    in_turn = geometry.apply(outer, geometry.apply(inner, given_points))
    np.testing.assert_allclose(at_once, in_turn, atol=1e-6)


@given(affines(), points)
@settings(max_examples=50, deadline=None)
def test_inverse_brings_every_point_back(affine, given_points):
    there = geometry.apply(affine, given_points)
    np.testing.assert_allclose(
        geometry.apply(geometry.invert(affine), there), given_points, atol=1e-5
    )


def test_apply_takes_a_single_point_as_well_as_a_grid_of_them():
    moved = geometry.apply(geometry.shift(2, -3), np.zeros((4, 5, 2)))
    assert moved.shape == (4, 5, 2)
    assert geometry.apply(geometry.shift(2, -3), np.zeros(2)).tolist() == [2, -3]


@pytest.mark.parametrize(("source", "target"), [((40, 30), (80, 60)), ((41, 30), (17, 90))])
def test_resize_takes_the_picture_s_edges_to_the_edges(source, target):
    corners = np.array([[-0.5, -0.5], [source[0] - 0.5, source[1] - 0.5]])
    expected = [[-0.5, -0.5], [target[0] - 0.5, target[1] - 0.5]]
    np.testing.assert_allclose(geometry.apply(geometry.resize(source, target), corners), expected)


@pytest.mark.parametrize("target", [(160, 120), (20, 15), (40, 30)])
def test_resize_says_where_opencv_puts_a_spot(target):
    picture = np.zeros((60, 80), np.float32)
    picture[20:28, 48:56] = 1
    resized = cv2.resize(picture, target, interpolation=cv2.INTER_AREA)
    rows, columns = np.indices(resized.shape)
    seen = [(columns * resized).sum() / resized.sum(), (rows * resized).sum() / resized.sum()]
    said = geometry.apply(geometry.resize((80, 60), target), np.array([51.5, 23.5]))
    np.testing.assert_allclose(said, seen, atol=0.02)


@pytest.mark.parametrize("degrees", [0, 30, 180])
def test_scale_of_a_map_is_its_enlargement_however_it_turns(degrees):
    turn = cv2.getRotationMatrix2D((5, 9), degrees, 2.5)
    assert geometry.scale_of(turn) == pytest.approx(2.5)
