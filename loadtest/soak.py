"""`python -m loadtest.soak`: memory after 200 photos, and after many more of all sizes."""

import argparse

from loadtest.clients import Crowd
from loadtest.goals import Goal, Part, figure, markdown
from loadtest.photos import KINDS, Form, bare, make
from loadtest.resources import Memory, Meter
from loadtest.results import Answer, outcome
from loadtest.server import Server, serving

EARLY = 200
GROWTH = 1.05
LARGEST_PSS_MB = 1200.0


def part(photos: int) -> Part:
    """Serve `photos` photos and look at the memory when no photo is in work.

    The largest PSS is that of any moment, photos in work included.
    """
    forms = [bare(make(kind)) for kind in KINDS]
    with serving() as server:
        assert server.tree is not None
        meter = Meter(server.tree)
        meter.start()
        fresh = server.tree.memory()
        first = _serve(server, forms, min(EARLY, photos))
        early = server.tree.memory()
        then = _serve(server, forms, photos - EARLY)
        late = server.tree.memory()
        meter.stop()
        largest = meter.largest(0, float("inf"))
    rows = [
        _row("at the start", fresh),
        _row(f"after {min(EARLY, photos)} photos", early),
        _row(f"after {photos} photos", late),
        _row("largest, photos in work", largest),
    ]
    heads = ["", "sum of PSS MB", "sum of RSS MB", "RSS of each worker MB"]
    text = f"{markdown(heads, rows)}\n\nAnswers: {outcome(first + then)}"
    return Part(f"soak: {photos} photos", text, goals(photos, early, late, largest))


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


def _serve(server: Server, forms: list[Form], photos: int) -> list[Answer]:
    crowd = Crowd(server, server.permits + 2, forms)
    crowd.start(photos)
    crowd.join()
    return list(crowd.answers)


def _row(name: str, memory: Memory) -> list[str]:
    each = " ".join(figure(rss, 0) for rss in memory.workers)
    return [name, figure(memory.pss, 0), figure(memory.rss, 0), each]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m loadtest.soak", description=__doc__)
    parser.add_argument("--photos", type=int, default=2000, help="how many (2000)")
    print(part(parser.parse_args().photos))


if __name__ == "__main__":
    main()
