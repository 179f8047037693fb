"""What a server and its children take: CPU time, memory, locks and open connections."""

import threading
import time
from bisect import bisect_left
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

MB = 1e6


@dataclass(frozen=True, slots=True)
class Memory:
    """In MB (10^6 bytes): the share of all processes together, and each worker's resident pages."""

    pss: float
    workers: tuple[float, ...]

    @property
    def rss(self) -> float:
        """The workers' resident pages together; what they share counts once for each of them."""
        return sum(self.workers)


class Tree:
    """A server's first process and everything below it."""

    def __init__(self, pid: int) -> None:
        self.root = psutil.Process(pid)

    def workers(self) -> list[int]:
        """Pids of the children."""
        try:
            return [child.pid for child in self.root.children()]
        except psutil.NoSuchProcess:
            return []

    def cpu_seconds(self) -> float:
        """User and system time of all that run, and of all that ended and were waited for."""
        return sum(self._cpu(process) for process in self._all())

    def memory(self) -> Memory:
        """Of the children, or of the one process where there are none."""
        found = self.root.children() or [self.root]
        pss, rss = 0.0, []
        for process in found:
            with suppress(psutil.NoSuchProcess, FileNotFoundError):
                full = process.memory_full_info()
                pss += full.pss / MB
                rss.append(full.rss / MB)
        return Memory(pss, tuple(rss))

    def _all(self) -> list[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            return [self.root, *self.root.children(recursive=True)]
        return []

    @staticmethod
    def _cpu(process: psutil.Process) -> float:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            return float(times.user + times.system + times.children_user + times.children_system)
        return 0.0


def held_permits(pids: list[int]) -> int:
    """Bytes under record locks of these processes: the service's permits are one byte each."""
    return locked(Path("/proc/locks").read_text(), pids)


def locked(table: str, pids: list[int]) -> int:
    """The same of the text of /proc/locks, where neighbouring bytes share a line."""
    lines = [line.split() for line in table.splitlines()]
    ours = [line for line in lines if line[1] == "POSIX" and int(line[4]) in pids]
    return sum(int(line[7]) - int(line[6]) + 1 for line in ours)


def callers_of(pid: int, port: int) -> set[int]:
    """The other ends' ports of the connections to `port` that this process has accepted."""
    found = psutil.Process(pid).net_connections("tcp")
    return {c.raddr.port for c in found if c.laddr.port == port and c.raddr}


def accepts(pid: int, port: int) -> bool:
    """Whether a worker takes connections: its event loop watches a socket that listens on `port`.

    A worker inherits that socket at birth, but watches it only once its models are warm.
    """
    try:
        found = psutil.Process(pid).net_connections("tcp")
        descriptors = list(Path(f"/proc/{pid}/fdinfo").iterdir())
    except (psutil.NoSuchProcess, OSError):
        return False
    listening = {c.fd for c in found if c.status == psutil.CONN_LISTEN and c.laddr.port == port}
    return any(not listening.isdisjoint(_watched(path)) for path in descriptors)


def _watched(path: Path) -> set[int]:
    """The descriptors that an epoll descriptor watches; none of any other, or of a closed one."""
    with suppress(OSError):
        lines = path.read_text().splitlines()
        return {int(line.split()[1]) for line in lines if line.startswith("tfd:")}
    return set()


class Meter(threading.Thread):
    """Reads a tree's CPU time and memory every `every` seconds until it is stopped."""

    def __init__(self, tree: Tree, every: float = 2.0) -> None:
        super().__init__(daemon=True)
        self._tree, self._every = tree, every
        self._done = threading.Event()
        self._cpu: list[tuple[float, float]] = []
        self._memory: list[tuple[float, Memory]] = []

    def run(self) -> None:
        """Until `stop`."""
        while not self._done.is_set():
            self._cpu.append((time.monotonic(), self._tree.cpu_seconds()))
            self._memory.append((time.monotonic(), self._tree.memory()))
            self._done.wait(self._every)
        self._cpu.append((time.monotonic(), self._tree.cpu_seconds()))

    def stop(self) -> None:
        """Take one last reading and end."""
        self._done.set()
        self.join()

    def cpu(self, start: float, end: float) -> float:
        """CPU seconds between two moments, interpolated between readings."""
        return between(self._cpu, end) - between(self._cpu, start)

    def largest(self, start: float, end: float) -> Memory:
        """The reading with the largest PSS between two moments."""
        found = [memory for at, memory in self._memory if start <= at < end]
        return max(found, key=lambda memory: memory.pss, default=Memory(0.0, ()))


def between(readings: list[tuple[float, float]], at: float) -> float:
    """A growing value at a moment, linearly between the two readings around it."""
    i = min(max(1, bisect_left(readings, (at, 0.0))), len(readings) - 1)
    (t0, v0), (t1, v1) = readings[i - 1], readings[i]
    return v0 + (v1 - v0) * min(1.0, max(0.0, (at - t0) / ((t1 - t0) or 1.0)))
