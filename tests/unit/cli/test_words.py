"""What can be said on the command line, and what is answered to a wrong word."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli.arguments import read_arguments
from service.cli.main import main
from service.cli.photos import WrongUse, plan
from service.orders.photo_fields import IdPhotoFields

ROOT = Path(__file__).parents[3]

REQUIRED = ["photos", "--out", "out"]


def test_every_field_of_the_form_is_an_option(capsys):
    with pytest.raises(SystemExit) as end:
        read_arguments(["--help"])
    assert end.value.code == 0
    told = capsys.readouterr().out
    for name in IdPhotoFields.model_fields:
        assert f"--{name.replace('_', '-')}" in told, name


def test_options_become_the_text_of_fields():
    wanted = read_arguments([*REQUIRED, "--max-kb", "20", "--strict", "--background", "#438edb"])
    assert wanted.fields == {"max_kb": "20", "strict": "true", "background": "#438edb"}
    assert wanted.jobs >= 1


@pytest.mark.parametrize(
    "words",
    [["photos"], ["--out", "out"], [*REQUIRED, "--jobs", "0"], [*REQUIRED, "--colour", "x"]],
)
def test_a_command_that_cannot_be_read_exits_with_2(words):
    with pytest.raises(SystemExit) as end:
        read_arguments(words)
    assert end.value.code == 2


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--spec", "cn-1inc"], "Did you mean cn-1inch"),
        (["--spec", "cn-1inch", "--dpi", "many"], "--dpi: Input should be a valid integer"),
        (["--spec", "cn-1inch", "--format", "bmp"], "--format: Input should be 'jpeg'"),
        (["--spec", "cn-1inch", "--background", "plaid"], "'plaid' is not a background"),
        (["--spec", "us-passport", "--background", "blue"], "--background: The authority"),
        (["--spec", "cn-diploma", "--visible-mark", "zh"], "--visible-mark: The authority"),
        (["--spec", "cn-1inch", "--min-kb", "50", "--max-kb", "20"], "--min-kb: 50 to 20 KB"),
        ([], "--spec: Name a spec"),
    ],
)
def test_a_wrong_order_is_told_in_one_line_before_anything_is_made(folder, capsys, options, told):
    folder.add("one.jpg")
    assert main([str(folder.photos), "--out", str(folder.out), *options]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line
    assert not folder.out.exists()


def test_a_wrong_setting_is_told_in_one_line(folder, monkeypatch, capsys):
    monkeypatch.setenv("IDPHOTO_MAX_BODY_MB", "much")
    folder.add("one.jpg")
    assert folder.run() == 2
    assert "IDPHOTO_MAX_BODY_MB" in capsys.readouterr().err


def test_a_folder_of_results_that_cannot_be_is_told(folder, capsys):
    folder.add("one.jpg")
    folder.out.write_text("a file")
    assert folder.run() == 2
    assert "--out" in capsys.readouterr().err


# Photos and the names of their results


def named(tasks, folder):
    return {
        str(t.photo.relative_to(folder.photos)): str(t.result.relative_to(folder.out))
        for t in tasks
    }


def test_results_stand_as_the_photos_do(folder):
    for name in ("a.jpg", "b/a.HEIC", "b/c.d.png"):
        folder.add(name, b"")
    tasks = plan([folder.photos], folder.out, ".png")
    assert named(tasks, folder) == {
        "a.jpg": "a.png", "b/a.HEIC": "b/a.png", "b/c.d.png": "b/c.d.png",
    }  # fmt: skip


def test_photos_that_share_a_name_keep_their_suffix(folder):
    for name in ("a.jpg", "a.png", "b.png"):
        folder.add(name, b"")
    tasks = plan([folder.photos], folder.out, ".jpg")
    assert named(tasks, folder) == {
        "a.jpg": "a.jpg.jpg", "a.png": "a.png.jpg", "b.png": "b.jpg",
    }  # fmt: skip


def test_a_photo_named_by_itself_may_have_any_suffix_and_counts_once(folder):
    odd, plain = folder.add("scan.0001", b""), folder.add("a.jpg", b"")
    tasks = plan([odd, folder.photos, plain], folder.out, ".jpg")
    assert named(tasks, folder) == {"scan.0001": "scan.jpg", "a.jpg": "a.jpg"}


def test_results_inside_the_photos_folder_are_no_photos(folder):
    folder.add("a.jpg", b"")
    folder.add("out/b.jpg", b"")
    tasks = plan([folder.photos], folder.photos / "out", ".jpg")
    assert [task.photo.name for task in tasks] == ["a.jpg"]


def test_no_photo_is_overwritten(folder):
    photo = folder.add("a.jpg", b"")
    for given in ([photo], [folder.photos]):
        with pytest.raises(WrongUse, match="--out"):
            plan(given, folder.photos, ".jpg")


def test_results_that_would_be_one_file_are_refused(folder):
    folder.add("a/1.jpg", b"")
    folder.add("b/1.jpg", b"")
    with pytest.raises(WrongUse, match="would both be written to"):
        plan([folder.photos / "a", folder.photos / "b"], folder.out, ".jpg")


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_a_place_without_photos_is_named(folder, name):
    with pytest.raises(WrongUse, match=r"no such file|no photos"):
        plan([folder.photos / name], folder.out, ".jpg")


IMPORTED = """
import json, re, sys
from importlib.metadata import packages_distributions
import service.app

owners = packages_distributions()
heads = {module.partition(".")[0] for module in sys.modules} & set(owners)
spelt = {head: [re.sub("[-_.]+", "-", name).lower() for name in owners[head]] for head in heads}
print(json.dumps([[one for one in sys.modules if one.startswith("service.cli")], spelt]))
"""


def test_the_server_imports_nothing_of_the_command_line_and_nothing_that_is_not_locked():
    """Some packages import what they find: what tests bring would slow down every start."""
    command = [sys.executable, "-c", IMPORTED]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    of_the_command_line, owners = json.loads(done.stdout)
    assert not of_the_command_line
    lock = (ROOT / "requirements.txt").read_text("utf-8")
    locked = {line.partition("==")[0] for line in lock.splitlines() if "==" in line}
    locked.add("setuptools")  # its .pth file makes every Python import it
    assert "flask" in owners
    assert not [head for head, names in owners.items() if not locked & set(names)]
