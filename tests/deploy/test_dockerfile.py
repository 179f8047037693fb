"""The Dockerfile, as far as it can be tried without an engine."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = re.sub(r"\\\n", "", (ROOT / "Dockerfile").read_text("utf-8"))


def copied(stage: str) -> list[tuple[list[str], str]]:
    """Sources of the checkout and destination of each COPY of a stage."""
    (body,) = re.findall(rf"^FROM \S+ AS {stage}\n(.*?)(?=^FROM |\Z)", TEXT, re.M | re.S)
    lines = [line.split() for line in re.findall(r"^COPY (?!--from)(.*)$", body, re.M)]
    return [(words[:-1], words[-1]) for words in lines]


@pytest.fixture
def models_stage(tmp_path):
    """A folder with what the stage that fetches the weights has of the checkout."""
    for sources, into in copied("models"):
        for source in sources:
            there = tmp_path / into
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, there, dirs_exist_ok=True)
            else:
                there.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / source, there)
    return tmp_path


def test_the_stage_that_fetches_the_weights_has_all_that_fetching_needs(models_stage):
    """Without a mirror that answers it says so, and fails of nothing else."""
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    environment |= {
        "IDPHOTO_MODEL_HOME": str(models_stage / "nothing"),
        "IDPHOTO_MODEL_MIRROR": "http://127.0.0.1:9",
    }
    command = [sys.executable, "-m", "service.models"]
    run = subprocess.run(
        command, cwd=models_stage, env=environment, capture_output=True, text=True, timeout=120
    )
    assert (run.returncode, "Traceback" in run.stderr) == (1, False), run.stderr
    assert "u2netp.onnx could not be fetched" in run.stderr


def test_what_is_copied_reaches_the_builder():
    let_in = re.findall(r"^!(\S+?)/?$", (ROOT / ".dockerignore").read_text("utf-8"), re.M)
    for stage in ("build", "models", "code"):
        for sources, _ in copied(stage):
            for source in sources:
                assert (ROOT / source).exists(), source
                assert source.split("/")[0] in let_in, source
