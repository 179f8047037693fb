"""What is built of this checkout: its version, and all that the service needs at run time."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import service
from release import audit
from service import version

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    left, there = ROOT / "service" / "_version.py", (ROOT / "service" / "_version.py").exists()
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    if not there:
        left.unlink(missing_ok=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_has_every_file_of_the_package_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    tracked = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "service").rglob("*")
        if path.is_file() and path.suffix != ".pyc" and path.name != "_version.py"
    }
    made = {"service/_version.py", "service/gunicorn.conf.py", "service/wsgi.py"}
    assert held == tracked | made


def test_the_wheel_names_the_version_the_commands_and_the_licences(wheel):
    with zipfile.ZipFile(wheel) as archive:
        info = {name.partition(".dist-info/")[2]: name for name in archive.namelist()}
        metadata = archive.read(info["METADATA"]).decode()
        assert "idphoto = service.__main__:start" in archive.read(info["entry_points.txt"]).decode()
    assert f"Version: {version.current()}\n" in metadata
    assert {"licenses/LICENSE", "licenses/NOTICE"} <= set(info)


def test_an_unpacked_wheel_says_its_version_without_git(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PATH": "/nowhere"}
    command = [sys.executable, "-P", "-m", "service", "--version"]
    told = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert told.stdout == f"python -m service {version.current()}\n", told.stderr


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        ("v0.2.0-0-g5d32433", "0.2.0"),
        ("v0.2.0-3-g5d32433", "0.2.1.dev3+g5d32433"),
        ("v0.2.0-0-g5d32433-dirty", "0.2.1.dev0+g5d32433.dirty"),
        ("v1.0.0rc1-2-g5d32433", "1.0.0rc2.dev2+g5d32433"),
        ("5d32433", "0.dev0+g5d32433"),
        ("5d32433-dirty", "0.dev0+g5d32433.dirty"),
        ("", "0+unknown"),
    ],
)
def test_the_version_is_that_of_the_tag_or_says_which_commit_it_is(
    monkeypatch, tmp_path, described, expected
):
    (tmp_path / ".git").mkdir()
    monkeypatch.setattr(version, "ROOT", tmp_path)
    monkeypatch.setattr(version, "_described", lambda: described)
    assert version.current.__wrapped__() == expected


def test_code_without_git_or_a_built_version_does_not_invent_one(monkeypatch, tmp_path):
    monkeypatch.setattr(version, "ROOT", tmp_path)
    monkeypatch.setitem(sys.modules, "service._version", None)
    assert version.current.__wrapped__() == "0+unknown"


def test_this_checkout_knows_its_commit():
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert service.__version__ == version.current()
    tagged = "+" not in service.__version__
    node = service.__version__.partition("+g")[2].partition(".")[0]
    assert tagged or (node and head.stdout.startswith(node))


def test_a_commit_without_a_tag_is_no_release(monkeypatch, capsys):
    from release import __main__ as release

    monkeypatch.setattr(release, "current", lambda: "0.2.1.dev3+g5d32433")
    monkeypatch.setattr(sys, "argv", ["release"])
    assert release.main() == 1
    assert "0.2.1.dev3+g5d32433" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("Apache-2.0", True),
        ("BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", True),
        ("MIT AND GPL-3.0-only", False),
        ("GNU Affero General Public License v3", False),
        ("UNKNOWN", False),
    ],
)
def test_a_licence_is_only_allowed_where_it_lets_everyone_use_the_service(licence, allowed):
    assert audit.allowed(licence) is allowed


def test_every_licence_of_what_is_installed_is_on_the_list():
    assert {"flask", "onnxruntime", "pi-heif"} <= audit.locked()
    assert audit.licences(audit.locked()) == []


def test_a_package_with_another_licence_is_told(monkeypatch):
    monkeypatch.setattr(audit, "KNOWN", {})
    assert audit.licences({"pi-heif", "flask"}) == [
        "pi-heif: GNU Lesser General Public License v3 (LGPLv3)"
    ]


def test_a_known_vulnerability_is_told_and_an_index_without_data_is_not_one():
    rows = [
        {"name": "flask", "version": "0.1", "vulns": [{"id": "PYSEC-2019-179"}]},
        {"name": "numpy", "version": "2.4.6", "vulns": []},
        {"name": "rembg", "skip_reason": "Dependency not found on PyPI"},
    ]
    assert audit._found(rows) == (
        ["flask 0.1: PYSEC-2019-179"],
        "2 of 3 packages could be looked up",
    )


def test_everything_in_the_package_that_others_made_is_in_the_notice():
    notice = (ROOT / "NOTICE").read_text("utf-8")
    brought = [
        path.relative_to(ROOT).as_posix()
        for pattern in ("*.onnx", "*.otf", "*.ttf", "*.woff2")
        for path in (ROOT / "service").rglob(pattern)
    ]
    assert brought
    for name in brought:
        assert name in notice or Path(name).name in notice, name
