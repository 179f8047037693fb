import pytest

from service.specs import catalogue
from service.specs.popular import COUNTRIES, POPULAR
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
        ("title = 'no specs'\n", "title"),
        (
            row("xx-one").replace('source = "invented"\n', ""),
            r"\[\[spec\]\] 1 \(xx-one\): source: ",
        ),
        (
            row("xx-zero") + row("xx-one").replace("[26, 31]", "[31, 26]"),
            r"\[\[spec\]\] 2 \(xx-one\): head_height_mm: must be a range from low to high",
        ),
        (row("xx-one").replace("[26, 31]", "'tall'"), r"\(xx-one\): head_height_mm: "),
        (row("xx-one").replace("width_px = 413", "width_px = 500"), r"\(xx-one\): 500 px"),
        (row("xx-one").replace('"white"', '"plaid"'), r"\(xx-one\): backgrounds.*'plaid'"),
        (row("xx-one") + "shape = 'round'\n", r"\(xx-one\): shape: "),
        (row("xx-one") + "figures = {}\n", r"\(xx-one\): figures: "),
        (row("xx-one") + "top_px = [10, 20]\n", r"\(xx-one\): top is given in more than one unit"),
    ],
    ids=[
        "no toml",
        "no specs",
        "missing",
        "range",
        "type",
        "pixels",
        "colour",
        "unknown",
        "figures",
        "twice",
    ],
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


# Looking for one


def ids(specs):
    return {spec.id for spec in specs}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"country": "fi"}, {"fi-passport", "fi-passport-digital"}),
        ({"country": "芬兰"}, {"fi-passport", "fi-passport-digital"}),
        ({"country": "JAPAN", "document": "visa"}, {"jp-visa", "jp-visa-square"}),
        ({"country": "Suomi", "submission": "professional"}, {"fi-passport-digital"}),
        ({"q": "Passport japan"}, {"jp-passport"}),
        ({"q": "日本　护照"}, {"jp-passport"}),
        ({"q": "中国 驾照"}, {"cn-driving-licence"}),
        ({"q": "NCRE"}, {"cn-ncre"}),
        ({"country": "cn", "q": "us-visa"}, set()),
        ({"document": "driving-licence", "country": "cn"}, {"cn-driving-licence"}),
        ({"country": "atlantis"}, set()),
    ],
)
def test_documents_are_found_in_both_languages(shipped, query, found):
    assert ids(shipped.search(**query)) == found


def test_without_a_query_all_documents_are_found(shipped):
    assert ids(shipped.search()) == ids(shipped)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("us-pasport", "us-passport"),
        ("cn-1-inch-smal", "cn-1inch-small"),
        ("driving", "cn-driving-licence"),
        ("二代身份", "cn-id-card"),
    ],
)
def test_who_mistypes_a_name_is_told_the_likeliest(shipped, typed, meant):
    assert meant in shipped.near(typed)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("passport", ["us-passport", "gb-passport-digital", "de-passport"]),
        ("passprt", ["us-passport", "de-passport", "fr-passport"]),
        ("visa", ["schengen-visa", "us-visa"]),
        ("visa-us", ["us-visa"]),
        ("id", ["cn-id-card", "de-id-card", "fr-id-card"]),
        ("护照", ["us-passport"]),
        ("germany passport", ["de-passport"]),
        ("uz-pasport", ["uz-passport"]),  # wanted by few, and still what was meant
    ],
)
def test_of_what_may_be_meant_the_most_wanted_comes_first(shipped, typed, first):
    assert shipped.near(typed)[: len(first)] == first


@pytest.mark.parametrize("typed", ["us", "ca"])
def test_two_letters_are_a_country_and_no_part_of_a_word(shipped, typed):
    near = shipped.near(typed)
    assert len(near) > 3
    assert {name.split("-")[0] for name in near} == {typed}


def test_what_is_popular_is_in_the_catalogue(shipped):
    specs = {spec.id: spec for spec in shipped}
    assert set(POPULAR) <= specs.keys()
    assert set(COUNTRIES) <= {spec.country for spec in shipped}


@pytest.mark.parametrize("typed", ["", "?", "zzzzzzzz"])
def test_what_resembles_nothing_has_no_suggestion(shipped, typed):
    assert shipped.near(typed) == []


# Folders of operators


def test_an_operator_s_folder_adds_to_what_is_shipped(tmp_path):
    own = folder_of(
        tmp_path, own='[countries]\nxx = { en = "Utopia", zh = "乌托邦" }\n' + row("xx-a")
    )
    both = catalogue.load(catalogue.SHIPPED, own)
    assert both.find("cn-1inch")
    assert ids(both.search(q="乌托邦")) == {"xx-a"}
    assert [group.name for group in both.groups][-1] == "own"


def test_an_operator_s_spec_cannot_take_the_place_of_a_shipped_one(tmp_path):
    with pytest.raises(ConfigError, match="cn-1inch"):
        catalogue.load(catalogue.SHIPPED, folder_of(tmp_path, own=row("cn-1inch")))


@pytest.mark.parametrize("name", ["", "missing"])
def test_a_folder_without_specs_is_refused_by_its_name(tmp_path, name):
    with pytest.raises(ConfigError, match=str(tmp_path / name)):
        catalogue.load(tmp_path / name)


def test_a_background_of_one_s_own_is_taken(tmp_path):
    text = row("xx-one").replace('"white"', '{ name = "brand", rgb = [1, 2, 3] }')
    (background,) = catalogue.load(folder_of(tmp_path, own=text)).find("xx-one").backgrounds
    assert (background.name, background.rgb) == ("brand", (1, 2, 3))


def test_a_file_that_windows_wrote_is_read(tmp_path):
    text = (catalogue.SHIPPED / "oceania.toml").read_text("utf-8")
    (tmp_path / "own.toml").write_text(text.replace("\n", "\r\n"), "utf-8-sig")
    assert catalogue.load(tmp_path).find("au-passport")


def test_nobody_means_a_document_by_a_text_and_that_costs_nothing(shipped):
    assert shipped.near("us " * 22) == []
    assert shipped.near("us " * 20_000) == []
