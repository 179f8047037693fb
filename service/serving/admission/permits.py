"""One limit for all workers: how many photos may be in work at the same time, and who is next."""

import math
import mmap
import random
from collections.abc import Callable
from time import monotonic

import numpy as np

from service.serving.admission.queue import WaitQueue
from service.serving.admission.locks import ProcessLocks
from service.values.errors import Busy

# Waiters are not told when a permit comes free: the first in line looks again after about this
# long, in seconds, and those behind it less often, up to PATIENT times as long. There are more
# permits than cores, so that no core idles meanwhile; to look more often would take their time.
POLL = (0.015, 0.030)
PATIENT = 10
# Share of the latest photo in the running mean of how long a permit is held.
LATEST = 0.2
RETRY_AFTER = (1, 60)  # bounds, in seconds, of what a refused caller is advised to wait


def _always() -> None:
    """The check of a caller who waits however long it takes."""


class Permits:
    """`count` permits shared by every process forked after this was made.

    `queue` requests of all processes together may wait at a time, first come first served,
    `wait_seconds` at most; besides them `reserved` ones, which wait as long as it takes. `sleep` is
    the waiting of the caller's concurrency model (gevent.sleep in a worker).
    """

    def __init__(
        self,
        count: int,
        queue: int,
        wait_seconds: float,
        sleep: Callable[[float], object],
        reserved: int = 0,
    ) -> None:
        self.count = count
        self.wait_seconds = wait_seconds
        self._sleep = sleep
        self._slots = ProcessLocks(count)
        self._line = WaitQueue(queue, reserved)
        # Shared; workers overwrite each other's updates now and then, which a mean can bear.
        self._pace = np.frombuffer(mmap.mmap(-1, 8), np.float64)

    @property
    def held(self) -> int:
        """Permits that this process holds."""
        return len(self._slots.held)

    @property
    def waiting(self) -> int:
        """Requests of this process that wait."""
        return self._line.mine

    @property
    def in_use(self) -> int:
        """Permits that are held, by whatever process."""
        return self._slots.taken()

    @property
    def all_waiting(self) -> int:
        """Requests that wait, in all processes."""
        return self._line.waiting()

    def acquire(self, check: Callable[[], object] = _always, *, reserved: bool = False) -> "Permit":
        """A permit, after a wait if need be. Raises Busy when the queue or the time is full.

        `check` is called while waiting; what it raises ends the wait, and alone does if `reserved`.
        """
        ahead = self._line.waiting()
        if not ahead and (slot := self._slots.take()) is not None:
            return Permit(self, slot)
        if not reserved:
            self._raise_if_hopeless(ahead)
        place = self._line.join(reserved)
        if place is None:
            raise self._busy("The queue is full")
        try:
            return Permit(
                self, self._wait(place, check, math.inf if reserved else self.wait_seconds)
            )
        finally:
            self._line.leave(place)

    def raise_if_full(self) -> None:
        """Raise Busy when `acquire` would do so at once: before a body is read, for example."""
        ahead = self._line.waiting()
        if not ahead and self._slots.has_room():
            return
        self._raise_if_hopeless(ahead)
        if not self._line.has_room():
            raise self._busy("The queue is full")

    def _wait(self, place: int, check: Callable[[], object], seconds: float) -> int:
        deadline = monotonic() + seconds
        while True:
            check()
            ahead = self._line.ahead(place)
            if not ahead and (slot := self._slots.take()) is not None:
                return slot
            if monotonic() >= deadline:
                raise self._busy(f"No photo was finished within {seconds:g} s")
            self._sleep(random.uniform(*POLL) * min(1 + ahead, PATIENT))

    def _raise_if_hopeless(self, ahead: int) -> None:
        """Refuse now who would be refused after the wait; somebody may always try, as the next."""
        if ahead and self._expected(ahead) > self.wait_seconds:
            raise self._busy(f"The queue is longer than {self.wait_seconds:g} s")

    def _expected(self, ahead: int) -> float:
        """Seconds until a permit is free for one with `ahead` before it; 0 before any photo."""
        return float(self._pace[0]) * (ahead + 1) / self.count

    def _busy(self, reason: str) -> Busy:
        seconds = math.ceil(self._expected(self._line.waiting()))
        least, most = RETRY_AFTER
        return Busy(f"{reason}. Try again later.", retry_after=min(max(seconds, least), most))

    def _give_back(self, slot: int, seconds: float) -> None:
        self._slots.give_back(slot)
        mean = self._pace[0]
        self._pace[0] = mean + LATEST * (seconds - mean) if mean else seconds


class Permit:
    """The right to have one photo in work, until it is released (once; again does nothing)."""

    def __init__(self, permits: Permits, slot: int) -> None:
        self.slot = slot
        self._permits: Permits | None = permits
        self._since = monotonic()

    def release(self) -> None:
        """Give the permit back."""
        if self._permits is not None:
            self._permits._give_back(self.slot, monotonic() - self._since)
            self._permits = None
