import pytest

from service.specs import catalogue
from service.values.errors import ConfigError

SPEC = """
[[spec]]
id = "{id}"
names = {{ en = "Test", zh = "测试" }}
aliases = [{aliases}]
country = "xx"
width_mm = 35
height_mm = 45
width_px = 413
height_px = 531
dpi = 300
head_height_mm = [26, 31]
top_mm = [3, 5]
backgrounds = ["white"]
editing_policy = "allowed"
source = "invented"
checked = "2026-01-31"
"""


def row(name, *aliases):
    return SPEC.format(id=name, aliases=", ".join(f'"{alias}"' for alias in aliases))


def folder_of(tmp_path, **files):
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def shipped():
    return catalogue.load()


@pytest.mark.parametrize(
    ("name", "millimetres", "pixels"),
    [
        ("cn-1inch", (25, 35), (295, 413)),
        ("cn-1inch-small", (22, 32), (260, 378)),
        ("cn-1inch-large", (33, 48), (390, 567)),
        ("cn-2inch", (35, 49), (413, 579)),
        ("cn-2inch-small", (35, 45), (413, 531)),
        ("cn-2inch-large", (35, 53), (413, 626)),
    ],
)
def test_the_common_sizes_have_their_millimetres_and_pixels(shipped, name, millimetres, pixels):
    spec = shipped.find(name)
    assert (spec.width_mm, spec.height_mm) == millimetres
    assert spec.pixels(300) == pixels


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("cn-1inch", "cn-1inch"),
        ("CN-1INCH", "cn-1inch"),
        ("cn_1inch", "cn-1inch"),
        ("cn 1 inch", "cn-1inch"),
        ("一寸", "cn-1inch"),
        ("１寸", "cn-1inch"),
        ("小二寸", "cn-2inch-small"),
        ("Two Inch", "cn-2inch"),
    ],
)
def test_a_document_goes_by_id_and_alias_however_they_are_typed(shipped, name, found):
    assert shipped.find(name).id == found


@pytest.mark.parametrize("name", ["", "cn-3inch", "寸", "cn-1inc"])
def test_an_unknown_name_is_no_document(shipped, name):
    assert shipped.find(name) is None


def test_every_shipped_document_is_found_by_each_of_its_names(shipped):
    for spec in shipped:
        for name in (spec.id, *spec.aliases):
            assert shipped.find(name) is spec


def test_all_files_of_a_folder_are_read(tmp_path):
    folder = folder_of(tmp_path, one=row("xx-one"), two=row("xx-two") + row("xx-three"))
    assert {spec.id for spec in catalogue.load(folder)} == {"xx-one", "xx-two", "xx-three"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (row("xx-one", "same"), row("xx-two", "same")),
        (row("xx-one", "same"), row("xx-two", "SA-ME")),
        (row("xx-one", "xx-two"), row("xx-two")),
    ],
    ids=["alias", "alias typed otherwise", "alias and id"],
)
def test_a_name_of_two_documents_is_refused_with_both(tmp_path, first, second):
    with pytest.raises(ConfigError, match=r"xx-one.*xx-two"):
        catalogue.load(folder_of(tmp_path, one=first, two=second))


def test_an_id_that_is_used_twice_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="xx-one"):
        catalogue.load(folder_of(tmp_path, one=row("xx-one"), two=row("xx-one")))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[spec]\n", "broken.toml"),
        ("title = 'no specs'\n", "spec"),
        (row("xx-one").replace("dpi = 300\n", ""), "dpi"),
        (row("xx-one").replace("[26, 31]", "[31, 26]"), "head_height_mm"),
        (row("xx-one").replace("width_px = 413", "width_px = 500"), "500 px"),
        (row("xx-one") + "shape = 'round'\n", "shape"),
    ],
    ids=["no toml", "no specs", "missing", "range", "pixels", "unknown"],
)
def test_a_faulty_file_is_refused_by_name_and_fault_on_one_line(tmp_path, text, named):
    with pytest.raises(ConfigError, match=named) as refusal:
        catalogue.load(folder_of(tmp_path, broken=text))
    assert str(tmp_path / "broken.toml") in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_file_in_another_encoding_is_refused_by_name(tmp_path):
    (tmp_path / "broken.toml").write_bytes(row("xx-one").encode("gbk"))
    with pytest.raises(ConfigError, match=r"broken\.toml"):
        catalogue.load(tmp_path)
