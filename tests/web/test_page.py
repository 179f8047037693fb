"""The page at /, as far as it can be seen without a browser."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from service.specs import catalogue
from service.values.colour import COLOURS
from service.values.problems import PROBLEMS
from service.web.page import BUILT, LISTED
from tests.needed import missing

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "page"
LANGUAGES = ("en", "zh")
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
        ("/?lang=../page", "en", "en"),
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
    assert {"en": "Take a photo", "zh": "拍照"}[language] in response.text


def test_a_browser_that_has_the_page_gets_no_second_one(client):
    tag = client.get("/").headers["ETag"]
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/?lang=zh", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_policy_allows_what_comes_from_this_server_and_the_html_has_nothing_inline(
    client, language
):
    response = client.get(f"/?lang={language}")
    policy = dict(
        part.strip().split(" ", 1)
        for part in response.headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert not re.search(r"<style|<script(?![^>]* src=)", response.text)
    assert not re.search(r"""\s(style|on\w+)=["']""", response.text)


def test_every_file_that_the_page_names_is_there_with_its_type(client):
    types = {
        "page/page.js": "text/javascript",
        "page/page.css": "text/css",
        "page/icon.svg": "image/svg+xml",
        "page/icon-180.png": "image/png",
    }
    html = client.get("/").text
    for name, kind in types.items():
        assert re.search(rf'"{re.escape(name)}["?]', html), name
        assert client.get(name).content_type.partition(";")[0] == kind
    assert client.get("/page/nothing.js").status_code == 404


def test_a_phone_can_keep_the_page(client):
    manifest = client.get("/manifest.webmanifest?lang=zh")
    assert manifest.content_type == "application/manifest+json"
    assert manifest.json["short_name"] == "证件照"
    assert client.get("/manifest.webmanifest").json["lang"] == "en"
    for icon in manifest.json["icons"]:
        assert client.get(f"/{icon['src']}").content_type == icon["type"]
    worker = client.get("/sw.js")
    assert worker.content_type.startswith("text/javascript")
    kept = set(re.findall(r'"(page/[\w.?=-]+)"', worker.text))
    named = set(re.findall(r'"(page/page[\w.?=]+)"', client.get("/").text))
    assert len(named) == 2
    assert named <= kept, "the worker keeps script and style of another version"
    assert all(client.get(f"/{name}").status_code == 200 for name in kept)


def test_the_page_is_small(client):
    """150 KB in all, as a browser gets it that opens the page for the first time."""
    paths = ("/", "/page/page.js", "/page/page.css", "/page/catalogue.json", "/page/icon.svg")
    answers = [client.get(path, headers={"Accept-Encoding": "gzip"}) for path in paths]
    assert sum(len(answer.data) for answer in answers) < 150_000


def test_the_page_knows_every_document_as_the_api_tells_it(client):
    listed = {spec["id"]: spec for spec in client.get("/page/catalogue.json").json["specs"]}
    told = {spec["id"]: spec for spec in client.get("/v1/specs").json["specs"]}
    assert listed.keys() == told.keys()
    for name, spec in listed.items():
        assert spec.keys() == LISTED
        assert spec == {key: told[name][key] for key in LISTED}, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_background_of_the_catalogue_has_a_name_for_people(language):
    own = {ground.name for spec in catalogue.load() for ground in spec.backgrounds}
    assert own | {"transparent", "original"} <= _keys(language, "colours")


def test_the_page_mixes_the_colours_of_the_service():
    text = (SOURCE / "src/result/palette.ts").read_text("utf-8")
    colours = re.findall(r"""^  "?([\w-]+)"?: \[(\d+), (\d+), (\d+)\],$""", text, re.MULTILINE)
    assert {name: tuple(map(int, rgb)) for name, *rgb in colours} == COLOURS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_that_a_person_can_meet_is_explained(language):
    met = {kind.slug for kind in PROBLEMS} - NOT_FROM_THE_PAGE
    assert met <= _keys(language, "sentences")


def test_the_lock_names_no_registry_and_the_page_runs_on_two_libraries():
    lock = json.loads((SOURCE / "package-lock.json").read_text("utf-8"))
    packages = lock["packages"]
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert packages[""]["dependencies"].keys() == {"preact", "@preact/signals"}


def test_the_built_files_are_those_that_the_source_makes(tmp_path):
    """`make page` builds them anew."""
    if not (SOURCE / "node_modules").is_dir() or not shutil.which("node"):
        missing("page/node_modules or node is not there: `make page` installs it")
    subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=SOURCE, check=True, timeout=120)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in BUILT.iterdir()}
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (BUILT / path.name).read_bytes(), path.name


def _keys(language: str, table: str) -> set[str]:
    """The keys of one table of strings; that all languages have the same is TypeScript's affair."""
    text = (SOURCE / f"strings/{language}.ts").read_text("utf-8")
    (block,) = re.findall(rf"^( *){table}: \{{\n(.*?)^\1\}}", text, re.MULTILINE | re.DOTALL)
    return set(re.findall(r"""^ *"?([\w-]+)"?: """, block[1], re.MULTILINE))
