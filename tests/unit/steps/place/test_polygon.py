import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.steps.place.polygon import Linear, box, lowest, within

SQUARE = box((0, 0), (10, 10))
number = st.floats(-1, 1, allow_subnormal=False).map(lambda value: round(value, 3))
lines = st.lists(st.tuples(number, number, st.floats(-5, 5), st.floats(0, 3)), max_size=6)


def test_a_band_across_the_square_leaves_a_strip():
    strip = within(SQUARE, Linear(1, 0), 2, 3)
    assert sorted(strip) == [(2, 0), (2, 10), (3, 0), (3, 10)]


def test_where_nothing_is_in_the_band_the_nearest_edge_is_left():
    assert sorted(within(SQUARE, Linear(1, 0), 12, 14)) == [(10, 0), (10, 10)]
    assert within(within(SQUARE, Linear(1, 0), 12, 14), Linear(0, 1), 12, 14) == [(10, 10)]


def test_a_band_without_width_leaves_a_segment():
    segment = set(within(SQUARE, Linear(1, 1), 5, 5))
    np.testing.assert_allclose(sorted(segment), [(0, 5), (5, 0)])


def test_the_lowest_point_is_the_goal_where_that_is_inside():
    goals = [(Linear(1, 0, -3), 1.0), (Linear(0, 1, -4), 2.0)]
    assert lowest(SQUARE, goals) == pytest.approx((3, 4))


@given(lines, st.tuples(st.floats(-5, 15), st.floats(-5, 15)), st.floats(0.1, 10))
@settings(max_examples=150, deadline=None)
def test_no_other_point_of_the_polygon_is_lower(bands, goal, weight):
    polygon = SQUARE
    for x, y, low, width in bands:
        polygon = within(polygon, Linear(x, y), low, low + width)
    goals = [(Linear(1, 0.3, -goal[0]), 1.0), (Linear(0, 1, -goal[1]), weight)]

    def cost(point):
        return sum(share * line.at(point) ** 2 for line, share in goals)

    others = np.random.default_rng(1).dirichlet(np.ones(len(polygon)), 200) @ np.array(polygon)
    least = lowest(polygon, goals)
    assert cost(least) <= min(cost(point) for point in others) + 1e-6
