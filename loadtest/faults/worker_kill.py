"""Workers that die or hang under load; each drill starts a service of its own."""

import os
import random
import signal
import time
from contextlib import suppress
from dataclasses import dataclass

import psutil

from loadtest.clients import crowd, probed
from loadtest.goals import Goal
from loadtest.photos import KINDS, Form, bare, make
from loadtest.resources import callers_of, held_permits
from loadtest.results import Answer, lost
from loadtest.server import Server, serving, until

QUIET = 4.0  # seconds of load before and after each blow
FROZEN_TIMEOUT = 10  # gunicorn's own is 30 s; a shorter one shows the same sooner


def small() -> Form:
    """What drills send: it costs nearly as much as a large photo, but is sent at once."""
    return bare(make(KINDS[2]))


@dataclass(frozen=True, slots=True)
class Kill:
    """One worker killed: requests on its connections, all that were lost, and recovery times."""

    own: int
    lost: int
    foreign: int
    permits_free: float
    replaced: float


def killed(rounds: int) -> tuple[Goal, ...]:
    """SIGKILL of a random worker, again and again, under three callers for each permit."""
    kills = []
    with serving() as server:
        workers = len(server.accepting())
        with crowd(server, 3 * server.permits, [small()]) as people:
            for _ in range(rounds):
                time.sleep(QUIET)
                kills.append(_kill(server, people.answers, workers))
            time.sleep(QUIET)
    own, gone = sum(kill.own for kill in kills), sum(kill.lost for kill in kills)
    foreign = sum(kill.foreign for kill in kills)
    free, back = max(k.permits_free for k in kills), max(k.replaced for k in kills)
    return (
        Goal(
            f"SIGKILL of a worker under load, {rounds} times: failures",
            "<= its own in flight",
            f"{gone} lost, {foreign} of them of other workers; {own} were its own",
            foreign == 0 and gone <= own,
        ),
        Goal("its permits free", "within 1 s", f"{free:.2f} s at most", free <= 1),
        Goal(
            "capacity back",
            "within 5 s",
            f"all workers take photos again after {back:.1f} s at most",
            back <= 5,
        ),
    )


def _kill(server: Server, answers: list[Answer], workers: int) -> Kill:
    victim = random.choice(server.accepting())
    before = len(answers)
    os.kill(victim, signal.SIGSTOP)  # so that what it had accepted can be counted
    own = callers_of(victim, server.port)
    os.kill(victim, signal.SIGKILL)
    begun = time.monotonic()
    until(lambda: not held_permits([victim]), 10, 0.005)
    free = time.monotonic() - begun
    until(lambda: len(server.accepting()) == workers, 60, 0.05)
    back = time.monotonic() - begun
    time.sleep(1)
    gone = lost(answers[before:])
    return Kill(len(own), len(gone), sum(1 for a in gone if a.port not in own), free, back)


def frozen() -> tuple[Goal, ...]:
    """SIGSTOP of a worker: it holds connections and permits until gunicorn misses its heartbeat."""
    with serving("--timeout", str(FROZEN_TIMEOUT)) as server:
        workers = len(server.accepting())
        with crowd(server, 3 * server.permits, [small()]) as people, probed(server) as probes:
            time.sleep(QUIET)
            victim = random.choice(server.accepting())
            os.kill(victim, signal.SIGSTOP)
            own = callers_of(victim, server.port)
            begun = time.monotonic()
            gone = until(lambda: not psutil.pid_exists(victim), FROZEN_TIMEOUT + 30)
            ended = time.monotonic() - begun
            done = sum(1 for a in people.answers if a.status == 200 and a.at > begun)
            until(lambda: len(server.accepting()) == workers, 60)
            back = time.monotonic() - begun
            time.sleep(QUIET)
        answers = people.answers
    if not gone:
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
    foreign = [a for a in lost(answers) if a.port not in own]
    unheard = sum(1 for probe in probes if probe.status != 200)
    measured = (
        f"killed after {ended:.1f} s, replaced after {back:.1f} s; {len(lost(answers))} photos "
        f"lost, {len(foreign)} of them of other workers; {done} finished meanwhile; "
        f"{unheard} probes unanswered"
    )
    met = gone and ended <= FROZEN_TIMEOUT + 4 and not foreign
    limit = f"replaced after --timeout {FROZEN_TIMEOUT}; no other worker's photo lost"
    return (Goal("SIGSTOP of a worker under load", limit, measured, met),)
