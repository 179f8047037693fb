"""Workers that die or hang under load; each test starts a service of its own."""

import os
import random
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from loadtest.client_pool import probing, sending
from loadtest.goals import Goal
from loadtest.photos import small_upload
from loadtest.results import Answer, lost
from loadtest.server import Server, serving, until

QUIET = 4.0  # seconds of load before and after each fault
STOP_TIMEOUT = 10  # gunicorn's own is 30 s; a shorter one shows the same sooner


@dataclass(frozen=True, slots=True)
class Kill:
    """One worker killed: requests on its connections, all that were lost, and recovery times."""

    own: int
    lost: int
    foreign: int
    permits_free: float
    replaced: float


def sigkill(rounds: int) -> tuple[Goal, ...]:
    """SIGKILL of a random worker, again and again, under three clients for each permit."""
    kills = []
    with serving() as server:
        workers = len(server.accepting())
        with sending(server, 3 * server.permits, [small_upload()]) as answers:
            for _ in range(rounds):
                time.sleep(QUIET)
                kills.append(_kill(server, answers, workers))
            time.sleep(QUIET)
    return kill_goals(kills)


def kill_goals(kills: list[Kill]) -> tuple[Goal, ...]:
    """Whether only the killed workers' own requests were lost, and how soon all was well again."""
    own, gone = sum(kill.own for kill in kills), sum(kill.lost for kill in kills)
    foreign = sum(kill.foreign for kill in kills)
    free, back = max(k.permits_free for k in kills), max(k.replaced for k in kills)
    return (
        Goal(
            f"SIGKILL of a worker under load, {len(kills)} times: failures",
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
    own = client_ports(victim, server.port)
    os.kill(victim, signal.SIGKILL)
    start = time.monotonic()
    until(lambda: not held_permits([victim]), 10, 0.005)
    free = time.monotonic() - start
    server.wait_for_workers(workers, 60)
    back = time.monotonic() - start
    time.sleep(1)
    gone = lost(answers[before:])
    return Kill(len(own), len(gone), sum(1 for a in gone if a.port not in own), free, back)


def sigstop() -> tuple[Goal, ...]:
    """SIGSTOP of a worker: it holds connections and permits until gunicorn misses its heartbeat."""
    with serving("--timeout", str(STOP_TIMEOUT)) as server:
        workers, photos = len(server.accepting()), [small_upload()]
        with sending(server, 3 * server.permits, photos) as answers, probing(server) as probes:
            time.sleep(QUIET)
            victim = random.choice(server.accepting())
            os.kill(victim, signal.SIGSTOP)
            own, start = client_ports(victim, server.port), time.monotonic()
            if not until(lambda: not psutil.pid_exists(victim), STOP_TIMEOUT + 30):
                os.kill(victim, signal.SIGKILL)  # gunicorn has not done it
            ended = time.monotonic() - start
            finished = sum(1 for a in answers if a.status == 200 and a.start > start)
            server.wait_for_workers(workers, 60)
            back = time.monotonic() - start
            time.sleep(QUIET)
    gone, silent = lost(answers), sum(1 for probe in probes if probe.status != 200)
    foreign = sum(1 for a in gone if a.port not in own)
    measured = (
        f"killed after {ended:.1f} s, replaced after {back:.1f} s; {len(gone)} photos lost, "
        f"{foreign} of them of other workers; {finished} finished meanwhile; "
        f"{silent} probes unanswered"
    )
    limit = f"replaced after --timeout {STOP_TIMEOUT}; no other worker's photo lost"
    met = ended <= STOP_TIMEOUT + 4 and not foreign
    return (Goal("SIGSTOP of a worker under load", limit, measured, met),)


def client_ports(pid: int, port: int) -> set[int]:
    """The clients' ports of the connections to `port` that this process has accepted."""
    connections = psutil.Process(pid).net_connections("tcp")
    return {c.raddr.port for c in connections if c.laddr.port == port and c.raddr}


def held_permits(pids: list[int]) -> int:
    """Bytes under record locks of these processes: the service's permits are one byte each."""
    return locked_bytes(Path("/proc/locks").read_text(), pids)


def locked_bytes(table: str, pids: list[int]) -> int:
    """The same of the text of /proc/locks, where neighbouring bytes share a line."""
    locks = [line.split() for line in table.splitlines()]
    ours = [lock for lock in locks if lock[1] == "POSIX" and int(lock[4]) in pids]
    return sum(int(lock[7]) - int(lock[6]) + 1 for lock in ours)
