import pytest

from evaluation.contact_sheets import main


@pytest.mark.usefixtures("photos")
def test_sheets_show_each_photo_on_blue_and_white(tmp_path):
    assert main(["--limit", "2", "--methods", "portrait", "--out", str(tmp_path)]) == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["portrait-blue-1.png", "portrait-white-1.png"]


def test_without_photos_it_says_what_is_missing(monkeypatch, capsys, tmp_path):
    monkeypatch.delenv("IDPHOTO_TEST_PHOTOS", raising=False)
    assert main(["--methods", "portrait", "--out", str(tmp_path)]) == 1
    assert "IDPHOTO_TEST_PHOTOS is not set" in capsys.readouterr().err
