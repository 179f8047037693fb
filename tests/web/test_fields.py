"""Fields as people and programs write them, and what is said of those that are wrong."""

import ast
import json
import re
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest
from pydantic import ValidationError

import service
from service.orders.field_words import TEXTS_ZH
from service.orders.sheet import SheetFields
from service.orders.variants import OrderFields
from service.values.problems import PROBLEMS
from service.web.answers.problem_words import WORDS_ZH
from service.web.specs import DiagramQuery, SpecQuery
from tests.web.test_idphoto import opened, post, problem

CHINESE = {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"}
REPORT = {"Accept": "application/json"}


def refused(client, photo, path="/v1/idphoto", headers=None, slug="invalid-field", **fields):
    return problem(
        client.post(path, query_string=fields, data=photo, headers=headers or {}), 422, slug
    )


def named(told):
    return [one["field"] for one in told["errors"]]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"dpi": "1", "format": "bmp", "strict": "perhaps"}, ["format", "dpi", "strict", "spec"]),
        ({"spec": "nowhere", "background": "purple", "dpi": "10"}, ["dpi", "spec", "background"]),
        ({"spec": "cn-1inch", "colour": "red", "max_kb": "x"}, ["max_kb", "colour"]),
        ({"spec": "cn-1inch", "erode": "5", "dpi": "1201"}, ["dpi", "erode"]),
        ({"spec": "cn-1inch", "pad": "1", "format": "png", "erode": "3"}, ["erode", "pad"]),
        ({"spec": "cn-1inch", "edge": "x", "erode": "3"}, ["edge"]),
        ({"width_mm": "x", "height_mm": "45", "background": "y"}, ["width_mm", "background"]),
        ({"spec": "us-passport", "background": "red", "dpi": "x"}, ["dpi", "background"]),
        ({"min_kb": "50", "max_kb": "40", "spec": "cn-1inch", "erode": "1"}, ["erode", "min_kb"]),
    ],
)
def test_all_wrong_fields_are_told_at_once(client, astronaut, fields, wrong):
    told = refused(client, astronaut, **fields)
    assert sorted(named(told)) == sorted(wrong)
    assert told["field"] in wrong
    assert told["detail"] == told["errors"][0]["detail"]
    assert all(one["detail"] for one in told["errors"])


def test_repeated_fields_are_all_told(client, astronaut):
    query = "spec=cn-1inch&dpi=300&dpi=300&background=red&background=red&format=bmp"
    told = problem(client.post(f"/v1/idphoto?{query}", data=astronaut), 422, "invalid-field")
    assert sorted(named(told)) == ["background", "dpi", "format"]


def test_sheets_and_checks_tell_all_as_well(client, astronaut):
    told = refused(
        client, astronaut, "/v1/sheet", cells="nowhere", paper="b9", background="no", gap_mm="99"
    )
    assert sorted(named(told)) == ["cells", "gap_mm", "paper"]
    told = refused(client, astronaut, "/v1/check", spec="nowhere", dpi="x")
    assert sorted(named(told)) == ["dpi", "spec"]
    told = problem(client.get("/v1/specs?document=x&colour=y"), 422, "invalid-field")
    assert sorted(named(told)) == ["colour", "document"]


def test_a_variant_s_wrong_fields_stand_in_its_place(client, astronaut):
    variants = json.dumps([{"spec": "cn-1inch"}, {"spec": "nowhere", "dpi": 5}])
    answer = post(client, astronaut, REPORT, variants=variants)
    wrong = answer.json["variants"][1]["problem"]
    assert sorted(one["field"] for one in wrong["errors"]) == ["dpi", "spec"]


@pytest.mark.parametrize(
    "fields",
    [
        {"spec": " cn-1inch\r\n"},
        {"spec": "CN-1INCH", "format": "JPG"},
        {" Spec ": "cn_1inch", "FORMAT": " jpeg "},
        {"spec": "\ufeffcn-1inch", "format": "Image/JPEG"},
        {"spec": "一寸照"}, {"spec": "1寸"}, {"spec": "1 寸照片"}, {"spec": "１寸"},
        {"spec": "一吋"}, {"spec": "1英寸"}, {"spec": "一寸证件照"},
    ],
)  # fmt: skip
def test_fields_are_trimmed_and_their_case_does_not_count(client, astronaut, fields):
    query = {"background": "white", **fields}
    image = opened(client.post("/v1/idphoto", query_string=query, data=astronaut))
    assert (image.format, image.size) == ("JPEG", (295, 413))


