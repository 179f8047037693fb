from xml.etree import ElementTree

import pytest

from service.app import create_app
from service.settings import Settings
from service.values.errors import ConfigError


def listed(client, query=""):
    answer = client.get(f"/v1/specs{query}")
    assert answer.status_code == 200, answer.text
    return [spec["id"] for spec in answer.json["specs"]]


def test_the_catalogue_lists_the_common_chinese_sizes(client):
    specs = client.get("/v1/specs").json["specs"]
    sizes = {spec["names"]["zh"]: (spec["width_px"], spec["height_px"]) for spec in specs}
    assert sizes["一寸"] == (295, 413)
    assert sizes["小一寸"] == (260, 378)
    assert sizes["大一寸"] == (390, 567)
    assert sizes["二寸"] == (413, 579)
    assert sizes["小二寸"] == (413, 531)
    assert sizes["大二寸"] == (413, 626)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?country=fi", ["fi-passport", "fi-passport-digital"]),
        ("?country=jp&document=visa", ["jp-visa", "jp-visa-square"]),
        ("?country=de&submission=professional&document=id-card", ["de-id-card"]),
        ("?q=居民身份证 中国", ["cn-id-card"]),
        ("?q=Us%20Passport&country=us", ["us-passport"]),
        ("?q=nothing-like-this", []),
        ("?q=&country=nl&document=passport", ["nl-passport"]),
    ],
)
def test_the_list_is_narrowed_by_country_document_and_words(client, query, found):
    assert listed(client, query) == found


def test_the_list_can_be_read_page_by_page(client):
    whole = client.get("/v1/specs").json
    ids, offset = [], 0
    while offset is not None:
        page = client.get(f"/v1/specs?limit=40&offset={offset}").json
        assert page["total"] == whole["total"] == len(whole["specs"])
        assert len(page["specs"]) <= 40
        ids += [spec["id"] for spec in page["specs"]]
        offset = page["next_offset"]
    assert ids == [spec["id"] for spec in whole["specs"]]


def test_beyond_the_end_there_is_nothing(client):
    beyond = client.get("/v1/specs?offset=100000&limit=1").json
    assert (beyond["specs"], beyond["next_offset"]) == ([], None)


def test_a_spec_says_what_each_rule_is_worth_and_shows_the_words(client):
    spec = client.get("/v1/specs/fr-passport").json
    assert spec["layers"]["background"] == "authority"
    assert spec["layers"]["dpi"] == "assumed"
    assert spec["layers"]["eye_line"] == "not-stated"
    assert (spec["crown"], spec["submission"]) == ("skull", "professional")
    assert any("Le blanc est interdit" in (words["quote"] or "") for words in spec["evidence"])


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?document=spaceship", "document"),
        ("?submission=pigeon", "submission"),
        ("?limit=0", "limit"),
        ("?offset=-1", "offset"),
        ("?land=cn", "land"),
        ("?q=a&q=b", "q"),
    ],
)
def test_a_filter_that_does_not_exist_is_refused_by_name(client, query, field):
    answer = client.get(f"/v1/specs{query}")
    assert answer.status_code == 422
    assert answer.json["field"] == field


def test_a_spec_tells_what_it_assumes_and_where_the_rest_is_from(client):
    spec = client.get("/v1/specs/cn-id-card").json
    assert spec["eye_line_mm"] == [15.02, None]
    assert spec["assumed"] == {"head_height_mm": "from-face-width"}
    assert spec["priority"] == ["eye_line_mm"]
    assert spec["backgrounds"] == [{"name": "white", "rgb": [255, 255, 255]}]
    assert (spec["country_names"]["en"], spec["country_names"]["zh"]) == ("China", "中国")
    assert "GA 461-2004" in spec["source"]


def test_a_spec_is_shown_by_id_and_by_alias(client):
    assert client.get("/v1/specs/cn-2inch").json == client.get("/v1/specs/二寸").json


@pytest.mark.parametrize("suffix", ["", "/diagram.svg"])
def test_an_unknown_spec_is_404_with_those_that_were_meant(client, suffix):
    missing = client.get(f"/v1/specs/us-pasport{suffix}")
    assert missing.status_code == 404
    assert missing.json["type"] == "/problems/not-found"
    assert missing.json["suggestions"][0] == "us-passport"
    assert "us-passport" in missing.json["detail"]


@pytest.mark.parametrize(
    "path",
    ["/v1/specs", "/v1/specs?country=jp", "/v1/specs/cn-1inch", "/v1/specs/jp-visa/diagram.svg"],
)
def test_who_has_the_answer_already_gets_304_and_no_body(client, path):
    first = client.get(path)
    assert "max-age" in first.headers["Cache-Control"]
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.data
    assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_different_lists_have_different_etags(client):
    tags = {client.get(f"/v1/specs{q}").headers["ETag"] for q in ("", "?country=jp", "?country=us")}
    assert len(tags) == 3


@pytest.mark.parametrize(
    ("query", "accept", "language", "title"),
    [
        ("", "", "en", "Japanese passport"),
        ("", "zh-CN,zh;q=0.9,en;q=0.8", "zh", "日本护照"),
        ("", "en-US,zh;q=0.5", "en", "Japanese passport"),
        ("?lang=zh", "en", "zh", "日本护照"),
        ("?lang=en", "zh", "en", "Japanese passport"),
    ],
)
def test_a_diagram_speaks_the_caller_s_language(client, query, accept, language, title):
    answer = client.get(
        f"/v1/specs/jp-passport/diagram.svg{query}", headers={"Accept-Language": accept}
    )
    assert answer.content_type == "image/svg+xml; charset=utf-8"
    assert answer.headers["Content-Language"] == language
    assert answer.headers["Vary"] == "Accept-Language"
    assert ElementTree.fromstring(answer.text)[0].text == title


def test_a_language_that_is_not_spoken_is_refused(client):
    answer = client.get("/v1/specs/jp-passport/diagram.svg?lang=fr")
    assert answer.status_code == 422
    assert answer.json["field"] == "lang"


OWN = """
[[spec]]
id = "xx-badge"
names = { en = "Badge", zh = "工作证" }
country = "xx"
width_mm = 30
height_mm = 40
head_height_share = 0.6
backgrounds = [{ name = "house-green", rgb = [10, 120, 60] }]
source = "our own"
checked = "2026-11-22"
"""


def test_an_operator_adds_specs_with_a_folder(tmp_path):
    (tmp_path / "own.toml").write_text(OWN, "utf-8")
    client = create_app(Settings(matting="portrait", specs_dir=tmp_path)).test_client()
    assert listed(client, "?q=工作证") == ["xx-badge"]
    assert "cn-1inch" in listed(client)


def test_a_wrong_folder_of_specs_keeps_the_service_from_starting(tmp_path):
    (tmp_path / "own.toml").write_text(OWN.replace("width_mm = 30\n", ""), "utf-8")
    with pytest.raises(ConfigError, match=r"own\.toml.*xx-badge.*width_mm"):
        create_app(Settings(matting="portrait", specs_dir=tmp_path))
