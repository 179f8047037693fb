import pytest

from evaluation.engine import load_engine
from evaluation.geometry.annotations import annotations
from evaluation.geometry.landmarks import errors, summary
from service.values.placement import BEARDED_CHIN_ERROR, CHIN_ERROR, CROWN_ERROR, EYES_ERROR


@pytest.mark.usefixtures("weights_home")
def test_the_published_errors_are_those_of_marked_photos(photos):
    """Three standard errors hold on a few of them; the whole table is `make geometry`."""
    engine = load_engine("portrait-u2netp")
    some = [known for known in annotations() if len(known.points) == 3][::6]
    assert len(some) >= 4
    for known in some:
        off = errors(known, photos / known.photo, photos, engine)
        assert abs(off["crown"]) < 3 * CROWN_ERROR, known.photo
        assert abs(off["eyes"]) < 3 * EYES_ERROR, known.photo
        chin, error = ("chin", CHIN_ERROR) if "chin" in off else ("chin, beard", BEARDED_CHIN_ERROR)
        assert abs(off[chin]) < 3 * error, known.photo


def test_the_table_shows_mean_spread_and_the_worst():
    text = summary({"a/one.jpg": {"chin": 0.03}, "a/two.jpg": {"chin": -0.01}})
    assert "| chin | 2 | +0.0100 | 0.0224 |" in text
    assert "one +0.030, two -0.010" in text


def test_proportions_come_last_and_spread_around_their_mean():
    lines = summary({"a.jpg": {"= share": 0.5, "chin": 0.01}, "b.jpg": {"= share": 0.7}}).split(
        "\n"
    )
    assert [line.split(" | ")[0] for line in lines[2:]] == ["| chin", "| share"]
    assert "| share | 2 | +0.6000 | 0.1000 |" in lines[3]
