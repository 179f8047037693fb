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
class Usage:
    """CPU time in milliseconds, and MB (10^6 bytes) above what was resident before."""

    cpu_ms: float
    extra_mb: float


def measure(work: Callable[[], T]) -> tuple[T, Usage]:
    """The result of `work()` and what it took of this process."""
    Path("/proc/self/clear_refs").write_text(RESET_PEAK)
    resident, start = _memory("VmRSS"), time.process_time()
    result = work()
    spent = time.process_time() - start
    return result, Usage(spent * 1000, max(0.0, _memory("VmHWM") - resident))


def in_child(work: Callable[[], T]) -> T:
    """`work()` in a process of its own, forked from this one, which it leaves as it was."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=lambda: sender.send(work()))
    child.start()
    sender.close()
    try:
        result: T = receiver.recv()
    finally:
        child.join()
    return result


def _memory(name: str) -> float:
    """A line of /proc/self/status in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith(name))) * 1024 / 1e6
