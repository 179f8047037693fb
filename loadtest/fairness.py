"""Whether a modest caller still gets its photos while a greedy one asks for all it can.

The modest one sends one photo after the other, first alone and then beside many clients with the
greedy one's key, which wait after a refusal for as long as they are told, and no longer. `python -m
loadtest fairness` exits with 1 when the modest one is refused, or its 95th percentile is more than
twice that of its own alone. Run it on a machine that does nothing else.

With `--pause` they wait less: then a proxy in front has to stop them, as each refusal takes some
milliseconds of a core.
"""

import argparse
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from loadtest.goals import Goal
from loadtest.keyed import KeyedClient, Reply, serving_with_keys
from loadtest.photos import small_upload
from loadtest.results import percentile
from loadtest.server import Server

PHOTOS, CLIENTS = 100, 24
MOST = 2.0  # times the 95th percentile alone
PAUSE = 1.0  # seconds for which the greedy one's clients wait when refused: Retry-After is 1
SHARE = 0.95
BOTH = 'scopes = ["photo"]'


@dataclass(frozen=True, slots=True)
class Result:
    """The modest one's replies alone and in company, and how often the greedy one got what."""

    alone: list[Reply]
    beside: list[Reply]
    greedy: Counter[int]

    @property
    def ratio(self) -> float:
        """The 95th percentile in company over that alone."""
        return _late(self.beside) / _late(self.alone)

    @property
    def refused(self) -> int:
        """How many photos the modest one did not get."""
        return sum(reply.status != 200 for reply in (*self.alone, *self.beside))


def measure(photos: int, clients: int, pause: float) -> Result:
    """Both callers at a server of our own."""
    with serving_with_keys({"greedy": BOTH, "modest": BOTH}, log_level="warning") as (server, keys):
        _send(server, keys["modest"], 10)  # every worker has then made some
        alone = _send(server, keys["modest"], photos)
        with _greed(server, keys["greedy"], clients, pause) as counts:
            _send(server, keys["modest"], 3)
            beside = _send(server, keys["modest"], photos)
        return Result(alone, beside, counts)


def _send(server: Server, key: str, photos: int) -> list[Reply]:
    client, upload = KeyedClient(server), small_upload()
    replies = [client.post(upload, key) for _ in range(photos)]
    client.close()
    return replies


@contextmanager
def _greed(server: Server, key: str, clients: int, pause: float) -> Iterator[Counter[int]]:
    """While inside, so many clients send photos with one key; the statuses that they get."""
    counts: list[Counter[int]] = [Counter() for _ in range(clients)]
    all_counts: Counter[int] = Counter()
    stop, upload = threading.Event(), small_upload()

    def run(number: int) -> None:
        client = KeyedClient(server)
        while not stop.is_set():
            status = client.post(upload, key).status
            counts[number][status] += 1
            if status != 200:
                stop.wait(pause)
        client.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield all_counts
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        all_counts.update(sum(counts, Counter()))


def _late(replies: list[Reply]) -> float:
    return percentile([reply.seconds for reply in replies], SHARE)


def goal(result: Result) -> Goal:
    """Whether the modest one got its photos in time."""
    measured = (
        f"p95 alone {1000 * _late(result.alone):.0f} ms, beside {1000 * _late(result.beside):.0f} "
        f"ms: {result.ratio:.2f} times; refused: {result.refused}; the greedy one's answers: "
        + ", ".join(f"{status}: {count}" for status, count in sorted(result.greedy.items()))
    )
    met = result.ratio <= MOST and not result.refused and result.greedy[200] > 0
    return Goal("a modest caller beside a greedy one", f"p95 at most {MOST:g} times", measured, met)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `python -m loadtest fairness`."""
    parser.add_argument("--photos", type=int, default=PHOTOS, help=f"of each part ({PHOTOS})")
    parser.add_argument("--clients", type=int, default=CLIENTS, help=f"greedy ones ({CLIENTS})")
    parser.add_argument("--pause", type=float, default=PAUSE, help=f"seconds ({PAUSE:g})")


def main(options: argparse.Namespace) -> None:
    """Print what happened."""
    verdict = goal(measure(options.photos, options.clients, options.pause))
    print(f"{verdict.what} ({verdict.limit}): {verdict.measured}")
    sys.exit(not verdict.met)
