"""Memory after 200 photos, and after many more of all sizes."""

import argparse

from loadtest.client_pool import send
from loadtest.goals import Goal, Section, figure, markdown
from loadtest.load import READING_SECONDS
from loadtest.photos import CAMERAS, make_photo, raw
from loadtest.resources import Memory, largest_memory, sampled
from loadtest.results import outcome
from loadtest.server import serving

EARLY = 200
GROWTH = 1.05
LARGEST_PSS_MB = 1200.0


def section(photos: int) -> Section:
    """Serve `photos` photos and look at the memory when no photo is in work.

    The largest PSS is that of any moment, photos in work included.
    """
    uploads = [raw(make_photo(camera)) for camera in CAMERAS]
    with serving() as server, sampled(server.tree.reading, READING_SECONDS) as readings:
        clients = server.permits + 2
        fresh = server.tree.memory()
        answers = send(server, clients, uploads, min(EARLY, photos))
        early = server.tree.memory()
        answers += send(server, clients, uploads, photos - EARLY)
        late = server.tree.memory()
    largest = largest_memory(readings, 0, float("inf"))
    rows = [
        _row("at the start", fresh),
        _row(f"after {min(EARLY, photos)} photos", early),
        _row(f"after {photos} photos", late),
        _row("largest, photos in work", largest),
    ]
    heads = ["", "sum of PSS MB", "sum of RSS MB", "RSS of each worker MB"]
    text = f"{markdown(heads, rows)}\n\nAnswers: {outcome(answers)}"
    return Section(f"soak: {photos} photos", text, goals(photos, early, late, largest))


def goals(photos: int, early: Memory, late: Memory, largest: Memory) -> tuple[Goal, ...]:
    """Whether the workers grew, and whether they are small enough together."""
    ratio = late.rss / early.rss if early.rss else float("nan")
    growth = f"{ratio - 1:+.1%} after {photos} photos"
    return (
        Goal(
            "RSS after 2,000 photos",
            "<= +5% over photo 200",
            growth if photos >= 2000 else f"{growth}; `make soak` serves 2,000",
            None if photos <= EARLY else ratio <= GROWTH,
        ),
        Goal(
            "sum of PSS of 4 workers",
            "<= 1200 MB",
            f"{figure(largest.pss, 0)} MB at most, {figure(late.pss, 0)} MB at the end",
            largest.pss <= LARGEST_PSS_MB,
        ),
    )


def _row(name: str, memory: Memory) -> list[str]:
    each = " ".join(figure(rss, 0) for rss in memory.workers)
    return [name, figure(memory.pss, 0), figure(memory.rss, 0), each]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `python -m loadtest soak`."""
    parser.add_argument("--photos", type=int, default=2000, help="how many (2000)")


def main(options: argparse.Namespace) -> None:
    """Print the table."""
    print(section(options.photos))
