import sys
from typing import get_args

import pytest

from evaluation.checks.__main__ import main
from evaluation.checks.ofiq import package
from service.values.check import CheckId


@pytest.mark.usefixtures("photos")
def test_a_few_photos_give_quantiles_verdicts_and_sheets(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("IDPHOTO_MATTING", "portrait")
    assert main(["--only", "distributions", "--limit", "1", "--out", str(tmp_path)]) == 0
    text = capsys.readouterr().out
    assert "5 photos" in text
    assert "CPU time of all checks" in text
    assert "| `faces`  | pairs/studio 1 | 1.00 |" in text
    measured = {path.stem for path in tmp_path.iterdir()}
    assert {"sharpness", "yaw", "resolution"} <= measured <= set(get_args(CheckId))


@pytest.mark.usefixtures("photos")
def test_degradations_are_seen(capsys):
    assert main(["--only", "degradations", "--limit", "1"]) == 0
    text = capsys.readouterr().out
    assert "| blurred by 2 px | `sharpness` | fail 100% |" in text
    assert "roll deg" in text


@pytest.mark.usefixtures("photos")
def test_without_ofiq_syngen_it_says_how_to_get_it(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sys.path", [*sys.path])
    monkeypatch.setattr(package, "FOLDER", tmp_path / ".ofiq")
    assert main(["--only", "ofiq", "--limit", "1"]) == 1
    assert "`make .ofiq/.done` installs ofiq-syngen" in capsys.readouterr().err


@pytest.mark.parametrize("options", ["", "--only distributions", "--only degradations"])
def test_without_photos_it_says_what_is_missing(options, monkeypatch, capsys):
    monkeypatch.delenv("IDPHOTO_TEST_PHOTOS", raising=False)
    assert main(options.split()) == 1
    assert "IDPHOTO_TEST_PHOTOS is not set" in capsys.readouterr().err
