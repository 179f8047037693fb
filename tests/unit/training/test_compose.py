"""The training's samples, which need none of its libraries."""

import numpy as np
import pytest

from service.models.portrait import EYES, SIDE, UNIT
from training.compose import Composer
from training.place import lay, shrunk


@pytest.mark.parametrize("side", [128, 256])
def test_samples_are_pictures_with_alpha_and_validity(people, photos, side):
    composer, rng = Composer.of(people, photos, side), np.random.default_rng(1)
    for _ in range(60):
        sample = composer.sample(rng)
        assert sample.colour.shape == (side, side, 3)
        assert sample.alpha.shape == sample.valid.shape == (side, side)
        assert {a.dtype for a in (sample.colour, sample.alpha, sample.valid)} == {np.dtype("uint8")}
        assert set(np.unique(sample.valid)) == {0, 1}
        assert (sample.colour[sample.valid == 0] == 127).all()


def test_the_face_is_always_inside_the_photo_and_nearly_always_person(people, photos):
    composer, rng = Composer.of(people, photos, SIDE), np.random.default_rng(2)
    x, y = (round(n) for n in EYES)
    samples = [composer.sample(rng) for _ in range(60)]
    assert all(sample.valid[y, x] for sample in samples)
    assert np.mean([sample.alpha[y, x] > 250 for sample in samples]) > 0.98


def test_the_same_draw_gives_the_same_sample(people, photos):
    composer = Composer.of(people, photos, 128)
    one, other = (composer.sample(np.random.default_rng(5)) for _ in range(2))
    assert (one.colour == other.colour).all()
    assert (one.alpha == other.alpha).all()


def test_a_portrait_is_laid_where_the_service_lays_a_face(people):
    person = lay(people[0], SIDE, np.random.default_rng(0), original=True, jitter=0)
    crown = np.flatnonzero(person.alpha[:, round(EYES[0])] > 0.5)[0]
    assert person.unit == UNIT
    assert crown == pytest.approx(EYES[1] - 1.1 * UNIT, abs=2)


def test_a_portrait_is_halved_no_further_than_its_canvas_shows(people):
    half = shrunk(people[0], 128)
    assert half.unit == pytest.approx(people[0].unit / 2)
    assert shrunk(people[0], 256) is people[0]


def test_a_body_that_the_photo_cuts_off_goes_on(people):
    cut = people[0].alpha[:, 60:180]
    narrow = people[0].__class__(
        "cut",
        people[0].original[:, 60:180],
        people[0].foreground[:, 60:180],
        cut,
        (60.0, 110.0),
        55.0,
    )
    widths = []
    for seed in range(12):
        person = lay(narrow, SIDE, np.random.default_rng(seed))
        row = round(person.limits[3]) - 8
        widths.append(int((person.alpha[min(row, SIDE - 1)] > 0.5).sum()))
    assert min(widths) < 110 < max(widths)
