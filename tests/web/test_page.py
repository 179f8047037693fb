"""The page at /, as far as it can be seen without a browser."""

import base64
import hashlib
import re
from typing import get_args

import pytest

from service.orders.photo_fields import IdPhotoFields
from service.pipeline.warnings import NOT_SELF_SUPPLIED
from service.specs import catalogue
from service.values.check import Verdict
from service.values.document import EditingPolicy, Language
from service.values.errors import PROBLEMS
from service.values.files import Format
from service.values.marks import Wording
from service.values.report import Edit
from service.web import page_words
from service.web.page import ASSETS, SCRIPT

TABLES = ("language", "colours", "offered", "problems", "rules_of")
# What the page never sends, or only ever sends right.
NOT_FROM_THE_PAGE = {
    "malformed-request",
    "not-found",
    "method-not-allowed",
    "editing-forbidden",
    "mark-forbidden",
    "check-failed",
    "archive-too-large",
    "damaged-archive",
    "unusable-entry",
}


@pytest.mark.parametrize(
    ("address", "accepted", "language"),
    [
        ("/", "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("/", "en-GB,zh;q=0.5", "en"),
        ("/", "zh;q=0,fr", "en"),
        ("/", "fr", "en"),
        ("/?lang=zh", "en", "zh"),
        ("/?lang=en", "zh", "en"),
        ("/?lang=xx&from=singlemessage", "zh", "zh"),
    ],
)
def test_the_page_speaks_the_language_of_the_browser_unless_told(
    client, address, accepted, language
):
    response = client.get(address, headers={"Accept-Language": accepted})
    assert response.status_code == 200
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.headers["Vary"]
    assert f'<html lang="{language}">' in response.text
    title = {"en": "Make the photo", "zh": "制作照片"}[language]
    assert f">{title}</button>" in response.text


def test_a_browser_that_has_the_page_gets_no_second_one(client):
    tag = client.get("/").headers["ETag"]
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/?lang=zh", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("language", get_args(Language))
def test_the_policy_allows_the_style_and_the_script_of_the_page_and_no_other(client, language):
    response = client.get(f"/?lang={language}")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for kind in ("style", "script"):
        (text,) = re.findall(f"<{kind}>(.*?)</{kind}>", response.text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert not re.search(r"""\s(style|on\w+)=["']""", response.text)


def test_what_the_page_asks_for_are_fields_with_values_that_they_take(client):
    html = client.get("/").text.partition("<script")[0]
    names = set(re.findall(r'name="(\w+)"', html)) - {"viewport", "image"}
    assert {"spec", "format", "min_kb", "max_kb", "visible_mark"} <= names
    assert names <= IdPhotoFields.model_fields.keys()
    (chooser,) = re.findall(r'<select name="format">(.*?)</select>', html, re.DOTALL)
    assert set(re.findall(r'value="(\w*)"', chooser)) == {"", *get_args(Format)}
    (mark,) = re.findall(r'name="visible_mark" value="(\w+)"', html)
    assert mark in get_args(Wording)


def test_every_control_has_a_label(client):
    html = client.get("/").text.partition("<script")[0]
    outside = re.sub(r"<label(?! for=)[^>]*>.*?</label>", "", html, flags=re.DOTALL)
    for control in re.findall(r"<(?:input|select)[^>]*>", outside):
        (name,) = re.findall(r'id="(\w+)"', control)
        assert "aria-label=" in control or f'<label for="{name}">' in html, control


def test_every_word_is_there_in_both_languages_and_used():
    text = (ASSETS / "page.html").read_text("utf-8") + SCRIPT
    named = set(re.findall(r"\bwords\.(\w+)", text)) - set(TABLES)
    chosen = {
        *(verdict for verdict in get_args(Verdict) if verdict != "not-assessed"),
        *(f"edited_{name}" for name in get_args(Edit)),
        *(f"editing_{name}" for name in get_args(EditingPolicy)),
        *(f"submission_{name}" for name in NOT_SELF_SUPPLIED),
        "cropping_forbidden",
    }
    silent = {"editing_allowed", "editing_unknown"}
    assert named | chosen - silent == page_words.WORDS.keys()
    for texts in (page_words.WORDS, page_words.COLOURS):
        assert all(said.keys() == set(get_args(Language)) for said in texts.values())


def test_every_background_of_the_catalogue_has_a_name_for_people():
    own = {ground.name for spec in catalogue.load() for ground in spec.backgrounds}
    offered = {*page_words.OFFERED, "transparent", "original"}
    assert own | offered == page_words.COLOURS.keys()


def test_every_problem_that_a_person_can_meet_is_explained_in_chinese():
    met = {kind.slug for kind in PROBLEMS} - NOT_FROM_THE_PAGE
    assert page_words.PROBLEMS.keys() == met
    assert all("zh" in said for said in page_words.PROBLEMS.values())


def test_the_problems_that_a_smaller_copy_mends_are_problems_of_the_service():
    (names,) = re.findall(r"const TOO_LARGE = \[(.*?)\]", SCRIPT)
    assert {"body-too-large", "too-many-pixels"} <= set(re.findall(r'"(.*?)"', names))
    assert set(re.findall(r'"(.*?)"', names)) <= {kind.slug for kind in PROBLEMS}
