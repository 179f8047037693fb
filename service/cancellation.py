"""The cancellation token of one photo, which also times its steps."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class Cancelled(Exception):
    """The photo was given up while it was in work."""


@dataclass(frozen=True, slots=True)
class Span:
    """One run of a step, from start to end in seconds of `time.perf_counter`."""

    name: str
    start: float
    end: float


class CancellationToken:
    """Times the steps of one photo, in milliseconds of wall time, and carries its cancellation.

    The thread that works calls `step`; any other thread may call `cancel`. No lock is needed: each
    side first writes its own mark and then reads the other's, so one of them always sees both.
    """

    def __init__(self) -> None:
        self.timings_ms: dict[str, float] = {}
        self.spans: list[Span] = []
        self._cancelled = False
        self._stop: Callable[[], None] | None = None

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step under `name`; raise Cancelled instead of starting it when cancelled."""
        self.raise_if_cancelled()
        start = time.perf_counter()
        try:
            yield
        finally:
            end = time.perf_counter()
            self.spans.append(Span(name, start, end))
            elapsed = (end - start) * 1000
            self.timings_ms[name] = round(self.timings_ms.get(name, 0.0) + elapsed, 1)

    @contextmanager
    def interruptible(self, stop: Callable[[], None]) -> Iterator[None]:
        """While inside, `cancel` calls `stop`, which interrupts native work; raises Cancelled."""
        self._stop = stop
        try:
            self.raise_if_cancelled()
            yield
        finally:
            self._stop = None
            self.raise_if_cancelled()

    def cancel(self) -> None:
        """Give up: no further step starts, and an interruptible one is interrupted."""
        self._cancelled = True
        stop = self._stop
        if stop is not None:
            stop()

    @property
    def cancelled(self) -> bool:
        """Whether the photo was given up."""
        return self._cancelled

    def raise_if_cancelled(self) -> None:
        """Raise Cancelled when the photo was given up; for work that takes long without a step."""
        if self._cancelled:
            raise Cancelled


NEVER = CancellationToken()  # of work that nobody gives up, and nobody times
