"""Restarts under load: HUP, recycling of workers, and the end."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import fmean

import psutil

from loadtest.clients import crowd, probed
from loadtest.faults.worker_kill import QUIET, small
from loadtest.goals import Goal
from loadtest.results import lost, outcome, percentile
from loadtest.server import END_SECONDS, Server, serving, until
from service import settings

PHOTOS_EACH = 8  # until a worker is replaced


def reloaded(rounds: int) -> tuple[Goal, ...]:
    """SIGHUP to the master, each time when the last reload is complete."""

    def blow(server: Server) -> None:
        workers = len(server.accepting())
        for _ in range(rounds):
            reload(server, workers)
            time.sleep(1)

    return _nothing_lost(f"HUP x {rounds} under keep-alive load", blow)


def reload(server: Server, workers: int) -> None:
    """A new set of workers, once all of them take photos."""
    old = set(server.accepting())
    _master(server).send_signal(signal.SIGHUP)
    until(lambda: _renewed(server, old, workers), 60, 0.1)


def _renewed(server: Server, old: set[int], workers: int) -> bool:
    now = server.accepting()
    return len(now) == workers and not old.intersection(now)


def _master(server: Server) -> psutil.Process:
    assert server.tree is not None, "a server of our own"
    return server.tree.root


def _over(server: Server) -> bool:
    master = _master(server)
    return not master.is_running() or master.status() == psutil.STATUS_ZOMBIE


@contextmanager
def watched(server: Server) -> Iterator[list[set[int]]]:
    """The workers that took connections, four times a second."""
    seen = [set(server.accepting())]
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.25):
            seen.append(set(server.accepting()))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()


def recycled(seconds: float) -> tuple[Goal, ...]:
    """Workers that end after a few photos and are replaced, all the time."""
    what = "IDPHOTO_MAX_REQUESTS recycling under keep-alive load"
    return _nothing_lost(what, lambda _: time.sleep(seconds), max_requests=PHOTOS_EACH)


def _nothing_lost(what: str, blow: Callable[[Server], None], **chosen: int) -> tuple[Goal, ...]:
    """Do it to a service under load, and count what was not answered."""
    with serving(**chosen) as server:
        with (
            crowd(server, 2 * server.permits, [small()]) as people,
            probed(server) as probes,
            watched(server) as seen,
        ):
            time.sleep(QUIET)
            blow(server)
            time.sleep(QUIET)
        answers = people.answers
    replaced = len(set.union(*seen)) - len(seen[0])
    gone = [a for a in answers if a.status not in (200, 429)]
    unheard = [probe for probe in probes if probe.status != 200]
    longest = percentile([probe.seconds for probe in probes], 1)
    measured = (
        f"{len(gone)} of {len(answers)} photos ({outcome(answers)}), {len(unheard)} of "
        f"{len(probes)} probes, the slowest {longest * 1000:.0f} ms; {replaced} workers replaced"
    )
    counts = [len(pids) for pids in seen]
    stayed = f"{min(counts)} at least, {fmean(counts):.1f} in the mean"
    met = (not gone and not unheard, min(counts) > 0) if replaced else (None, None)
    return (
        Goal(what, "0 lost", measured, met[0]),
        Goal("workers that take photos meanwhile", "never none", stayed, met[1]),
    )


def ended() -> tuple[Goal, ...]:
    """SIGTERM to the master under three callers for each permit."""
    limit = settings.load().deadline_seconds + 2
    with serving() as server:
        with crowd(server, 3 * server.permits, [small()]) as people:
            time.sleep(QUIET)
            _master(server).send_signal(signal.SIGTERM)
            begun = time.monotonic()
            until(lambda: _over(server), END_SECONDS, 0.05)
            took = time.monotonic() - begun
        answers = people.answers
    accepted = [a for a in answers if a.at < begun <= a.end]
    after = [a for a in answers if a.at >= begun]
    measured = (
        f"{len(lost(accepted))} of {len(accepted)} lost ({outcome(accepted)}); sent later on lines "
        f"that were open: {outcome(a for a in after if a.status >= 0)}; exit after {took:.1f} s"
    )
    met = not lost(after) and not lost(accepted) and took <= limit
    return (Goal("SIGTERM under load", f"0 accepted lost, exit <= {limit:g} s", measured, met),)
