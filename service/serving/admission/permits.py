"""One limit for all workers: how many photos may be in progress at once, and who is next."""

import math
import random
from collections.abc import Callable
from time import monotonic

from service.serving.admission.locks import ProcessLocks
from service.serving.admission.pace import Pace
from service.serving.admission.queue import WaitQueue
from service.values.request_errors import Busy

# Waiters are not told when a permit comes free: the first in the queue looks again after about this
# long, in seconds, and those behind it less often, up to SLOWER times as long. There are more
# permits than cores, so that no core idles meanwhile; to look more often would take their time.
POLL = (0.015, 0.030)
SLOWER = 10
FULL = "The queue is full", "排队已满"
RETRY_AFTER = (1, 60)  # bounds, in seconds, of what a refused client is advised to wait


def _always() -> None:
    """The check of a request that waits for as long as it takes."""


class Permits:
    """`count` permits shared by every process forked after this was made.

    `queue` requests of all processes together may wait at a time, first come first served, for
    `wait_seconds` at most; `reserved` more places are for those that wait as long as it takes.
    `sleep` is that of the concurrency model in use (gevent.sleep in a worker).
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
        self.places = queue
        self.wait_seconds = wait_seconds
        self._sleep = sleep
        self._locks = ProcessLocks(count)
        self._queue = WaitQueue(queue, reserved)
        self._pace = Pace()

    @property
    def held(self) -> int:
        """Permits that this process holds."""
        return len(self._locks.held)

    @property
    def waiting(self) -> int:
        """Requests of this process that wait."""
        return self._queue.own

    @property
    def in_use(self) -> int:
        """Permits that are held, by any process."""
        return self._locks.in_use()

    @property
    def all_waiting(self) -> int:
        """Requests that wait, in all processes."""
        return self._queue.waiting()

    def acquire(self, check: Callable[[], object] = _always, *, reserved: bool = False) -> "Permit":
        """A permit, after a wait if need be. Raises Busy when the queue is full or the time is up.

        `check` is called while waiting; what it raises ends the wait. With a `reserved` place
        nothing else does.
        """
        ahead = self._queue.waiting()
        if not ahead and (number := self._locks.acquire()) is not None:
            return Permit(self, number)
        if not reserved:
            self._raise_if_hopeless(ahead)
        place = self._queue.join(reserved)
        if place is None:
            raise self._busy(*FULL)
        try:
            seconds = math.inf if reserved else self.wait_seconds
            return Permit(self, self._wait(place, check, seconds))
        finally:
            self._queue.leave(place)

    def raise_if_full(self) -> None:
        """Raise Busy where `acquire` would do so at once: before a body is read, for example."""
        ahead = self._queue.waiting()
        if not ahead and self._locks.has_free():
            return
        self._raise_if_hopeless(ahead)
        if not self._queue.has_room():
            raise self._busy(*FULL)

    def raise_if_any_wait(self) -> None:
        """Raise Busy if anything waits here: for work that gives way to it."""
        if self._queue.waiting():
            raise self._busy("Photos are waiting and go first", "有照片在排队，需优先处理")

    def _wait(self, place: int, check: Callable[[], object], seconds: float) -> int:
        end = monotonic() + seconds
        while True:
            check()
            ahead = self._queue.ahead(place)
            if not ahead and (number := self._locks.acquire()) is not None:
                return number
            if monotonic() >= end:
                raise self._busy(
                    f"No photo was finished within {seconds:g} s",
                    f"{seconds:g} 秒内没有照片处理完成",
                )
            self._sleep(random.uniform(*POLL) * min(1 + ahead, SLOWER))

    def _raise_if_hopeless(self, ahead: int) -> None:
        """Refuse at once what would be refused after the wait; the next in turn may always try."""
        if ahead and self._expected(ahead) > self.wait_seconds:
            raise self._busy(
                f"The queue is longer than {self.wait_seconds:g} s",
                f"排队时间超过 {self.wait_seconds:g} 秒",
            )

    def _expected(self, ahead: int) -> float:
        """Seconds until a permit is free for one with `ahead` before it; 0 before any photos."""
        return self._pace.seconds * (ahead + 1) / self.count

    def _busy(self, reason: str, reason_zh: str) -> Busy:
        seconds = math.ceil(self._expected(self._queue.waiting()))
        least, most = RETRY_AFTER
        return Busy(
            f"{reason}. Try again later.",
            f"{reason_zh}，请稍后再试。",
            retry_after=min(max(seconds, least), most),
        )

    def _release(self, number: int, seconds: float | None) -> None:
        self._locks.release(number)
        if seconds is not None:
            self._pace.add(seconds)


class Permit:
    """The right to have one photo in progress until it is released; releasing twice is harmless."""

    def __init__(self, permits: Permits, number: int) -> None:
        self.number = number
        self._permits: Permits | None = permits
        self._since = monotonic()

    def release(self, *, counted: bool = True) -> None:
        """Give the permit back; only a `counted` photo says how long others will take."""
        if self._permits is not None:
            self._permits._release(self.number, monotonic() - self._since if counted else None)
            self._permits = None