@pytest.mark.parametrize("name", ["2寸", "二寸照", "两寸照片", "2吋", "两英寸"])
def test_two_inches_are_written_in_many_ways(client, name):
    assert client.get(f"/v1/specs/{name}").json["id"] == "cn-2inch"


@pytest.mark.parametrize(
    ("name", "rgb"),
    [
        ("蓝", (0, 0, 191)), ("蓝色", (0, 0, 191)), ("蓝底", (0, 0, 191)), (" BLUE ", (0, 0, 191)),
        ("红底", (255, 0, 0)), ("红色背景", (255, 0, 0)), ("白底", (255, 255, 255)),
        ("浅蓝色", (173, 216, 240)), ("Light Blue", (173, 216, 240)),
        ("lightblue", (173, 216, 240)),
        ("light_gray", (230, 230, 230)), ("#F00", (255, 0, 0)), ("#FF0000", (255, 0, 0)),
    ],
)  # fmt: skip
def test_colours_have_the_names_that_people_use(client, astronaut, name, rgb):
    response = post(client, astronaut, spec="cn-1inch", background=name, format="png")
    assert opened(response).convert("RGB").getpixel((2, 2)) == rgb


@pytest.mark.parametrize("name", ["透明", "Transparent", "透明背景"])
def test_transparent_has_other_names_too(client, astronaut, name):
    assert opened(post(client, astronaut, spec="cn-1inch", background=name)).mode == "RGBA"


@pytest.mark.parametrize("name", ["原图", "ORIGINAL", "原背景", "保留原背景"])
def test_original_has_other_names_too(client, astronaut, name):
    response = post(client, astronaut, REPORT, spec="cn-1inch", background=name)
    assert "background" not in response.json["report"]["edited"]


@pytest.mark.parametrize(
    ("cells", "paper"),
    [("一寸照：4", "六寸"), (" 35 × 45 mm : 2 ", "A4"), ("35X45", "4R "), ("35*45:FILL", "6 inch")],
)
def test_sizes_on_a_sheet_are_written_in_many_ways(client, astronaut, cells, paper):
    response = client.post(
        "/v1/sheet", query_string={"cells": cells, "paper": paper}, data=astronaut
    )
    assert response.status_code == 200, response.text


@pytest.mark.parametrize("name", ["qqqqqq", "banana", "随便", "hello", "wedding"])
def test_a_name_that_resembles_nothing_suggests_nothing(client, astronaut, name):
    assert refused(client, astronaut, spec=name)["suggestions"] == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [("us-pasport", "us-passport"), ("cn-2inh", "cn-2inch"), ("visa-us", "us-visa"),
     ("大一村照", "cn-1inch-large")],
)  # fmt: skip
def test_a_name_that_was_misspelt_is_suggested(client, astronaut, name, meant):
    assert meant in refused(client, astronaut, spec=name)["suggestions"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"backgroud": "blue"}, "the fields are background, "),
        ({"spek": "cn-1inch"}, "the fields are spec, "),
        ({"limits": '{"yaww": [-5, 5]}'}, "no check 'yaww'; the checks are yaw, "),
        ({"limits": '{"head_height": [1, 2]}'}, "the checks are head-height, "),
    ],
)
def test_of_the_names_that_there_are_the_nearest_is_told_first(client, astronaut, fields, said):
    sent = {"spec": "cn-1inch", **fields}
    assert said in refused(client, astronaut, **sent)["detail"]


@pytest.mark.parametrize("query", ["spec=%D2%BB%B4%E7", "spec=cn-1inch&background=%C0%B6"])
def test_text_that_is_no_utf_8_is_said_to_want_it(client, astronaut, query):
    told = problem(client.post(f"/v1/idphoto?{query}", data=astronaut), 422, "invalid-field")
    assert "percent-encoded" in told["detail"]


def test_an_error_speaks_the_language_of_the_client(client, astronaut):
    told = {}
    for language in ("en", "zh-CN", "zh-TW, en;q=0.5", "fr", ""):
        response = client.post(
            "/v1/idphoto?spec=nowhere&dpi=1", data=astronaut, headers={"Accept-Language": language}
        )
        expected = "zh" if language.startswith("zh") else "en"
        assert response.headers["Content-Language"] == expected
        assert "Accept-Language" in response.headers["Vary"]
        told.setdefault(expected, response.json)
    english, chinese = told["en"], told["zh"]
    for text in ("title", "detail"):
        assert english[text].isascii()
        assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese[text])
    assert named(english) == named(chinese) == ["dpi", "spec"]
    assert all(not one["detail"].isascii() for one in chinese["errors"])


