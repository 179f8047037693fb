"""What one piece of work takes of a process: time of the CPU, and memory at its peak."""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
RESET_PEAK = "5"  # proc(5): writing it sets VmHWM back to what is resident now


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU time in milliseconds, and MB (10^6 bytes) above what was resident before."""

    cpu_ms: float
    extra_mb: float


def cost(work: Callable[[], T]) -> tuple[T, Cost]:
    """The result of `work()` and what it took of this process."""
    Path("/proc/self/clear_refs").write_text(RESET_PEAK)
    resident, start = _memory("VmRSS"), time.process_time()
    result = work()
    spent = time.process_time() - start
    return result, Cost(spent * 1000, max(0.0, _memory("VmHWM") - resident))


def apart(work: Callable[[], tuple[T, Cost]]) -> tuple[T, Cost]:
    """`work()` in a process of its own, forked from this one, which it leaves as it was."""
    context = multiprocessing.get_context("fork")
    mine, theirs = context.Pipe(duplex=False)
    child = context.Process(target=lambda: theirs.send(work()))
    child.start()
    theirs.close()
    try:
        told: tuple[T, Cost] = mine.recv()
    finally:
        child.join()
    return told


def _memory(name: str) -> float:
    """A line of /proc/self/status in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith(name))) * 1024 / 1e6
