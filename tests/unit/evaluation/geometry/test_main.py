import csv

import pytest

from evaluation.geometry.__main__ import main


@pytest.mark.usefixtures("photos", "weights_home")
def test_finished_photos_measure_again_as_reported(capsys, tmp_path):
    out = tmp_path / "pairs.tsv"
    options = "--limit 2 --folders pairs/studio --specs gb-passport --every 1 --processes 1"
    assert main(["--only", "remeasure", *options.split(), "--out", str(out)]) == 0
    lines = [line.split(" | ") for line in capsys.readouterr().out.splitlines()]
    row = next(line for line in lines if line[0] == "| `gb-passport`")
    assert row[1] == "2"
    assert row[8] == "100.0% of 2 |"
    head = next(line for line in lines if line[0] == "| head_height")
    assert float(head[3]) < 2
    with out.open() as file:
        pairs = list(csv.DictReader(file, delimiter="\t"))
    assert [pair["check"] for pair in pairs] == ["head-height"] * 2
    assert all(abs(float(p["reported"]) - float(p["remeasured"])) < 1.5 for p in pairs)


@pytest.mark.usefixtures("photos")
def test_an_unknown_document_or_folder_is_named(capsys):
    assert main(["--only", "remeasure", "--specs", "gb-passport,atlantis"]) == 1
    assert "the catalogue has no atlantis" in capsys.readouterr().err
    assert main(["--only", "remeasure", "--folders", "portraits,landscapes"]) == 1
    assert "no photos in landscapes" in capsys.readouterr().err


@pytest.mark.parametrize("options", ["", "--only landmarks", "--only remeasure"])
def test_without_photos_it_says_what_is_missing(options, monkeypatch, capsys):
    monkeypatch.delenv("IDPHOTO_TEST_PHOTOS", raising=False)
    assert main(options.split()) == 1
    assert "IDPHOTO_TEST_PHOTOS" in capsys.readouterr().err
