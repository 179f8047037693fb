import numpy as np
import pytest

from service.steps.foreground import estimate

ROWS, COLUMNS = np.indices((200, 160))
# A person whose brightness changes slowly, and the soft edge of a round head.
PERSON = np.stack([150 + ROWS / 5, 110 + ROWS / 8, 90 + COLUMNS / 6], axis=-1)
RADIUS = np.hypot(ROWS - 100, COLUMNS - 80)
ALPHA = np.clip((60 - RADIUS) / 10, 0, 1).astype(np.float32)
HEAD = 120.0  # pixels
EDGE = (ALPHA > 0.1) & (ALPHA < 0.95)


def before(wall):
    """The person before a wall of one colour, and what each pixel of that photo is."""
    background = np.broadcast_to(np.array(wall, float), PERSON.shape)
    soft = ALPHA[..., np.newaxis]
    return np.rint(PERSON * soft + background * (1 - soft)).astype(np.uint8)


def error(colour, where=EDGE):
    return np.abs(colour.astype(float) - PERSON)[where].mean()


@pytest.mark.parametrize(
    "wall",
    [(0, 200, 0), (255, 255, 255), (10, 10, 10), (0, 0, 191)],
    ids=["green", "white", "dark", "blue"],
)
def test_the_old_background_is_taken_out_of_soft_edges(wall):
    photo = before(wall)
    assert error(estimate(photo, ALPHA, HEAD)) < error(photo) / 3


def test_over_a_new_background_no_rim_of_the_old_one_remains():
    soft, blue = ALPHA[..., np.newaxis], np.array([0, 0, 191])
    wanted = PERSON * soft + blue * (1 - soft)
    photo = before((0, 220, 0))
    finished = estimate(photo, ALPHA, HEAD) * soft + blue * (1 - soft)
    naive = photo * soft + blue * (1 - soft)
    assert np.abs(finished - wanted)[EDGE].mean() < np.abs(naive - wanted)[EDGE].mean() / 3


def test_the_solid_person_keeps_every_colour():
    photo = before((0, 220, 0))
    solid = ALPHA == 1
    difference = np.abs(estimate(photo, ALPHA, HEAD).astype(int) - photo)[solid]
    assert difference.max() <= 2


def test_detail_of_the_solid_person_is_not_blurred():
    stripes = np.where(COLUMNS % 4 < 2, 60, 200).astype(np.uint8)
    photo = np.dstack([stripes] * 3)
    kept = estimate(photo, np.ones(stripes.shape, np.float32), HEAD)
    assert np.abs(kept.astype(int) - photo).max() <= 2


@pytest.mark.parametrize("value", [0.0, 1.0], ids=["nobody", "everything"])
def test_a_photo_without_any_edge_passes(value):
    colour = estimate(before((0, 220, 0)), np.full(ALPHA.shape, value, np.float32), HEAD)
    assert colour.shape == PERSON.shape
    assert colour.dtype == np.uint8


def test_the_photo_itself_is_left_as_it_was():
    photo = before((0, 220, 0))
    estimate(photo, ALPHA, HEAD)
    assert (photo == before((0, 220, 0))).all()
