"""The command line from its words to the files that it leaves."""

import io
import os
import pty
import re
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from PIL import Image

from service.cli import work
from service.cli.main import main
from tests import exiftool
from tests.unit.cli.conftest import ASTRONAUT
from tests.web.conftest import app, client  # noqa: F401 - fixtures

BROKEN = ASTRONAUT.read_bytes()[:3000]


def test_a_folder_of_photos_becomes_one_of_id_photos(folder, capsys):
    folder.add("one.jpg")
    folder.add("deep/er/two.JPG")
    folder.add("deep/notes.txt", b"no photo")
    folder.add(".hidden/three.jpg")
    assert folder.run("--background", "blue") == 0
    assert folder.results() == {"one.jpg", "deep/er/two.jpg"}
    with Image.open(folder.out / "one.jpg") as image:
        assert (image.format, image.size) == ("JPEG", (295, 413))
        assert image.convert("RGB").getpixel((5, 5))[2] > 150
    assert "2 finished, 0 failed" in capsys.readouterr().out


def test_a_result_is_that_of_the_service(folder, client):  # noqa: F811
    folder.add("one.jpg")
    options = {"background": "red", "format": "png", "dpi": "350", "visible_mark": "zh"}
    words = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    assert folder.run(*words) == 0
    form = {"image": (io.BytesIO(ASTRONAUT.read_bytes()), "a.jpg"), "spec": "cn-1inch", **options}
    response = client.post("/v1/idphoto", data=form)
    assert (folder.out / "one.png").read_bytes() == response.data


def test_names_that_cannot_be_printed_are_no_hindrance(folder, capsys):
    folder.add("\udcff.jpg")
    folder.out /= "\udcfe"
    assert folder.run() == 0
    assert folder.results() == {"\udcff.jpg"}
    assert r"\udcfe" in capsys.readouterr().out


def test_a_photo_that_fails_does_not_stop_the_others(folder, capsys):
    folder.add("a-broken.jpg", BROKEN)
    folder.add("b-text.jpg", b"no image at all")
    folder.add("c.jpg")
    assert folder.run("--jobs", "1") == 1
    assert folder.results() == {"c.jpg"}
    told = capsys.readouterr()
    assert "1 finished, 2 failed" in told.out
    assert "a-broken.jpg: The image is incomplete" in told.err
    told = {record["result"]: record for record in folder.records()}
    assert told["a-broken.jpg"]["problem"] == "damaged-image"
    assert told["b-text.jpg"]["problem"] == "unsupported-media"
    assert told["c.jpg"]["outcome"] == "finished"
    assert told["c.jpg"]["checks"]["warn"] >= 1  # she laughs
    assert told["c.jpg"]["marks"] == ["digital-source-type"]


def test_a_fault_of_the_program_does_not_stop_the_others(folder, monkeypatch, capsys):
    folder.add("a.jpg")
    folder.add("b.jpg")
    make, calls = work.make_idphoto, []

    def fail_once(*given):
        calls.append(given)
        if len(calls) == 1:
            raise RuntimeError("unheard of")
        return make(*given)

    monkeypatch.setattr(work, "make_idphoto", fail_once)
    assert folder.run("--jobs", "1") == 1
    assert [record["outcome"] for record in folder.records()] == ["failed", "finished"]
    assert folder.records()[0]["problem"] == "internal"
    assert "Internal error" in capsys.readouterr().err


def test_what_is_finished_is_not_made_again(folder, capsys):
    folder.add("one.jpg")
    folder.run()
    before = (folder.out / "one.jpg").stat().st_mtime_ns
    folder.add("two.jpg")
    assert folder.run() == 0
    assert (folder.out / "one.jpg").stat().st_mtime_ns == before
    assert folder.results() == {"one.jpg", "two.jpg"}
    assert "1 finished, 0 failed, 1 already finished" in capsys.readouterr().out
    assert folder.run() == 0
    assert "0 finished, 0 failed, 2 already finished" in capsys.readouterr().out


def test_a_custom_size_is_not_made_again_either(folder):
    folder.add("one.jpg")
    words = [str(folder.photos), "--out", str(folder.out), "--width-mm", "30", "--height-mm", "40"]
    assert main(words) == 0
    assert main(words) == 0
    assert len(folder.records()) == 1


@pytest.mark.parametrize("change", ["photo", "options", "result", "producer"])
def test_what_has_changed_is_made_again(folder, change, monkeypatch):
    photo = folder.add("one.jpg")
    folder.run("--background", "blue")
    colour = "red" if change == "options" else "blue"
    if change == "photo":
        os.utime(photo, (1, 1))
    if change == "result":
        (folder.out / "one.jpg").write_bytes(b"cut short")
    if change == "producer":
        monkeypatch.setenv("IDPHOTO_AIGC_PRODUCER", "house")
    assert folder.run("--background", colour) == 0
    assert len(folder.records()) == 2
    assert Image.open(folder.out / "one.jpg").size == (295, 413)


def test_a_photo_that_failed_is_tried_again(folder):
    folder.add("one.jpg", BROKEN)
    assert folder.run() == 1
    folder.add("one.jpg")
    assert folder.run() == 0
    assert folder.results() == {"one.jpg"}


