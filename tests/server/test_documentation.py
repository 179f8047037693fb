"""Every command and every piece of code in the documentation, run against a service.

Blocks of `sh` and `python` are run, of `toml`, `json` and `yaml` are read. A block of `console`
shows what cannot be run here, such as Docker; its commands have to be shell that parses.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

from service.specs import catalogue
from tests.server.conftest import running

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")
SHOWN = {
    "",
    "text",
    "mermaid",
    "nginx",
    "html",
    "js",
    "ts",
    "promql",
    "go",
    "java",
    "php",
    "csharp",
}
SERVICE = "http://localhost:8000"
SAVED = re.compile(r"(?:-o|>) (\S+)")


def blocks():
    files = [*(ROOT / name for name in PAGES), *sorted((ROOT / "docs").rglob("*.md"))]
    for file in files:
        relative = file.relative_to(ROOT)
        if relative.parts[:2] in (("docs", "specs"), ("docs", "frames")):
            continue
        for number, (language, text) in enumerate(FENCE.findall(file.read_text("utf-8")), 1):
            yield pytest.param(language, text, id=f"{relative}-{number}")


ALL = list(blocks())


def of(*languages):
    """The texts of the blocks in these languages."""
    found = (block for block in ALL if block.values[0] in languages)
    return [pytest.param(block.values[1], id=block.id) for block in found]


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with running(tmp_path_factory.mktemp("service"), matting="portrait", workers=1) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A place with the files that the commands name, and `idphoto` on the path."""
    portrait = ROOT / "docs" / "astronaut.jpg"
    (tmp_path / "docs").mkdir()
    (tmp_path / "photos").mkdir()
    for name in ("docs/astronaut.jpg", "anna.jpg", "ben.jpg", "photos/li.jpg"):
        shutil.copy(portrait, tmp_path / name)
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.write(portrait, "class 2/li.jpg")
    badge = next(block.values[0] for block in of("toml") if "xx-badge" in block.values[0])
    (tmp_path / "badge.toml").write_text(badge, "utf-8")
    commands = tmp_path / "bin"
    commands.mkdir()
    for name, words in {"idphoto": "-m service ", "python": ""}.items():
        (commands / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words}"$@"\n')
        (commands / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{commands}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("IDPHOTO_MATTING", "portrait")
    return tmp_path


@pytest.mark.parametrize("text", of("sh"))
def test_a_command_does_what_it_says(text, service, folder):
    script = text.replace(SERVICE, service).replace("curl ", "curl --fail-with-body ")
    script = script.replace(".venv/bin/python", "python")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder, capture_output=True, text=True, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, f"{script}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    saved = [name for name in SAVED.findall(text) if not name.startswith("/")]
    for name in saved:
        assert (folder / name).stat().st_size > 0, name
    assert done.stdout or saved or "--out" in text, "a command that shows nothing"


@pytest.mark.parametrize("text", of("python"))
def test_code_runs(text, service, folder):
    if "fontTools" in text:
        compile(text, "block", "exec")  # needs a font of Debian's
        return
    done = subprocess.run(
        [sys.executable, "-c", text.replace(SERVICE, service)],
        cwd=folder, capture_output=True, text=True, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout


@pytest.mark.parametrize("text", of("toml"))
def test_a_document_of_ones_own_is_right(text, tmp_path):
    if "[[spec]]" in text:
        (tmp_path / "own.toml").write_text(text, "utf-8")
        assert len(list(catalogue.load_files([tmp_path / "own.toml"]))) == text.count("[[spec]]")
    assert tomllib.loads(text)


@pytest.mark.parametrize("text", of("json", "yaml", "yml"))
def test_data_can_be_read(text):
    assert all(part is not None for part in yaml.safe_load_all(text))  # JSON is YAML, too


@pytest.mark.parametrize("text", of("console"))
def test_what_is_only_shown_is_shell_at_least(text):
    commands = re.sub(r"^\$ ", "", text, flags=re.MULTILINE)
    assert "$ " in text
    done = subprocess.run(["bash", "-n", "-c", commands], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_block_says_what_it_is():
    known = SHOWN | {"sh", "python", "toml", "json", "yaml", "yml", "console"}
    assert [block.id for block in ALL if block.values[0] not in known] == []
