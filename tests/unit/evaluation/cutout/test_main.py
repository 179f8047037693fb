import csv

import pytest
from PIL import Image

from evaluation.cutout.__main__ import main


@pytest.mark.usefixtures("photos")
def test_one_photo_gives_tables_and_a_sheet(tmp_path, capsys):
    assert main(["--limit", "1", "--methods", "portrait", "--out", str(tmp_path)]) == 0
    text = (tmp_path / "table.md").read_text("utf-8")
    assert text in capsys.readouterr().out
    with (tmp_path / "table.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [(row["set"], row["method"]) for row in rows] == [
        ("comp", "portrait"),
        ("studio", "portrait"),
    ]
    assert 0 < float(rows[0]["iou"]) <= 1
    assert float(rows[0]["rmse_blue"]) > 0
    assert rows[1]["rmse_blue"] == ""
    assert float(rows[0]["network_ms"]) > 0
    assert Image.open(tmp_path / "worst-portrait.png").width > 400


def test_without_photos_it_says_what_is_missing(monkeypatch, capsys, tmp_path):
    monkeypatch.delenv("IDPHOTO_TEST_PHOTOS", raising=False)
    assert main(["--methods", "portrait", "--out", str(tmp_path)]) == 1
    assert "IDPHOTO_TEST_PHOTOS is not set" in capsys.readouterr().err
