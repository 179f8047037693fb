import pytest

from evaluation import photos
from service.values.errors import ConfigError


@pytest.fixture
def folder(tmp_path):
    for name in ("wild/b.jpg", "wild/a.png", "pairs/studio/c.jpg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def test_photos_come_group_by_group_and_by_name(folder):
    paths = photos.files(folder, "wild", "pairs/studio")
    assert [path.name for path in paths] == ["a.png", "b.jpg", "c.jpg"]
    assert [photos.group_of(path, folder) for path in paths] == ["wild", "wild", "pairs/studio"]


def test_the_limit_is_for_each_group(folder):
    paths = photos.files(folder, "wild", "pairs/studio", limit=1)
    assert [path.name for path in paths] == ["a.png", "c.jpg"]


def test_no_photo_at_all_is_an_error(folder):
    with pytest.raises(ConfigError, match="no photos in negatives"):
        photos.files(folder, "negatives")


def test_a_variable_that_names_no_folder_is_an_error(monkeypatch, folder):
    monkeypatch.setenv("IDPHOTO_TEST_PHOTOS", str(folder / "absent"))
    with pytest.raises(ConfigError, match="is no folder"):
        photos.folder()