def test_a_manifest_that_was_cut_short_or_written_into_counts_as_far_as_it_goes(folder):
    folder.add("one.jpg")
    folder.run()
    manifest = folder.out / "manifest.jsonl"
    whole = manifest.read_text()
    manifest.write_text(whole + '{"result": []}\n' + whole[:40])
    folder.add("two.jpg")
    assert folder.run() == 0
    lines = manifest.read_text().splitlines()
    assert lines[0] + "\n" == whole
    assert lines[2] == whole[:40]
    assert len(lines) == 4, "one.jpg was not made again"


def test_the_producer_of_the_settings_is_in_the_file(folder, monkeypatch):
    monkeypatch.setenv("IDPHOTO_AIGC_PRODUCER", "house-7")
    folder.add("one.jpg")
    folder.run()
    tags = exiftool.read((folder.out / "one.jpg").read_bytes())
    assert '"ContentProducer":"house-7"' in tags["XMP-TC260:Aigc"]
    assert folder.records()[0]["produce_id"] in tags["XMP-TC260:Aigc"]


def test_a_preview_is_named_one(folder):
    folder.add("one.jpg")
    assert folder.run("--preview") == 0
    assert folder.results() == {"one-preview.jpg"}


def test_a_file_too_large_to_read_is_refused_by_its_size(folder, monkeypatch):
    monkeypatch.setenv("IDPHOTO_MAX_BODY_MB", "0.01")
    folder.add("one.jpg")
    assert folder.run() == 1
    assert folder.records()[0]["problem"] == "body-too-large"
    assert "IDPHOTO_MAX_BODY_MB" in folder.records()[0]["detail"]


def test_a_result_that_cannot_be_written_is_told_and_leaves_nothing(folder):
    folder.add("one.jpg")
    (folder.out / "one.jpg").mkdir(parents=True)
    assert folder.run() == 1
    assert folder.records()[0]["problem"] == "file"
    assert not list(folder.out.rglob("*.part"))


# Interrupted


def command(folder, *options):
    return [
        sys.executable, "-m", "service", str(folder.photos), "--out", str(folder.out),
        "--spec", "cn-1inch", *options,
    ]  # fmt: skip


def start(folder, *options):
    """The command as from a terminal: what is started in the background is deaf to SIGINT."""

    def listen():
        signal.signal(signal.SIGINT, signal.default_int_handler)

    return subprocess.Popen(
        command(folder, *options), stderr=subprocess.PIPE, text=True, preexec_fn=listen
    )


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_whole_files_and_goes_on_later(folder, sign):
    for number in range(30):
        folder.add(f"{number:02}.jpg")
    process = start(folder, "--jobs", "1")
    deadline = time.monotonic() + 120
    while not (folder.out / "01.jpg").exists():
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(sign)
    told = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert told.splitlines()[-1] == "python -m service: interrupted"
    assert "Traceback" not in told
    made = folder.results()
    assert 2 <= len(made) < 30
    for name in made:
        with Image.open(folder.out / name) as image:
            image.load()
    finished = {record["result"] for record in folder.records()}
    assert finished <= made
    before = {name: (folder.out / name).stat().st_mtime_ns for name in finished}
    for number in range(len(made) + 1, 30):
        (folder.photos / f"{number:02}.jpg").unlink()  # the rest would only take time
    assert folder.run() == 0
    assert {name: (folder.out / name).stat().st_mtime_ns for name in finished} == before


def test_a_terminal_shows_how_far_it_is(folder):
    folder.add("one.jpg")
    folder.add("two.jpg", BROKEN)
    screen, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    process = subprocess.Popen(command(folder), stderr=terminal, stdout=subprocess.PIPE)
    process.communicate(timeout=120)
    os.close(terminal)
    shown = os.read(screen, 100_000).decode()
    os.close(screen)
    assert "2/2" in shown
    assert "two.jpg: The image is incomplete" in shown


def hears(process, sign):
    status = Path(f"/proc/{process.pid}/status").read_text()
    caught = int(re.search(r"SigCgt:\s*(\w+)", status)[1], 16)
    return caught >> (sign - 1) & 1


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("pause", [0, 0.2, 0.5])
def test_an_interruption_while_it_loads_leaves_no_trace(folder, pause, sign):
    for number in range(20):  # a machine that loads in less time than this is at work by then
        folder.add(f"{number}.jpg")
    process = start(folder)
    while not hears(process, signal.SIGTERM):  # the first thing that it does
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(pause)
    process.send_signal(sign)
    told = process.communicate(timeout=60)[1]
    assert told == "python -m service: interrupted\n"
    assert process.returncode == 130


LOADING = """
import builtins, os, signal, sys
from service.__main__ import start

def load(name, *rest):
    if name == "service.cli.main":
        try:
            os.kill(os.getpid(), signal.SIGINT)
            signal.pause()
        except BaseException as error:  # as numpy does
            raise ImportError("a C extension failed to import") from error
    return real(name, *rest)

real, builtins.__import__ = builtins.__import__, load
sys.exit(start())
"""


def test_an_extension_module_cannot_turn_an_interruption_into_an_error_of_its_own():
    process = subprocess.run(
        [sys.executable, "-c", LOADING], stderr=subprocess.PIPE, text=True, timeout=60, check=False
    )
    assert (process.returncode, process.stderr) == (130, "python -m service: interrupted\n")
