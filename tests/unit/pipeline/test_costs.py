"""What the dearest photo costs, and how soon it ends when nobody waits for it any more."""

import io
import json
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from service.values.spec import MAX_PIXELS
from tests.unit.pipeline.largest_photo import DELAYS, SIZE, STEPS

MOST_MB = 1500  # over an idle worker
SOON = 1.0  # CPU seconds


@pytest.fixture(scope="module")
def figures(astronaut, tmp_path_factory):
    """The lines that the child process prints, for a photo of 16 MP with a sensor's grain."""
    image = Image.open(io.BytesIO(astronaut)).convert("RGB").resize((4000, 4000))
    grain = np.random.default_rng(7).integers(-12, 12, (4000, 4000, 1), np.int16)
    pixels = np.clip(np.asarray(image, np.int16) + grain, 0, 255).astype(np.uint8)
    path = tmp_path_factory.mktemp("largest") / "photo.jpg"
    Image.fromarray(pixels).save(path, quality=90)
    told = subprocess.run(
        [sys.executable, "-m", "tests.unit.pipeline.largest_photo", str(path)],
        stdout=subprocess.PIPE, text=True, check=True, timeout=900,
    ).stdout  # fmt: skip
    return [json.loads(line) for line in told.splitlines()]


def test_the_photo_has_as_many_pixels_as_there_may_be():
    pixels = int(SIZE["width_px"]) * int(SIZE["height_px"])
    assert 0.99 * MAX_PIXELS < pixels <= MAX_PIXELS


def test_the_dearest_photo_takes_little_memory(figures):
    (peak,) = (line["peak_mb"] for line in figures if "peak_mb" in line)
    assert 100 < peak < MOST_MB


def test_whatever_it_is_doing_it_ends_soon_after_its_cancellation(figures):
    ended = {(line["step"], line["delay"]): line["seconds"] for line in figures if "step" in line}
    assert set(ended) == {(step, delay) for step in STEPS for delay in DELAYS}
    assert max(ended.values()) < SOON, ended
    assert sum(seconds > 0 for seconds in ended.values()) >= len(STEPS), "most were in work"
