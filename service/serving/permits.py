"""One limit for all workers: how many photos may be in work at the same time.

A permit is a POSIX record lock on one byte of an anonymous file that the master makes before it
forks. The kernel drops a process's locks when it dies, however it dies, so no permit is ever lost.
Such locks belong to the process, not to the descriptor: within a process a set of held slots
keeps its own greenlets apart. Nothing may open and close that file again in a worker, because
closing any descriptor of it drops all of the worker's locks.
"""

import fcntl
import os
import random
from collections import deque
from collections.abc import Callable
from time import monotonic

from service.serving.worker_slots import locked_by_another
from service.values.errors import Busy

# Waiters of other workers are not told when a permit comes free; the first one in each worker's
# queue looks again after about this long, in seconds.
POLL = (0.004, 0.010)
# What a refused caller is advised to wait: a queue of photos has moved on by then.
RETRY_AFTER_SECONDS = 2


class Permits:
    """`count` permits shared by every process forked after this was made.

    `queue` requests of one process may wait at a time, first come first served, `wait_seconds` at
    most. `sleep` is the waiting of the caller's concurrency model (gevent.sleep in a worker).
    """

    def __init__(
        self, count: int, queue: int, wait_seconds: float, sleep: Callable[[float], object]
    ) -> None:
        self.count = count
        self.wait_seconds = wait_seconds
        self._queue = queue
        self._sleep = sleep
        self._file = os.memfd_create("idphoto-permits")
        os.truncate(self._file, count)
        self._held: set[int] = set()
        self._waiting: deque[object] = deque()
        self.on_waiting: Callable[[int], object] = lambda _: None  # told when `waiting` changes

    @property
    def held(self) -> int:
        """Permits that this process holds."""
        return len(self._held)

    @property
    def in_use(self) -> int:
        """Permits that all processes hold now, as the kernel knows it."""
        return sum(
            slot in self._held or locked_by_another(self._file, slot) for slot in range(self.count)
        )

    @property
    def waiting(self) -> int:
        """Requests of this process that wait."""
        return len(self._waiting)

    def acquire(self) -> "Permit":
        """A permit, after a wait if need be. Raises Busy when the queue or the time is full."""
        if not self._waiting and (slot := self._take()) is not None:
            return Permit(self, slot)
        if len(self._waiting) >= self._queue:
            raise self._busy("The queue is full")
        ticket = object()
        self._waiting.append(ticket)
        self.on_waiting(self.waiting)
        try:
            return Permit(self, self._wait_for_slot(ticket))
        finally:
            self._waiting.remove(ticket)
            self.on_waiting(self.waiting)

    def _wait_for_slot(self, ticket: object) -> int:
        deadline = monotonic() + self.wait_seconds
        while True:
            if self._waiting[0] is ticket and (slot := self._take()) is not None:
                return slot
            if monotonic() >= deadline:
                raise self._busy(f"No photo was finished within {self.wait_seconds:g} s")
            self._sleep(random.uniform(*POLL))

    def _take(self) -> int | None:
        for slot in range(self.count):
            if slot in self._held:
                continue
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, slot)
            except (BlockingIOError, PermissionError):
                continue
            self._held.add(slot)
            return slot
        return None

    def _give_back(self, slot: int) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, slot)
        self._held.discard(slot)

    def _busy(self, reason: str) -> Busy:
        return Busy(f"{reason}. Try again in a moment.", retry_after=RETRY_AFTER_SECONDS)


class Permit:
    """The right to have one photo in work, until it is released (once; again does nothing)."""

    def __init__(self, permits: Permits, slot: int) -> None:
        self._permits = permits
        self._slot: int | None = slot

    def release(self) -> None:
        """Give the permit back."""
        if self._slot is not None:
            self._permits._give_back(self._slot)
            self._slot = None
