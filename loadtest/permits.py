"""Whether the permits keep their limit while processes that hold them are killed at random.

Processes take and give back permits as fast as they can, and one of them is killed every few
milliseconds and replaced. Who gets a permit writes its pid into that permit's cell of a shared
table, and clears it before giving the permit back. A cell in which a living process already stands
is a permit that two hold. `python -m loadtest permits` exits with 1 if that ever happened.
"""

import argparse
import mmap
import os
import random
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from loadtest.goals import Goal, Section
from service.serving.admission.permits import Permits
from service.values.request_errors import Busy

ACQUISITIONS, KILLS = 100_000, 500
PF_EXITING = 0x4  # of a process that the kernel takes apart; include/linux/sched.h
WAIT_SECONDS = 5.0
PAUSE = (0.02, 0.1)  # seconds between kills
POLL_FACTOR = 10  # waiters look for a free permit so many times as often as in the service


@dataclass(frozen=True, slots=True)
class Result:
    """What happened: all counts, and `seconds` of wall time."""

    acquired: int
    refused: int
    doubles: int
    kills: int
    left: int
    seconds: float


class Tally:
    """Shared memory: the pid in each permit, and each child's acquisitions, refusals, doubles."""

    def __init__(self, permits: int, processes: int) -> None:
        """All zero; every child writes a row of its own."""
        self.holders = np.frombuffer(mmap.mmap(-1, 8 * permits), np.int64)
        self.counts = np.frombuffer(mmap.mmap(-1, 24 * processes), np.int64).reshape(-1, 3)


def stress(acquisitions: int, kills: int, permits: int = 4, processes: int = 8) -> Result:
    """Let `processes` acquire `permits` until there were that many acquisitions and kills.

    Half of those without a permit find a place to wait, the others are refused.
    """
    queue = (processes - permits) // 2
    limit = Permits(permits, queue, WAIT_SECONDS, lambda seconds: time.sleep(seconds / POLL_FACTOR))
    tally = Tally(permits, processes)
    children = [_fork(limit, tally, row) for row in range(processes)]
    start, killed = time.monotonic(), 0
    while killed < kills or tally.counts[:, 0].sum() < acquisitions:
        time.sleep(random.uniform(*PAUSE))
        row = random.randrange(processes)
        _kill(children[row])
        children[row] = _fork(limit, tally, row)
        killed += 1
    seconds = time.monotonic() - start
    for pid in children:
        _kill(pid)
    acquired, refused, doubles = (int(total) for total in tally.counts.sum(axis=0))
    return Result(acquired, refused, doubles, killed, limit.in_use, seconds)


def _fork(limit: Permits, tally: Tally, row: int) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            random.seed()
            while True:
                _once(limit, tally, row)
        finally:
            os._exit(1)
    return pid


def _once(limit: Permits, tally: Tally, row: int) -> None:
    try:
        permit = limit.acquire()
    except Busy:
        tally.counts[row, 1] += 1
        time.sleep(0.001)
        return
    other = int(tally.holders[permit.number])
    if other and _lives(other):
        tally.counts[row, 2] += 1
    tally.holders[permit.number] = os.getpid()
    tally.counts[row, 0] += 1
    if random.random() < 0.2:
        time.sleep(random.uniform(0, 0.001))
    tally.holders[permit.number] = 0
    permit.release()


def _lives(pid: int) -> bool:
    """Whether a process still runs; one that is being ended has lost its locks already."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state[0] not in "ZX" and not int(state[6]) & PF_EXITING


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def goal(result: Result) -> Goal:
    """Whether no permit was ever held twice, and none is left."""
    limit = f"never above the limit in {ACQUISITIONS:,} acquisitions with SIGKILLs"
    measured = (
        f"{result.acquired} acquisitions in {result.seconds:.1f} s, {result.refused} refusals, "
        f"{result.kills} processes killed; held twice: {result.doubles}; left: {result.left}"
    )
    met = not result.doubles and not result.left
    return Goal("photos in work", limit, measured, met if result.acquired else None)


def section() -> Section:
    """What happened, and whether the goal is met."""
    verdict = goal(stress(ACQUISITIONS, KILLS))
    return Section("permits under SIGKILL", verdict.measured, (verdict,))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `python -m loadtest permits`."""
    parser.add_argument("--acquisitions", type=int, default=ACQUISITIONS)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--permits", type=int, default=4)
    parser.add_argument("--processes", type=int, default=8)


def main(options: argparse.Namespace) -> None:
    """Print what happened."""
    result = stress(options.acquisitions, options.kills, options.permits, options.processes)
    verdict = goal(result)
    print(verdict.measured)
    sys.exit(not verdict.met)
