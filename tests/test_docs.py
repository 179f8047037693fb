"""Documentation that cannot drift: what exists is documented, in both languages."""

import re
import tomllib
from pathlib import Path
from typing import get_args

from docs import reference_pages
from docs import specs as spec_docs
from service.orders.check import CheckFields
from service.orders.sheet import SheetFields
from service.orders.variants import OrderFields
from service.pipeline.warnings import CHECKS_OF
from service.settings import Settings
from service.specs import catalogue
from service.values.check import CheckId
from service.values.colour import COLOURS
from service.values.marks import TEXTS, MarkName
from service.values.problems import PROBLEMS
from service.values.sheet import PAPERS
from service.values.spec import Basis

ROOT = Path(__file__).parents[1]
TEXTS_OF_PEOPLE = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md")


def pages_by_name():
    """Every text that people read, by its path."""
    files = [*(ROOT / name for name in TEXTS_OF_PEOPLE), *(ROOT / "docs").rglob("*.md")]
    texts = {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in files}
    return {name: text for name, text in texts.items() if not name.startswith("docs/frames/")}


def test_the_reference_pages_are_those_that_the_code_gives_now():
    """`make docs` writes them anew."""
    for name, text in reference_pages.pages().items():
        assert (reference_pages.FOLDER / name).read_text("utf-8") == text, f"run make docs: {name}"


def test_the_words_beside_the_code_are_those_of_what_exists():
    words = reference_pages.WORDS
    fields = {*OrderFields.model_fields, *SheetFields.model_fields, *CheckFields.model_fields}
    assert set(words["fields"]) == fields | {"image", "answer"}
    assert set(words["settings"]) == set(Settings.model_fields)
    assert set(words["errors"]) == {kind.slug for kind in PROBLEMS}
    for slug, said in words["errors"].items():
        assert set(said) == {"cause", "remedy", "cause_zh", "remedy_zh"}, slug
        assert all(said.values()), slug


def test_every_warning_colour_and_paper_is_explained():
    file, fields = ((ROOT / f"docs/reference/{name}.md").read_text() for name in ("file", "fields"))
    for code in CHECKS_OF:
        assert f"`{code}`" in file, code
    for word in [*COLOURS, *PAPERS]:
        assert f"`{word}`" in fields, word


def test_no_setting_is_named_that_does_not_exist():
    known = {f"IDPHOTO_{name.upper()}" for name in Settings.model_fields} | OF_TESTS
    for name, text in pages_by_name().items():
        unknown = set(re.findall(r"IDPHOTO_[A-Z_]*[A-Z]", text)) - known
        assert not unknown or name == "CHANGELOG.md", f"{name}: {unknown}"


OF_TESTS = {"IDPHOTO_TEST_PHOTOS", "IDPHOTO_TEST_CASES"}


def test_every_make_target_that_is_named_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for name, text in pages_by_name().items():
        named = set(re.findall(r"(?:`|^\$ )make ([a-z-]+)", text, re.MULTILINE))
        assert named <= targets or name == "CHANGELOG.md", f"{name}: {named - targets}"


def test_every_dependency_is_justified():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    for name in project["project"]["dependencies"]:
        assert re.search(rf"^\| `{name}` \| .+ \|$", text, re.MULTILINE), name


def test_every_page_can_be_reached_and_every_page_of_the_navigation_exists():
    """The strict build of the site says the same, and looks at the headings of links."""
    listed = re.findall(
        r"^ +- (?:.*: )?(\S+\.md)$", (ROOT / "mkdocs.yml").read_text(), re.MULTILINE
    )
    there = {name.removeprefix("docs/") for name in pages_by_name() if name.startswith("docs/")}
    assert set(listed) == there


def test_the_pages_of_the_catalogue_are_those_that_it_gives_now():
    """`make docs` writes them anew."""
    expected = spec_docs.pages(catalogue.load())
    assert spec_docs.written() == set(expected)
    for name, text in expected.items():
        assert (spec_docs.FOLDER / name).read_text("utf-8") == text, f"run make docs: {name}"


def test_every_way_to_assume_a_figure_is_explained():
    assert set(spec_docs.BASES) == set(get_args(Basis))


def test_every_link_leads_to_a_file_and_to_a_heading_of_it():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")]
    for page in (page for page in pages if page.parent.name != "frames"):
        for link in re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8")):
            path, _, heading = link.partition("#")
            target = page.parent / path if path else page
            assert "://" in link or target.exists(), f"{page.name}: {link}"
            if heading and "://" not in link:
                assert heading in _anchors(target), f"{page.name}: {link}"


def _anchors(page):
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_mark_is_explained():
    text = (ROOT / "docs" / "marks.md").read_text("utf-8")
    for name in get_args(MarkName):
        assert f"| `{name}` |" in text, name
    for wording, written in TEXTS.items():
        assert f"`{wording}`" in text
        assert all(word in text for word in written.split())


def test_every_check_and_its_limits_are_explained():
    text = (ROOT / "docs" / "checks.md").read_text("utf-8")
    for check in get_args(CheckId):
        row = re.search(rf"^\| \[`{check}`\]\(#(.+?)\) \|", text, re.MULTILINE)
        assert row, check
        headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert row[1] in [heading.lower().replace(" ", "-") for heading in headings], check
    for code in CHECKS_OF:
        assert f"`{code}`" in text, code


def test_how_far_down_a_photo_must_reach_is_what_the_catalogue_says():
    text = (ROOT / "docs" / "guides" / "take-photos.md").read_text("utf-8")
    specs = list(catalogue.load())
    room = {spec.id: f"{_below_the_chin(spec):.2f}" for spec in specs}
    rows = re.findall(r"^\| (`[a-z0-9-]+`.*) \| (\d\.\d\d) \|$", text, re.MULTILINE)
    assert len(rows) >= 5
    for names, told in rows:
        assert {room[name] for name in re.findall(r"`(.+?)`", names)} == {told}, names
    most = max(specs, key=_below_the_chin)
    assert [spec for spec in specs if _below_the_chin(spec) > 1] == [most]
    assert (
        f"Of all {len(specs)} documents only `{most.id}` needs more than one head height: " in text
    )
    assert f": {room[most.id]}." in text


def _below_the_chin(spec):
    """In heads, where the head is in the middle of its ranges."""
    head, above = sum(spec.head_height_mm) / 2, sum(spec.top_mm) / 2
    return (spec.height_mm - above - head) / head


def test_every_room_of_the_service_has_its_place_in_the_architecture():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for init in (ROOT / "service").rglob("__init__.py"):
        room = init.parent.relative_to(ROOT).as_posix()
        assert f"`{room}/" in text, room


def test_the_worked_examples_name_files_that_exist():
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = set(re.findall(r"(?<!\w)(service/[\w/.]+\.(?:py|toml))", text))
    invented = {"service/steps/sharpen.py", "service/checks/contrast.py"}
    assert invented <= named
    for name in named - invented:
        assert (ROOT / name).exists(), name
