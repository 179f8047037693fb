"""Whether the permits keep their limit while processes that hold them are killed at random.

Processes take and give back permits as fast as they can, and one of them is killed every few
milliseconds and replaced. Who gets a permit writes its pid into that permit's cell of a shared
table, and clears it before giving the permit back. A cell in which a living process already stands
is a permit that two hold. `python -m loadtest.permits` exits with 1 if that ever happened.
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
from numpy.typing import NDArray

from service.serving.permits import Permits
from service.values.errors import Busy

PF_EXITING = 0x4  # of a process that the kernel takes apart; include/linux/sched.h
WAIT_SECONDS = 5.0
PAUSE = (0.02, 0.1)  # seconds between kills
HURRY = 10  # so many times as often as in the service it is looked for a free permit


@dataclass(frozen=True, slots=True)
class Result:
    """What happened: all counts, and `seconds` of wall time."""

    acquired: int
    refused: int
    doubles: int
    kills: int
    left: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Tally:
    """Shared memory: the pid in each permit, and each child's acquisitions, refusals, doubles."""

    holders: NDArray[np.int64]
    counts: NDArray[np.int64]

    @classmethod
    def make(cls, permits: int, processes: int) -> "Tally":
        """All zero; every child writes a row of its own."""
        holders = np.frombuffer(mmap.mmap(-1, 8 * permits), np.int64)
        counts = np.frombuffer(mmap.mmap(-1, 24 * processes), np.int64).reshape(-1, 3)
        return cls(holders, counts)


def stress(acquisitions: int, kills: int, permits: int = 4, processes: int = 8) -> Result:
    """Let `processes` acquire `permits` until there were that many acquisitions and kills.

    Half of those without a permit find a place to wait, the others are refused.
    """
    queue = (processes - permits) // 2
    limit = Permits(permits, queue, WAIT_SECONDS, lambda seconds: time.sleep(seconds / HURRY))
    tally = Tally.make(permits, processes)
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
    other = int(tally.holders[permit.slot])
    if other and _lives(other):
        tally.counts[row, 2] += 1
    tally.holders[permit.slot] = os.getpid()
    tally.counts[row, 0] += 1
    if random.random() < 0.2:
        time.sleep(random.uniform(0, 0.001))
    tally.holders[permit.slot] = 0
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


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--acquisitions", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--permits", type=int, default=4)
    parser.add_argument("--processes", type=int, default=8)
    given = parser.parse_args()
    result = stress(given.acquisitions, given.kills, given.permits, given.processes)
    sys.stdout.write(
        f"{result.acquired} acquisitions in {result.seconds:.1f} s, {result.refused} refusals, "
        f"{result.kills} processes killed\n"
        f"permits held twice: {result.doubles}; still held at the end: {result.left}\n"
    )
    sys.exit(1 if result.doubles or result.left else 0)


if __name__ == "__main__":
    main()
