import csv

import pytest
from PIL import Image

from evaluation import contact_sheets
from evaluation.cutout import methods, report
from evaluation.cutout.__main__ import main
from evaluation.cutout.scores import Score
from service.values.errors import ConfigError


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


@pytest.mark.usefixtures("photos")
def test_sheets_show_each_photo_on_blue_and_white(tmp_path):
    given = ["--limit", "2", "--methods", "portrait", "--out", str(tmp_path)]
    assert contact_sheets.main(given) == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["portrait-blue-1.png", "portrait-white-1.png"]


def test_without_photos_it_says_what_is_missing(monkeypatch, capsys, tmp_path):
    monkeypatch.delenv("IDPHOTO_TEST_PHOTOS", raising=False)
    for program in (main, contact_sheets.main):
        assert program(["--methods", "portrait", "--out", str(tmp_path)]) == 1
        assert "IDPHOTO_TEST_PHOTOS is not set" in capsys.readouterr().err


def test_an_unknown_method_is_named():
    assert methods.chosen("rembg, portrait", methods.NAMES) == ["rembg", "portrait"]
    with pytest.raises(ConfigError, match="no method 'magic'"):
        methods.chosen("magic", methods.NAMES)


def test_the_table_has_means_medians_the_worst_photo_and_ratios():
    def score(method, name, iou, cost):
        values = {"mad": 0.01, "iou": iou, "network_ms": cost, "rest_ms": 0.0}
        columns = {column.value: 0.5 for column in report.COLUMNS}
        return Score(method, "comp", name, {**columns, **values})

    scores = [
        score(method, name, iou, cost)
        for method, factor in (("plain", 1), ("portrait", 2))
        for name, iou, cost in (("a", 0.9, 10 * factor), ("b", 0.7, 30 * factor))
    ]
    lines = report.markdown(scores).splitlines()
    first = next(line for line in lines if line.startswith("| comp | plain "))
    assert "| 10.00 |" in first
    assert "| 0.8000 |" in first
    assert first.endswith("| 20 | 0 | 0.7000 b |")
    assert lines[-1].startswith("| comp | portrait | 1.00 ")
    assert lines[-1].endswith("| 2.00 | 1.00 |")
