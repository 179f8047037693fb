"""Restarts under load: HUP, recycling of workers, and the end."""

import signal
import time
from collections.abc import Callable
from statistics import fmean

import psutil

from loadtest.client_pool import probing, sending
from loadtest.faults.worker_kill import QUIET
from loadtest.goals import Goal
from loadtest.photos import small_upload
from loadtest.resources import sampled
from loadtest.results import Answer, lost, outcome, percentile
from loadtest.server import END_SECONDS, Server, serving, until
from service import settings

PHOTOS_EACH = 8  # until a worker is replaced
LOOK_SECONDS = 0.25  # between two looks at which workers take connections


def reload(server: Server, workers: int) -> None:
    """SIGHUP: a new set of workers, once all of them take photos and the old ones do not."""
    old = set(server.accepting())
    server.tree.root.send_signal(signal.SIGHUP)

    def renewed() -> bool:
        accepting = server.accepting()
        return len(accepting) == workers and old.isdisjoint(accepting)

    until(renewed, 60)


def reloaded(rounds: int) -> tuple[Goal, ...]:
    """SIGHUP again and again, each time when the last reload is complete."""
    return _under_load(f"HUP x {rounds} under keep-alive load", reloading(rounds))


def reloading(rounds: int) -> Callable[[Server], None]:
    """What reloads a server so often."""

    def reload_often(server: Server) -> None:
        workers = len(server.accepting())
        for _ in range(rounds):
            reload(server, workers)
            time.sleep(1)

    return reload_often


def recycled(seconds: float) -> tuple[Goal, ...]:
    """Workers that end after a few photos and are replaced, all the time."""
    what = "IDPHOTO_MAX_REQUESTS recycling under keep-alive load"
    return _under_load(what, lambda _: time.sleep(seconds), max_requests=PHOTOS_EACH)


def _under_load(what: str, replace: Callable[[Server], None], **overrides: int) -> tuple[Goal, ...]:
    """Have the workers of a service under load replaced, and judge what was not answered."""
    return restart_goals(what, *watched(replace, **overrides))


def watched(
    replace: Callable[[Server], None], **overrides: int
) -> tuple[list[Answer], list[Answer], list[set[int]]]:
    """Photos, probes, and the workers that took connections, while `replace` replaces them."""
    with (
        serving(**overrides) as server,
        sending(server, 2 * server.permits, [small_upload()]) as answers,
        probing(server) as probes,
        sampled(lambda: set(server.accepting()), LOOK_SECONDS) as accepting,
    ):
        time.sleep(QUIET)
        replace(server)
        time.sleep(QUIET)
    return answers, probes, accepting


def restart_goals(
    what: str, answers: list[Answer], probes: list[Answer], accepting: list[set[int]]
) -> tuple[Goal, ...]:
    """Whether every photo and probe was answered, and there was always a worker to take one."""
    replaced = len(set.union(*accepting)) - len(accepting[0])
    gone = [a for a in answers if a.status not in (200, 429)]
    silent = [probe for probe in probes if probe.status != 200]
    longest = percentile([probe.seconds for probe in probes], 1)
    measured = (
        f"{len(gone)} of {len(answers)} photos ({outcome(answers)}), {len(silent)} of "
        f"{len(probes)} probes, the slowest {longest * 1000:.0f} ms; {replaced} workers replaced"
    )
    counts = [len(pids) for pids in accepting]
    stayed = f"{min(counts)} at least, {fmean(counts):.1f} in the mean"
    met = (not gone and not silent, min(counts) > 0) if replaced else (None, None)
    return (
        Goal(what, "0 lost", measured, met[0]),
        Goal("workers that take photos meanwhile", "never none", stayed, met[1]),
    )


def terminated() -> tuple[Goal, ...]:
    """SIGTERM to the first process under three clients for each permit."""
    limit = settings.load().deadline_seconds + 2
    with serving() as server, sending(server, 3 * server.permits, [small_upload()]) as answers:
        time.sleep(QUIET)
        root = server.tree.root
        root.send_signal(signal.SIGTERM)
        sent = time.monotonic()
        # Our child is a zombie until we wait for it.
        until(lambda: root.status() == psutil.STATUS_ZOMBIE, END_SECONDS, 0.05)
        seconds = time.monotonic() - sent
    accepted = [a for a in answers if a.start < sent <= a.end]
    later = [a for a in answers if a.start >= sent]
    measured = (
        f"{len(lost(accepted))} of {len(accepted)} lost ({outcome(accepted)}); sent later on "
        f"connections that were open: {outcome(a for a in later if a.status >= 0)}; "
        f"exit after {seconds:.1f} s"
    )
    met = not lost(later) and not lost(accepted) and seconds <= limit
    return (Goal("SIGTERM under load", f"0 accepted lost, exit <= {limit:g} s", measured, met),)
