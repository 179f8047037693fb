"""The examples in all languages, each doing all that it can against a real service."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from tests.clients.conftest import need
from tests.server.conftest import ROOT

EXAMPLES = ROOT / "examples"
MONO = [
    "-r:System.Net.Http",
    "-r:System.Runtime.Serialization",
    "-r:System.Xml",
    "-r:System.Xml.Linq",
]
# For each language what it needs, what compiles it into a folder and what runs it there.
PROGRAMS = {
    "curl": (["curl", "unzip"], None, [EXAMPLES / "curl" / "idphoto.sh"]),
    "python": ([], None, [sys.executable, EXAMPLES / "python" / "idphoto.py"]),
    "node": (["node"], None, ["node", EXAMPLES / "node" / "idphoto.mjs"]),
    "go": (["go"], ["go", "build", "-o", "idphoto", EXAMPLES / "go" / "main.go"], ["./idphoto"]),
    "java": (
        ["javac"],
        ["javac", "-d", ".", EXAMPLES / "java" / "IdPhoto.java"],
        ["java", "IdPhoto"],
    ),
    "php": (["php"], None, ["php", EXAMPLES / "php" / "idphoto.php"]),
    "csharp": (
        ["mcs", "mono"],
        ["mcs", *MONO, "-out:IdPhoto.exe", EXAMPLES / "csharp" / "IdPhoto.cs"],
        ["mono", "IdPhoto.exe"],
    ),
}


@pytest.fixture(scope="module", params=PROGRAMS)
def program(request, tmp_path_factory):
    """The folder in which a program runs, and its command."""
    needed, compiled, command = PROGRAMS[request.param]
    need(*needed)
    folder = tmp_path_factory.mktemp(request.param)
    if compiled:
        done = run(compiled, folder)
        assert done.returncode == 0, done.stderr
    return folder, command


def run(command, folder, address="", **variables):
    python = str(ROOT / "clients" / "python")
    return subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**os.environ, "IDPHOTO_URL": address, "PYTHONPATH": python, **variables},
        capture_output=True,
        text=True,
        timeout=300,
    )


def done_by(program, address, *arguments, **variables):
    folder, command = program
    done = run([*command, *arguments], folder, address, **variables)
    assert done.returncode == 0, done.stderr
    return done.stdout


def colour_and_size(data):
    image = Image.open(io.BytesIO(data)).convert("RGB")
    return image.getpixel((3, 3)), image.size


def test_a_photo_though_the_service_is_busy_at_first(program, busy_service, files):
    address, requests = busy_service
    done_by(program, address, "photo", files / "person.jpg", "photo.jpg")
    (red, green, blue), size = colour_and_size((program[0] / "photo.jpg").read_bytes())
    assert size == (295, 413)
    assert blue > 150 > max(red, green)
    assert requests == ["/v1/idphoto"] * 2


def test_a_check_prints_the_verdict_and_advice(program, service, files):
    said = done_by(program, service, "check", files / "person.jpg")
    assert any(verdict in said for verdict in ("accepted", "look-again", "rejected"))
    assert "mouth" in said


def test_variants_and_what_is_wrong_with_one(program, service, files):
    said = done_by(program, service, "variants", files / "person.jpg", "variants")
    made = sorted((program[0] / "variants").glob("*.jpg"))
    assert [path.name for path in made] == ["01-cn-1inch.jpg", "02-us-visa.jpg"]
    assert colour_and_size(made[0].read_bytes())[1] == (295, 413)
    manifest = program[0] / "variants" / "manifest.json"
    assert "no-such" in (manifest.read_text("utf-8") if manifest.exists() else said)


def test_a_batch(program, service, files):
    done_by(program, service, "batch", files / "photos.zip", "finished")
    result: Path = program[0] / "finished"
    if result.is_dir():
        names = sorted(str(path.relative_to(result)) for path in result.rglob("*.jpg"))
    else:
        names = sorted(n for n in zipfile.ZipFile(result).namelist() if n.endswith(".jpg"))
    assert names == ["class 2/li.jpg", "王.jpg"]


@pytest.mark.parametrize(
    ("photo", "seconds", "problem"),
    [("nobody.jpg", "30", "no-face"), ("large.jpg", "0.1", "deadline-exceeded")],
    ids=["422", "504"],
)
def test_a_refusal_is_told(program, service, files, photo, seconds, problem):
    folder, command = program
    command = [*command, "photo", files / photo, "refused.jpg"]
    done = run(command, folder, service, IDPHOTO_TIMEOUT=seconds)
    assert done.returncode == 1
    assert problem in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "refused.jpg").exists()
