"""How many photos a second an installation makes before it says no: a test before launch.

More and more clients, each with one photo after the other, against a service that runs (`--url`,
also a proxy's, with `--key` where it asks for one) or one of this checkout. A step holds while
nothing breaks, 95% of the photos are there within `--seconds`, and at most 1% are told to come
again. It ends at the first step that does not hold.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from loadtest.client_pool import sending
from loadtest.goals import figure, markdown
from loadtest.photos import CN_1INCH, PHONE, Photo, Upload, make_photo, raw
from loadtest.results import PHOTO, Window, percentile, window
from loadtest.server import Server, at, serving

STEPS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128)
SETTLE = 2.0  # seconds in which a step's new clients find their pace
REFUSED = 0.01


def measure(server: Server, upload: Upload, clients: int, seconds: float) -> Window:
    """What so many clients are answered in `seconds`."""
    with sending(server, clients, [upload]) as answers:
        time.sleep(SETTLE)
        start = time.monotonic()
        time.sleep(seconds)
        end = time.monotonic()
    return window(answers, start, end)


def fault_of(step: Window, most_seconds: float) -> str:
    """Why a step does not hold; empty where it does."""
    answers = step.of(PHOTO)
    broken = sorted({a.status for a in answers if a.status not in (200, 429)})
    p95 = percentile(step.times(PHOTO, 200), 0.95)
    refused = len(step.of(PHOTO, 429)) / len(answers) if answers else 0.0
    if broken:
        detail = next(a.fault for a in answers if a.status == broken[0])
        return f"status {', '.join(map(str, broken))}: {detail[:100]}"
    if not answers or not step.of(PHOTO, 200):
        return "no photo was finished"
    if p95 > most_seconds:
        return f"p95 of {p95:.1f} s is above {most_seconds:g}"
    return f"{refused:.0%} were told to come again" if refused > REFUSED else ""


def capacity(server: Server, upload: Upload, seconds: float, most_seconds: float) -> int:
    """Print a row for each step and what it comes to; the exit status."""
    rows, held = [], 0.0
    for clients in STEPS:
        step = measure(server, upload, clients, seconds)
        fault = fault_of(step, most_seconds)
        rows.append(_row(clients, step, fault or "holds"))
        print(f"{clients} clients: {step.goodput:.2f} photos / s", file=sys.stderr, flush=True)
        if fault:
            break
        held = max(held, step.goodput)
    print(markdown(["", "photos / s", "p50 s", "p95 s", "429", "verdict"], rows))
    print(f"\nIt holds {held:.2f} photos / s; plan for 70% of that: {0.7 * held:.2f}.")
    return 0 if held else 1


def _row(clients: int, step: Window, verdict: str) -> list[str]:
    times = step.times(PHOTO, 200)
    middle, late = (figure(percentile(times, share)) for share in (0.5, 0.95))
    refused = str(len(step.of(PHOTO, 429)))
    return [f"{clients} clients", figure(step.goodput), middle, late, refused, verdict]


@contextmanager
def _server(options: argparse.Namespace) -> Iterator[Server]:
    if options.url:
        yield at(options.url)
    else:
        with serving() as server:
            yield server


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `python -m loadtest capacity`."""
    parser.add_argument("--url", help="a service that runs; default: one of this checkout")
    parser.add_argument("--key", help="of a service that asks for one")
    parser.add_argument(
        "--photo", type=Path, help="a photo as your callers send it; default: 12 MP"
    )
    parser.add_argument("--step", type=float, default=20, help="seconds of each step (20)")
    parser.add_argument("--seconds", type=float, default=5, help="in which 95%% are there (5)")


def main(options: argparse.Namespace) -> None:
    """Print the table."""
    photo = make_photo(PHONE)
    if options.photo:
        photo = Photo(options.photo.name, options.photo.read_bytes())
    upload = raw(photo, CN_1INCH)
    if options.key:
        upload = replace(upload, key=options.key)
    with _server(options) as server:
        sys.exit(capacity(server, upload, options.step, options.seconds))
