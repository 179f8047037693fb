"""What the dearest photo costs, and how soon it ends when nobody waits for it any more."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from loadtest.largest import DELAYS, LARGEST, REQUESTS, STEPS
from service.values.spec import MAX_PIXELS

ROOT = Path(__file__).parents[3]
MOST_MB = 1500  # over an idle worker
SOON = 1.0  # CPU seconds


@pytest.fixture(scope="module")
def figures():
    """What is measured, in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-m", "loadtest", "largest"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, timeout=1200,
    ).stdout  # fmt: skip
    return [json.loads(line) for line in told.splitlines()]


def test_the_photo_has_as_many_pixels_as_there_may_be():
    pixels = int(LARGEST["width_px"]) * int(LARGEST["height_px"])
    assert 0.99 * MAX_PIXELS < pixels <= MAX_PIXELS


def test_the_dearest_requests_take_little_memory(figures):
    peaks = {line["request"]: line["peak_mb"] for line in figures if "request" in line}
    assert set(peaks) == set(REQUESTS)
    assert max(peaks.values()) < MOST_MB, peaks
    assert min(peaks.values()) > 50, "or nothing was measured"


def test_whatever_a_photo_is_in_it_ends_soon_after_its_cancellation(figures):
    ended = {
        (line["cancelled_in"], line["after"]): line["cpu_seconds"]
        for line in figures
        if "cancelled_in" in line
    }
    assert set(ended) == {(step, delay) for step in STEPS for delay in DELAYS}
    seconds = [one for one in ended.values() if one is not None]
    assert max(seconds) < SOON, ended
    assert len(seconds) >= len(STEPS), "or most were finished before"