def test_refusals_inside_an_answer_speak_it_too(client, astronaut):
    variants = json.dumps([{"spec": "cn-1inch"}, {"spec": "nowhere"}])
    answer = post(client, astronaut, {**REPORT, **CHINESE}, variants=variants)
    assert "没有规格" in answer.json["variants"][1]["problem"]["detail"]


def test_flask_s_own_refusals_speak_it_too(client):
    for response in (client.get("/nowhere", headers=CHINESE), client.put("/", headers=CHINESE)):
        assert not response.json["title"].isascii()
        assert not response.json["detail"].isascii()


def test_every_problem_has_its_chinese():
    assert WORDS_ZH.keys() == {kind.slug for kind in PROBLEMS}
    for title, about in WORDS_ZH.values():
        assert not title.isascii()
        assert not about.isascii()


def test_every_error_is_raised_with_its_chinese():
    names = {kind.__name__ for kind in PROBLEMS}
    errors = 0
    for path in Path(service.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or getattr(call.func, "id", "") not in names:
                continue
            if any(isinstance(argument, ast.Starred) for argument in call.args):
                continue  # a pair of texts
            errors += 1
            assert len(call.args) == 2, f"{path.name}:{call.lineno}"
            chinese = ast.unparse(call.args[1])
            said = any(letter >= "\u3000" for letter in chinese)
            assert said or re.search(r"[_.]zh\b", chinese), f"{path.name}:{call.lineno}: {chinese}"
    assert errors > 50


WRONG = [
    "x" * 50_000,
    "",
    "no",
    "-1e9",
    "1e9",
    "0.5",
    "nan",
    "inf",
    [],
    1.5,
    10**30,
    -1,
    0.0001,
    True,
]


@pytest.mark.parametrize("model", [OrderFields, SheetFields, SpecQuery, DiagramQuery])
def test_every_fault_that_a_field_can_have_is_told_in_chinese(model):
    kinds = {"extra_forbidden"}
    for name in model.model_fields:
        for value in WRONG:
            try:
                model.model_validate({name: value})
            except ValidationError as error:
                kinds |= {fault["type"] for fault in error.errors()}
    assert kinds - TEXTS_ZH.keys() == {"extra_forbidden"}


def test_a_browser_gets_a_page_about_a_problem_in_its_language(client):
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for kind in PROBLEMS:
        for language, title in (("en", kind.title), ("zh", WORDS_ZH[kind.slug][0])):
            page = client.get(
                f"/problems/{kind.slug}", headers={"Accept": browser, "Accept-Language": language}
            )
            assert page.content_type == "text/html; charset=utf-8"
            assert page.headers["Content-Language"] == language
            assert {"Accept", "Accept-Language"} <= set(page.vary)
            assert f"<h1>{title}</h1>" in page.text
            assert f'<html lang="{language}">' in page.text
    plain = client.get("/problems/busy", headers={"Accept-Language": "zh"})
    assert plain.json["title"] == WORDS_ZH["busy"][0]
    unknown = client.get("/problems/nothing", headers={"Accept": browser})
    assert (unknown.status_code, unknown.content_type) == (404, "application/problem+json")


def test_a_document_s_compression_is_a_rule_like_any_other(client, large):
    refused(client, large, slug="size-unreachable", spec="us-visa", max_kb="30")
    response = post(client, large, REPORT, spec="us-visa")
    assert response.json["report"]["file"]["bytes"] >= 600 * 600 * 3 / 20
    low = post(client, large, REPORT, spec="us-visa", min_kb="1", max_kb="60")
    assert 600 * 600 * 3 / 20 <= low.json["report"]["file"]["bytes"] <= 60_000
    png = post(client, large, REPORT, spec="us-visa", format="webp", max_kb="30")
    assert png.status_code == 200


def choices_of(annotation):
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return [choice for part in get_args(annotation) for choice in choices_of(part)]


def test_every_choice_is_taken_in_any_case(client):
    for name in ("document", "lang"):
        model, path = (
            (SpecQuery, "/v1/specs") if name == "document" else
            (DiagramQuery, "/v1/specs/cn-1inch/diagram.svg")
        )  # fmt: skip
        for choice in choices_of(model.model_fields[name].annotation):
            spelt = choice.upper().replace("-", "_")
            assert client.get(path, query_string={name: f" {spelt} "}).status_code == 200
