import numpy as np
import pytest

from service.steps.composite import composite

FOREGROUND = np.random.default_rng(0).integers(0, 256, (6, 8, 3), np.uint8)
BLUE = (67, 142, 219)


def alpha(value):
    return np.full((6, 8), value, np.float32)


def test_where_the_person_is_whole_the_background_does_not_show():
    assert (composite(FOREGROUND, alpha(1), BLUE) == FOREGROUND).all()


def test_where_nobody_is_the_background_has_exactly_the_colour_ordered():
    assert (composite(FOREGROUND, alpha(0), BLUE) == BLUE).all()


@pytest.mark.parametrize("share", [0.25, 0.5, 0.8])
def test_on_a_soft_edge_both_mix(share):
    mixed = composite(FOREGROUND, alpha(share), BLUE)
    np.testing.assert_allclose(mixed, FOREGROUND * share + np.array(BLUE) * (1 - share), atol=0.6)
    assert mixed.dtype == np.uint8


def test_without_a_background_the_alpha_goes_along():
    assert (composite(FOREGROUND, alpha(0.5), None)[..., 3] == 128).all()


def test_without_a_background_the_colour_is_not_mixed_with_the_alpha():
    assert (composite(FOREGROUND, alpha(0.5), None)[..., :3] == FOREGROUND).all()


def test_without_a_background_nothing_of_the_old_one_hides_in_invisible_pixels():
    assert (composite(FOREGROUND, alpha(0.001), None) == 0).all()
