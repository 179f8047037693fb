"""Whether strangers come in: random requests with wrong, missing, expired and foreign keys.

Sends them to a server of its own and looks whether each got 401, or 403 where a key holds but lacks
the scope, and whether anything but the count of refusals has moved: photos, bytes of bodies, waits
for a permit, quotas. `python -m loadtest keys` exits with 1 if not.
"""

import argparse
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from loadtest.goals import Goal
from loadtest.keyed import OBSERVER, KeyedClient, Samples, samples, serving_with_keys
from loadtest.photos import CN_1INCH, small_upload
from loadtest.server import Server
from service.access.keys import LETTERS, new_key

REQUESTS, CLIENTS = 100_000, 8
LARGEST = 4_000  # bytes of a body
GROWTH_MB = 20.0  # of a worker, above which it keeps something of strangers
NAMES = {
    "shop": 'scopes = ["photo", "check", "batch", "metrics"]\nper_day = 1000',
    "expired": 'scopes = ["photo", "check", "batch", "metrics"]\nexpires = 2020-01-31',
    "nothing": 'scopes = ["metrics"]',
}
PATHS = (CN_1INCH, "/v1/idphoto", "/v1/sheet?cells=cn-1inch", "/v1/check", "/v1/batch?spec=x")
# What must not move for strangers. Requests themselves are counted, and so is this asking.
MAY_MOVE = ("idphoto_requests_total", "idphoto_request_duration_seconds")


@dataclass
class Tally:
    """Answers by kind of key and status; what has moved; how much a worker grew, in MB."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    moved: list[str] = field(default_factory=list)
    growth_mb: float = 0.0
    seconds: float = 0.0
    cpu: float = 0.0
    photo: int = 0  # the status of a photo with a right key, after all of them

    @property
    def total(self) -> int:
        """All answers."""
        return sum(self.answers.values())

    @property
    def let_in(self) -> int:
        """Answers that are not what such a key gets."""
        right = {kind: 403 if kind == "no scope" else 401 for kind, _ in self.answers}
        return sum(n for (kind, status), n in self.answers.items() if status != right[kind])


def attack(requests: int, clients: int = CLIENTS, seed: int = 0) -> Tally:
    """What became of so many random requests to a server of our own."""
    tally = Tally()
    with serving_with_keys(NAMES, log_level="warning") as (server, keys):
        _photo(server, keys["shop"])
        _send(server, keys, requests // 20, clients, seed - 1)  # so that memory is what it will be
        before, memory = samples(server, keys[OBSERVER]), server.tree.memory().rss
        start, cpu = time.monotonic(), server.tree.cpu_seconds()
        tally.answers = _send(server, keys, requests, clients, seed)
        tally.seconds = time.monotonic() - start
        tally.cpu = server.tree.cpu_seconds() - cpu
        after = samples(server, keys[OBSERVER])
        workers = max(1, len(server.tree.workers()))
        tally.growth_mb = (server.tree.memory().rss - memory) / workers
        tally.moved = _moved(before, after)
        tally.photo = _photo(server, keys["shop"])
    return tally


def _send(
    server: Server, keys: dict[str, str], requests: int, clients: int, seed: int
) -> Counter[tuple[str, int]]:
    """Answers by kind and status, of `clients` at the same time."""
    counts: list[Counter[tuple[str, int]]] = [Counter() for _ in range(clients)]

    def run(number: int) -> None:
        client, rng = KeyedClient(server), random.Random(f"{seed}-{number}")
        for _ in range(requests // clients + (number < requests % clients)):
            kind, headers = _stranger(keys, rng)
            body = os.urandom(rng.randrange(LARGEST))
            status, _ = client.send("POST", rng.choice(PATHS), body, headers)
            counts[number][kind, status] += 1
        client.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts, Counter())


def _stranger(keys: dict[str, str], rng: random.Random) -> tuple[str, dict[str, str]]:
    """One way not to be let in, and its headers."""
    right = keys["shop"]
    at = rng.randrange(len(right))
    other = rng.choice(LETTERS.replace(right[at], ""))
    kinds = {
        "missing": "",
        "foreign": new_key(),
        "expired": keys["expired"],
        "mistyped": right[:at] + other + right[at + 1 :],
        "cut off": right[:at],
        "noise": "".join(rng.choices(LETTERS + "_-.=", k=rng.randrange(1, 200))),
        "no scope": keys["nothing"],
    }
    kind = rng.choice(list(kinds))
    value = kinds[kind]
    way = rng.choice(("X-API-Key", "Authorization"))
    return kind, {way: f"Bearer {value}" if way == "Authorization" else value}


def _moved(before: Samples, after: Samples) -> list[str]:
    """Names of metrics that are not what they were, but for those that count requests."""
    return sorted(
        {
            name
            for (name, labels), value in after.items()
            if not name.startswith(MAY_MOVE) and before.get((name, labels), 0) != value
        }
    )


def _photo(server: Server, key: str) -> int:
    return KeyedClient(server).post(small_upload(), key).status


def goals(tally: Tally) -> Sequence[Goal]:
    """What has to hold."""
    counts = sorted(tally.answers.items())
    answers = ", ".join(f"{kind} {status}: {count}" for (kind, status), count in counts)
    moved = ", ".join(tally.moved) or "nothing"
    cost = f"{1000 * tally.cpu / max(1, tally.total):.2f} ms of CPU each"
    grown = f"{tally.growth_mb:.1f} MB; {tally.total:,} requests in {tally.seconds:.0f} s, {cost}"
    limit = f"grows by less than {GROWTH_MB:g} MB"
    return (
        Goal("strangers", "401 and 403 only", answers, bool(counts) and not tally.let_in),
        Goal("what it costs", "nothing moves", moved, not tally.moved),
        Goal("memory of a worker", limit, grown, tally.growth_mb < GROWTH_MB),
        Goal("a right key after that", "200", str(tally.photo), tally.photo == 200),
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `python -m loadtest keys`."""
    parser.add_argument("--requests", type=int, default=REQUESTS, help=f"({REQUESTS:,})")
    parser.add_argument("--clients", type=int, default=CLIENTS, help=f"at once ({CLIENTS})")


def main(options: argparse.Namespace) -> None:
    """Print what happened."""
    judged = goals(attack(options.requests, options.clients))
    for goal in judged:
        print(f"{goal.what} ({goal.limit}): {goal.measured}")
    sys.exit(not all(goal.met for goal in judged))
