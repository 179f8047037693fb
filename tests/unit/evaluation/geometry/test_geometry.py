import csv

import pytest

from evaluation.geometry import __main__ as command
from evaluation.geometry import agreement, landmarks
from evaluation.geometry.landmarks import errors, marks, table
from service.models.matters import choose
from service.values.check import Check, words
from service.values.placement import CHIN_ERROR, CROWN_ERROR, EYES_ERROR


def test_marks_lie_in_their_photos_and_in_the_order_of_a_face():
    found = marks()
    assert len(found) > 100
    for mark in found:
        heights = [
            mark.points[name][1] for name in ("crown", "eyes", "chin") if name in mark.points
        ]
        assert heights == sorted(heights), mark.photo
        assert all(0 <= height <= 1 for height in heights), mark.photo


def test_the_published_errors_are_those_of_marked_photos(photos, weights_home):
    """Three standard errors hold on a few of them; the whole table is `make geometry`."""
    matter = choose("u2netp", "cpu", weights_home).load()
    some = [mark for mark in marks() if len(mark.points) == 3][::6]
    assert len(some) >= 4
    for mark in some:
        off = errors(mark, photos, matter)
        assert abs(off["crown"]) < 3 * CROWN_ERROR, mark.photo
        assert abs(off["eyes"]) < 3 * EYES_ERROR, mark.photo
        assert abs(off["chin"]) < 3 * CHIN_ERROR, mark.photo


def test_the_table_tells_mean_spread_and_the_worst():
    text = table({"a/one.jpg": {"chin": 0.03}, "a/two.jpg": {"chin": -0.01}})
    assert "| chin | 2 | +0.0100 | 0.0224 |" in text
    assert "one +0.030, two -0.010" in text


@pytest.mark.usefixtures("photos", "weights_home")
def test_finished_photos_measure_again_as_reported(capsys, tmp_path):
    out = tmp_path / "pairs.tsv"
    given = "--limit 2 --folders pairs/studio --specs gb-passport --every 1 --processes 1"
    assert command.main([*given.split(), "--out", str(out)]) == 0
    lines = [line.split(" | ") for line in capsys.readouterr().out.splitlines()]
    row = next(line for line in lines if line[0] == "| `gb-passport`")
    assert row[1] == "2"
    assert row[8] == "100.0% of 2 |"
    head = next(line for line in lines if line[0] == "| head_height")
    assert float(head[3]) < 2
    with out.open() as file:
        pairs = list(csv.DictReader(file, delimiter="\t"))
    assert [pair["check"] for pair in pairs] == ["head-height"] * 2
    assert all(abs(float(p["reported"]) - float(p["again"])) < 1.5 for p in pairs)


@pytest.mark.parametrize(
    ("verdict", "again", "agree"),
    [
        ("pass", 30.0, True),
        ("pass", 34.1, False),
        ("fail", 34.1, True),
        ("fail", 33.9, False),
        ("warn", 34.1, True),
        ("warn", 33.2, True),
        ("warn", 31.5, False),
    ],
)
def test_what_a_verdict_claims_of_a_second_measure(verdict, again, agree):
    check = Check(
        id="head-height",
        value=34.0,
        unit="mm",
        limit=(29.0, 34.0),
        uncertainty=1.5,
        verdict=verdict,
        message=words("-", "-"),
    )
    assert agreement.agrees(check, again) is agree


def test_without_photos_they_say_what_is_missing(monkeypatch, capsys):
    monkeypatch.delenv("IDPHOTO_TEST_PHOTOS", raising=False)
    assert landmarks.main() == command.main([]) == 1
    assert "IDPHOTO_TEST_PHOTOS" in capsys.readouterr().err
