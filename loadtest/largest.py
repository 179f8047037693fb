"""What the dearest requests take of memory, and how soon a photo ends that is given up.

One at a time in this process, without a server: MB at the peak over what the process holds when
idle, for a photo of 50 MP, and CPU seconds from a cancellation to the end, for one of 16 MP. CPU
seconds, as other programs may have the cores.
"""

import argparse
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from loadtest.photos import ID_PHOTO, Camera, make_photo
from service.app import create_app, warm
from service.cancellation import CancellationToken, Cancelled
from service.orders.photo import read_order
from service.pipeline.idphoto import make_idphoto
from service.settings import Settings
from service.web.state import KEY, ProcessState

Fields = dict[str, str]

USUAL, LARGE = Camera("16 MP", 3456, 4608, 90), Camera("50 MP", 6120, 8160, 90)
LARGEST = {"width_px": "1788", "height_px": "2236"}
CLOSED_FORM = {"edge": "closed-form", "erode": "40"}
WEBP = {"format": "webp", "max_kb": "150"}
FOUR = json.dumps([{**LARGEST, "format": "png", "background": f"#{n}00000"} for n in "2468"])
SHEET = {"cells": "cn-2inch:1,80x80", "paper": "300x300", "dpi": "600"}
REQUESTS: dict[str, tuple[str, Fields]] = {
    "photo": (ID_PHOTO, {**LARGEST, "format": "png"}),
    "photo, closed-form": (ID_PHOTO, {**LARGEST, **CLOSED_FORM}),
    "photo, WebP of a size": (ID_PHOTO, {**LARGEST, **WEBP}),
    "variants": (ID_PHOTO, {"variants": FOUR}),
    "sheet, PNG": ("/v1/sheet", {**SHEET, "format": "png"}),
    "sheet, PDF": ("/v1/sheet", {**SHEET, "format": "pdf"}),
}
# Each step with the fields that make it long, and when it is cancelled, in seconds after its start.
STEPS: dict[str, Fields] = {
    "decode": {}, "frame": {}, "alpha": CLOSED_FORM, "foreground": {}, "encode": WEBP,
}  # fmt: skip
DELAYS = (0.05, 0.6)


class StepCanceller(CancellationToken):
    """Cancels itself `delay` seconds after the start of a step; `at` is in CPU seconds."""

    def __init__(self, wanted: str, delay: float) -> None:
        super().__init__()
        self.wanted, self.delay, self.at = wanted, delay, 0.0
        self._timer: threading.Timer | None = None

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """As of any token."""
        with super().step(name):
            if name == self.wanted and self._timer is None:
                self._timer = threading.Timer(self.delay, self._give_up)
                self._timer.start()
            yield

    def _give_up(self) -> None:
        self.at = time.process_time()
        self.cancel()


def peaks(app: Flask, photo: bytes) -> Iterator[dict[str, object]]:
    """MB over the idle process for each of REQUESTS, with its answer's MB and its CPU seconds."""
    client = app.test_client()
    for name, (path, fields) in REQUESTS.items():
        idle, start = _memory_mb("VmRSS"), time.process_time()
        Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here; man 5 proc
        answer = client.post(
            path, data=photo, query_string=fields, headers={"Content-Type": "image/jpeg"}
        )
        assert answer.status_code == 200, answer.text
        yield {
            "request": name,
            "peak_mb": round(_memory_mb("VmHWM") - idle),
            "answer_mb": round(len(answer.data) / 1e6, 1),
            "cpu_seconds": round(time.process_time() - start, 1),
        }
        answer.close()


def endings(own: ProcessState, photo: bytes) -> Iterator[dict[str, object]]:
    """CPU seconds that the dearest photo goes on after its cancellation in each of STEPS.

    None where it was finished before.
    """
    for step, fields in STEPS.items():
        for delay in DELAYS:
            token, seconds = StepCanceller(step, delay), None
            order = read_order({**LARGEST, **fields}.items(), own.catalogue)
            try:
                make_idphoto(photo, order, own.warm_engine(), token)
            except Cancelled:
                seconds = round(time.process_time() - token.at, 3)
            yield {"cancelled_in": step, "after": delay, "cpu_seconds": seconds}


def _memory_mb(figure: str) -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.partition(f"{figure}:")[2].split()[0]) / 1024


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Of `python -m loadtest largest`: none."""


def main(_options: argparse.Namespace) -> None:
    """Print lines of JSON."""
    app = create_app(Settings(matting="portrait", deadline_seconds=600))
    warm(app)
    for line in endings(app.extensions[KEY], make_photo(USUAL).data):
        print(json.dumps(line), flush=True)
    for line in peaks(app, make_photo(LARGE).data):
        print(json.dumps(line), flush=True)
