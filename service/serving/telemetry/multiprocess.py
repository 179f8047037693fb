"""Metrics of several processes, in files in memory that are keyed by worker slot.

Only counters are kept this way; gauges come from what the kernel knows of living processes. A
process that takes over a slot goes on counting where its dead owner stopped, so that no counter
falls, and there are never more files than processes that lived at the same time.
"""

import atexit
import fcntl
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from prometheus_client import Metric, values
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from service.serving.admission.locks import ProcessLocks
from service.values.errors import ConfigError

MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory; mkdtemp names the folder
ROOM = 4 << 20  # bytes; three files of 64 kB for each process, twice as many during a reload
PREFIX = "idphoto-metrics-"
MOST = 1024  # processes alive at the same time


class MultiprocessFiles(Collector):
    """Makes every metric created after it shared by all processes forked from this one.

    Raises ConfigError where there is too little room: a write into a mapped file without room
    kills the process (SIGBUS).
    """

    def __init__(self, memory: Path = MEMORY) -> None:
        self.folder = _make_folder(memory)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(self.folder)
        values.ValueClass = values.MultiProcessValue(WorkerSlots().mine)
        self._maker = os.getpid()
        atexit.register(self.remove)

    def collect(self) -> Iterable[Metric]:
        """The sums over all processes, dead or alive."""
        # A file that has just been made is empty.
        files = [str(path) for path in self.folder.glob("*.db") if path.stat().st_size]
        merged: Iterable[Metric] = MultiProcessCollector.merge(files)
        return merged

    def remove(self) -> None:
        """Delete the files; only in the process that made them."""
        if os.getpid() == self._maker:
            shutil.rmtree(self.folder, ignore_errors=True)


class WorkerSlots:
    """Gives every process forked after this was made the lowest free number, its slot.

    A number is free when its owner is dead, however long it takes to die.
    """

    def __init__(self) -> None:
        self._locks = ProcessLocks(MOST)
        self._owner, self._slot = 0, 0

    def mine(self) -> int:
        """The slot of this process, taken at the first call and kept until the process dies."""
        if self._owner != os.getpid():
            slot = self._locks.acquire()
            assert slot is not None
            self._owner, self._slot = os.getpid(), slot
        return self._slot


@cache
def multiprocess_files() -> MultiprocessFiles:
    """The files of this process and its workers: prometheus_client knows one set in a process."""
    return MultiprocessFiles()


def _make_folder(memory: Path) -> Path:
    """A folder of its own, after those that killed arbiters left behind have been removed."""
    for left in memory.glob(f"{PREFIX}*"):
        with suppress(OSError):  # of another user, in use, or gone meanwhile
            claimed = _claim(left)
            shutil.rmtree(left, ignore_errors=True)
            os.close(claimed)
    room = os.statvfs(memory)
    if room.f_bavail * room.f_frsize < ROOM:
        raise ConfigError(
            f"{memory} has less than {ROOM >> 20} MB left for the metrics: give it more "
            "(docker run --shm-size=64m), or do without them (IDPHOTO_METRICS=false)"
        )
    while True:
        folder = Path(mkdtemp(prefix=PREFIX, dir=memory))
        with suppress(OSError):
            _claim(folder)
            if folder.exists():  # another arbiter may have taken it for one that was left behind
                return folder


def _claim(folder: Path) -> int:
    """Lock the folder for as long as this process or one forked from it lives; OSError if held."""
    claimed = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(claimed, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(claimed)
        raise
    return claimed
