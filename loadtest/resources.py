"""What a server and its children take: CPU time, memory, and connections."""

import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import psutil

MB = 1e6
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Memory:
    """In MB (10^6 bytes): the share of all processes together, and each worker's resident pages."""

    pss: float
    workers: tuple[float, ...]

    @property
    def rss(self) -> float:
        """The workers' resident pages together; what they share counts once for each of them."""
        return sum(self.workers)


@dataclass(frozen=True, slots=True)
class Reading:
    """CPU seconds so far and memory, at a moment of the monotonic clock."""

    time: float
    cpu: float
    memory: Memory


class ProcessTree:
    """A server's first process and everything below it."""

    def __init__(self, pid: int) -> None:
        self.root = psutil.Process(pid)

    def workers(self) -> list[int]:
        """Pids of the children."""
        with suppress(psutil.NoSuchProcess):
            return [child.pid for child in self.root.children()]
        return []

    def cpu_seconds(self) -> float:
        """User and system time of all that run, and of all that ended and were waited for."""
        processes = []
        with suppress(psutil.NoSuchProcess):
            processes = [self.root, *self.root.children(recursive=True)]
        return sum(_cpu_seconds(process) for process in processes)

    def memory(self) -> Memory:
        """Of the children, or of the one process where there are none."""
        pss, rss = 0.0, []
        for process in self.root.children() or [self.root]:
            with suppress(psutil.NoSuchProcess, FileNotFoundError):
                full = process.memory_full_info()
                pss += full.pss / MB
                rss.append(full.rss / MB)
        return Memory(pss, tuple(rss))

    def reading(self) -> Reading:
        """What it takes now."""
        return Reading(time.monotonic(), self.cpu_seconds(), self.memory())


def _cpu_seconds(process: psutil.Process) -> float:
    with suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return float(times.user + times.system + times.children_user + times.children_system)
    return 0.0


@contextmanager
def sampled(sample: Callable[[], T], interval: float) -> Iterator[list[T]]:
    """What `sample` returns every `interval` seconds, from the block's beginning to its end."""
    samples = [sample()]
    done = threading.Event()

    def run() -> None:
        while not done.wait(interval):
            samples.append(sample())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield samples
    finally:
        done.set()
        thread.join()
    samples.append(sample())


def cpu_between(readings: Sequence[Reading], start: float, end: float) -> float:
    """CPU seconds between two moments, interpolated between readings."""
    points = [(reading.time, reading.cpu) for reading in readings]
    return interpolated(points, end) - interpolated(points, start)


def interpolated(points: Sequence[tuple[float, float]], x: float) -> float:
    """A growing value at `x`, linearly between the two points around it."""
    i = min(max(1, bisect_left(points, (x, 0.0))), len(points) - 1)
    (x0, y0), (x1, y1) = points[i - 1], points[i]
    return y0 + (y1 - y0) * min(1.0, max(0.0, (x - x0) / ((x1 - x0) or 1.0)))


def largest_memory(readings: Sequence[Reading], start: float, end: float) -> Memory:
    """The one with the largest PSS between two moments."""
    memories = [reading.memory for reading in readings if start <= reading.time < end]
    return max(memories, key=lambda memory: memory.pss, default=Memory(0.0, ()))


def accepts(pid: int, port: int) -> bool:
    """Whether a worker takes connections: its event loop watches a socket that listens on `port`.

    A worker inherits that socket at birth, but watches it only once its models are warm.
    """
    try:
        sockets = psutil.Process(pid).net_connections("tcp")
        descriptors = list(Path(f"/proc/{pid}/fdinfo").iterdir())
    except (psutil.NoSuchProcess, OSError):
        return False
    listening = {s.fd for s in sockets if s.status == psutil.CONN_LISTEN and s.laddr.port == port}
    return any(not listening.isdisjoint(_watched(path)) for path in descriptors)


def _watched(path: Path) -> set[int]:
    """The descriptors that an epoll descriptor watches; none of any other, or of a closed one."""
    with suppress(OSError):
        lines = path.read_text().splitlines()
        return {int(line.split()[1]) for line in lines if line.startswith("tfd:")}
    return set()
