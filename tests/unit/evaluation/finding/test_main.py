import pytest

from evaluation.finding.__main__ import NEGATIVES, main
from evaluation.finding.spoilt import SPOILT


@pytest.mark.usefixtures("photos")
def test_each_way_has_a_row_and_each_kind_of_negative_its_answer(capsys):
    assert main(["--limit", "1"]) == 0
    lines = [line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines()]
    service = {line[0]: line[-1] for line in lines}
    for name in SPOILT:
        assert f"3 {name}" in service
    assert service["3 as sent"].startswith("100.0%")
    assert service["2 of nobody"] == "nobody 2"
    assert service["3 of several people"] == "several faces 3"
    assert service["1 of one person on the side"] == "one face 1"


def test_every_negative_has_a_kind(photos):
    known = {name for names in NEGATIVES.values() for name in names}
    assert {path.stem for path in (photos / "negatives").iterdir()} == known


def test_without_photos_it_says_what_is_missing(monkeypatch, capsys):
    monkeypatch.delenv("IDPHOTO_TEST_PHOTOS", raising=False)
    assert main([]) == 1
    assert "IDPHOTO_TEST_PHOTOS" in capsys.readouterr().err
