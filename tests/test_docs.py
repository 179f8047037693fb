"""Documentation that cannot drift: what exists is documented, in both languages."""

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from docs import specs as spec_docs
from service.orders.sheet import SheetFields
from service.orders.variants import OrderFields
from service.pipeline.warnings import CHECKS_OF
from service.settings import Settings
from service.specs import catalogue
from service.values.check import CheckId
from service.values.colour import COLOURS
from service.values.errors import PROBLEMS
from service.values.marks import TEXTS, MarkName
from service.values.sheet import PAPERS
from service.values.spec import Basis

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")


@pytest.fixture(params=READMES)
def readme(request):
    return (ROOT / request.param).read_text("utf-8")


def test_every_setting_stands_in_the_table_with_its_default(readme):
    for name, field in Settings.model_fields.items():
        row = re.search(rf"^\| `IDPHOTO_{name.upper()}` \| (.*?) \| .+ \|$", readme, re.MULTILINE)
        assert row, name
        if field.default is not None:
            assert row[1] == f"`{field.default}`", name


def test_no_setting_is_documented_that_does_not_exist(readme):
    known = {f"IDPHOTO_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"IDPHOTO_[A-Z_]+", readme)) <= known


def test_every_error_warning_field_and_colour_is_documented(readme):
    for kind in PROBLEMS:
        assert f"| {kind.status} | `{kind.slug}` |" in readme
    fields = [*OrderFields.model_fields, *SheetFields.model_fields]
    for word in [*CHECKS_OF, *fields, *COLOURS, *PAPERS]:
        assert f"`{word}`" in readme, word


def test_every_group_of_specs_is_linked(readme):
    for group in catalogue.load().groups:
        assert f"(docs/specs/{group.name}.md)" in readme, group.name


def test_the_pages_of_the_catalogue_are_those_that_it_gives_now():
    """`make docs` writes them anew."""
    expected = spec_docs.pages(catalogue.load())
    assert spec_docs.written() == set(expected)
    for name, text in expected.items():
        assert (spec_docs.FOLDER / name).read_text("utf-8") == text, f"run make docs: {name}"


def test_every_way_to_assume_a_figure_is_explained():
    assert set(spec_docs.BASES) == set(get_args(Basis))


def test_every_dependency_is_justified(readme):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for name in project["project"]["dependencies"]:
        assert re.search(rf"^\| `{name}` \| .+ \|$", readme, re.MULTILINE), name


def test_every_make_target_that_the_readme_names_exists(readme):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)`", readme)) <= targets


def test_every_link_leads_to_a_file_and_to_a_heading_of_it():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")]
    for page in pages:
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


def test_every_make_target_has_a_row(readme):
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for target in set(targets) - {"help", "format", "clean"}:
        assert f"| `make {target}` |" in readme, target


def test_every_mark_is_explained(readme):
    text = (ROOT / "docs" / "marks.md").read_text("utf-8")
    assert "(docs/marks.md)" in readme
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
