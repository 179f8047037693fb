"""README: short, the same in both languages, and its figures are those that were measured."""

import json
import re
from pathlib import Path

import pytest

from docs import architecture_plot, figures_plot, figures_table
from docs.figures import RECORD

ROOT = Path(__file__).parents[1]
MOST_WORDS = 1200
CHARACTERS_A_WORD = {"README.md": 1, "README.zh-CN.md": 1.6}
# A Chinese character, or what a blank would end in English.
WORD = re.compile(r"[\u4e00-\u9fff]|[^\s\u4e00-\u9fff，。、；：“”（）]+")


@pytest.fixture(scope="module")
def figures():
    return json.loads(RECORD.read_text("utf-8"))


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_it_is_short(name):
    text = (ROOT / name).read_text("utf-8")
    assert len(WORD.findall(text)) <= MOST_WORDS * CHARACTERS_A_WORD[name]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_its_figures_are_those_that_were_measured(language, figures):
    text = (ROOT / figures_table.READMES[language]).read_text("utf-8")
    written = figures_table.filled(text, figures, language)
    assert written == text, "run python -m docs.figures --write"


def test_a_figure_that_is_measured_again_changes_the_table(figures):
    figures = json.loads(json.dumps(figures))
    before = figures_table.table(figures, "en")
    for one in figures.values():
        one["date"] = "2030-01-01"
    assert figures_table.table(figures, "en") != before


def test_every_figure_names_its_command_its_day_and_its_machine(figures):
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for one in figures.values():
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", one["date"])
        assert "cores" in one["machine"]
        assert one["command"].split()[1] in targets


def test_the_plot_shows_the_figures_of_the_table(figures, tmp_path):
    figures = {"versus": VERSUS, **json.loads(json.dumps(figures))}
    if figures["versus"] is not VERSUS:
        assert figures_plot.told(figures) in _described(figures_plot.FILE)
    figures_plot.write(figures, tmp_path / "before.svg")
    figures["versus"]["photos_per_cpu_second"]["service"] += 1
    figures_plot.write(figures, tmp_path / "other.svg")
    assert _described(tmp_path / "other.svg") != _described(tmp_path / "before.svg")


VERSUS = {
    "photos_per_cpu_second": {"portrait": 4.0, "service": 3.0, "rembg_s": 0.4, "rembg": 0.4},
}


def _described(file):
    found = re.search(r"<dc:description>(.*?)</dc:description>", file.read_text("utf-8"), re.DOTALL)
    return found[1].replace("&quot;", '"') if found else ""


def test_the_picture_of_the_architecture_has_every_step():
    story = (ROOT / "service" / "pipeline" / "idphoto.py").read_text("utf-8")
    assert set(architecture_plot.STEPS) == set(re.findall(r'token\.step\("(\w+)"\)', story))
    assert ", ".join(architecture_plot.STEPS) in _described(architecture_plot.FILE)


def test_both_languages_have_the_same_sections_and_pictures():
    english, chinese = ((ROOT / name).read_text("utf-8") for name in figures_table.READMES.values())
    for pattern in (r"^(#+) ", r"!\[[^\]]*\]\(([^)]+)\)", r"^```(\w*)$"):
        found = [re.findall(pattern, text, re.MULTILINE) for text in (english, chinese)]
        assert found[0] == found[1], pattern
