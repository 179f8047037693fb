import io
import zipfile

import pytest

from service.cli.photos import plan
from service.values.files import PHOTO_SUFFIXES
from service.web.batch.names import decoded, is_beside_photos, is_folder, safe_stems


def entry(raw, flag=0):
    """The entry that zipfile reads of a ZIP whose one name is these bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x" * len(raw), b"")
    data = out.getvalue().replace(b"x" * len(raw), raw)
    data = bytearray(data)
    data[7] = data[data.index(b"PK\x01\x02") + 9] = flag
    return zipfile.ZipFile(io.BytesIO(bytes(data))).infolist()[0]


@pytest.mark.parametrize(
    ("name", "encoding", "flag"),
    [
        ("plain.jpg", "ascii", 0),
        ("王小明.jpg", "utf-8", 8),
        ("王小明.jpg", "utf-8", 0),
        ("王小明.jpg", "gbk", 0),
        ("一班/朱镕基.jpg", "gbk", 0),
        ("Müller.jpg", "cp437", 0),
        ("Übergrößenträger.jpg", "cp437", 0),
        ("José María Ñandú.jpg", "cp437", 0),
    ],
)
def test_a_name_is_read_as_its_maker_wrote_it(name, encoding, flag):
    assert decoded(entry(name.encode(encoding), flag)) == name


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("a.jpg", "a"),
        ("class/a.b.jpeg", "class/a.b"),
        ("../../etc/passwd", "etc/passwd"),
        ("/root/a.png", "root/a"),
        ("C:\\photos\\a.png", "C_/photos/a"),
        ("a/./b/../c.png", "a/b/c"),
        ("...", "photo"),
        ("", "photo"),
        ("a\0b\r\n.png", "a_b__"),
        ("photo\u202egnp.exe", "photo_gnp"),
        ("CON.png", "_CON"),
        ("aux/nul.x.png", "_aux/_nul.x"),
        ('a?*<>|".png', "a______"),
        ("x" * 300 + ".png", "x" * 180),
        ("张" * 100 + ".png", "张" * 60),
        ("2024.05.12 " + "x" * 80 + ".jpg", "2024.05.12 " + "x" * 80),
        ("con.jpg", "_con"),
        ("d/" * 20 + "a.png", "d/" * 7 + "a"),
        ("e\u0301.png", "\xe9"),
    ],
)
def test_a_path_can_be_unpacked_anywhere_and_leads_nowhere_else(name, stem):
    assert list(safe_stems([name])) == [stem]


def test_no_two_paths_are_alike_even_where_case_does_not_count():
    names = ["a.jpg", "a.png", "A.jpg", "a.jpg", "a-2.jpg", "b/a.jpg"]
    stems = list(safe_stems(names))
    assert stems == ["a", "a-2", "A-3", "a-4", "a-2-2", "b/a"]


def test_no_folder_is_called_what_a_finished_file_may_be_called():
    names = ["a.jpg/b.png", "a.png", "c/A.JPG/d.png", "manifest.json/e.png", "2024.05/f.png"]
    stems = list(safe_stems(names))
    assert stems == ["a_jpg/b", "a", "c/A_JPG/d", "manifest_json/e", "2024.05/f"]


def test_folders_and_what_systems_leave_are_known():
    assert is_folder("a/")
    assert is_folder("a\\")
    assert not is_folder("a")
    for name in ("__MACOSX/a.jpg", "a/.DS_Store", "._a.jpg", ".git/x.jpg", "b\\Thumbs.db"):
        assert is_beside_photos(name), name
    for name in (
        "a.jpg",
        "../a.jpg",
        "./a.jpg",
        "desktop.ini.jpg",
        "王.小明",
        "a",
        "a.2024",
        "b.zip",
    ):
        assert not is_beside_photos(name), name


@pytest.mark.parametrize("suffix", ["AAE", "mov", "xmp", "txt", "mp4", "dng", "json", "3gp"])
def test_what_is_beside_photos_is_known_by_its_suffix(suffix):
    assert is_beside_photos(f"DCIM/IMG_0001.{suffix}")


@pytest.mark.parametrize("suffix", sorted(PHOTO_SUFFIXES))
def test_batch_and_command_line_know_the_same_photos(suffix, tmp_path):
    assert not is_beside_photos(f"a{suffix.upper()}")
    (tmp_path / f"a{suffix}").touch()
    (task,) = plan([tmp_path], tmp_path / "out", ".jpg")
    assert task.photo.suffix == suffix
