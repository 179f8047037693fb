"""How many photos each caller has had made and has in progress: exact, and known to all processes.

What is counted lies in anonymous memory that the arbiter maps before it forks, as the permits'
locks do: it outlives every worker and every reload, and ends with the service. A caller's numbers
are written as a whole into the one of two places that is not read, and then a single word says
which one is: a process that is killed on the way leaves what was there before or what comes after.

What is in work is not counted but reserved, in the cells of the places that a caller's requests
hold. A place is a process lock, which the kernel frees with its process: a photo that dies with its
worker costs nothing.
"""

import mmap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from time import monotonic, monotonic_ns

import numpy as np
from numpy.typing import NDArray

from service.access.callers import Caller
from service.serving.admission.locks import ProcessLocks
from service.values.errors import ConfigError
from service.values.request_errors import Busy

MOST_CALLERS = 4096  # names since the service was started
MINUTE, DAY = 60, 86_400  # seconds of the two windows
PHOTO = 10  # units: a photo that is refused, or checked, costs one
PAUSE = 0.0005  # seconds between two attempts at a caller's numbers
PATIENCE = 2.0  # seconds; who holds them so long hangs
NANO = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Used:
    """What a caller has used: units in the window that began at a moment (ns), and of all time."""

    minute_began: int = 0
    minute: int = 0
    day_began: int = 0
    day: int = 0
    made: int = 0  # photos
    tried: int = 0  # refused or checked
    turned_away: int = 0  # requests

    def at(self, now: int) -> "Used":
        """The same at `now`: windows that are over begin anew with what is used next."""
        fresh: dict[str, int] = {}
        if not self.minute or now - self.minute_began >= MINUTE * NANO:
            fresh |= {"minute_began": now, "minute": 0}
        if not self.day or now - self.day_began >= DAY * NANO:
            fresh |= {"day_began": now, "day": 0}
        return replace(self, **fresh)

    def plus(self, made: int, tried: int) -> "Used":
        """The same after `made` further photos, and `tried` in vain."""
        units = PHOTO * made + tried
        return replace(
            self,
            minute=self.minute + units,
            day=self.day + units,
            made=self.made + made,
            tried=self.tried + tried,
        )


class Quotas:
    """Numbers and places of all callers, shared by every process forked after this was made.

    A caller without a limit of its own may have `share` requests in the service at a time, and none
    more than `most`, of which `batches` are batches. `sleep` is the waiting of the concurrency
    model in use (gevent.sleep in a worker).
    """

    def __init__(
        self,
        share: int,
        most: int,
        batches: int,
        sleep: Callable[[float], object],
        clock: Callable[[], int] = monotonic_ns,
    ) -> None:
        self.share, self.most, self.batches = share, most, batches
        self._sleep, self._clock = sleep, clock
        self._slots: dict[str, int] = {}
        fields = len(astuple(Used()))
        self._numbers = _shared(MOST_CALLERS * 2 * fields).reshape(MOST_CALLERS, 2, fields)
        self._which = _shared(MOST_CALLERS)
        self._reserved = _shared(MOST_CALLERS * most).reshape(MOST_CALLERS, most)
        self._mutexes = ProcessLocks(MOST_CALLERS)
        self._places = ProcessLocks(MOST_CALLERS * most)
        self._batches = ProcessLocks(MOST_CALLERS * batches)

    def enrol(self, names: Iterable[str]) -> None:
        """Give each name a permanent slot; before workers are forked. Raises ConfigError."""
        for name in names:
            if len(self._slots) == MOST_CALLERS:
                raise ConfigError(
                    f"there were {MOST_CALLERS} names since the service was started; restart it"
                )
            self._slots.setdefault(name, len(self._slots))

    def now(self) -> int:
        """The moment, in ns of the machine's monotonic clock."""
        return self._clock()

    @property
    def names(self) -> Sequence[str]:
        """All names that have a slot."""
        return tuple(self._slots)

    def at_once(self, caller: Caller) -> int:
        """How many requests the caller may have in the service at a time."""
        return min(caller.at_once or self.share, self.most)

    def used(self, name: str) -> Used:
        """What was used, as of now."""
        slot = self._slots[name]
        return Used(*map(int, self._numbers[slot, self._which[slot]])).at(self._clock())

    def in_work(self, name: str) -> int:
        """How many requests are in the service, in all processes."""
        return len(self._places.taken(self._places_of(self._slots[name])))

    def reserved(self, name: str) -> int:
        """Units that requests in the service may still use, in all processes."""
        slot = self._slots[name]
        first = slot * self.most
        taken = self._places.taken(self._places_of(slot))
        return sum(int(self._reserved[slot, number - first]) for number in taken)

    def take_place(self, name: str, units: int) -> int | None:
        """A place in the service with so many units reserved, None when all `most` are taken."""
        slot = self._slots[name]
        number = self._places.acquire(self._places_of(slot))
        if number is not None:
            self._reserved[slot, number - slot * self.most] = units
        return number

    def reserve(self, name: str, place: int, units: int) -> None:
        """Change what a place of the caller has reserved."""
        slot = self._slots[name]
        self._reserved[slot, place - slot * self.most] = units

    def give_place_back(self, place: int) -> None:
        """Free a place and what it has reserved."""
        self._places.release(place)

    def take_batch(self, name: str) -> int | None:
        """A place for a batch, None when the caller has all of its `batches`."""
        first = self._slots[name] * self.batches
        return self._batches.acquire(range(first, first + self.batches))

    def give_batch_back(self, place: int) -> None:
        """Free a place for a batch."""
        self._batches.release(place)

    def write(self, name: str, used: Used) -> None:
        """Set what was used; inside `alone` only."""
        slot = self._slots[name]
        other = 1 - int(self._which[slot])
        self._numbers[slot, other] = astuple(used)
        self._which[slot] = other

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """While inside, no other process changes the caller's numbers.

        Nothing inside may wait. Raises Busy when another process hangs in it.
        """
        slot = self._slots[name]
        end = monotonic() + PATIENCE
        while (number := self._mutexes.acquire(range(slot, slot + 1))) is None:
            if monotonic() >= end:
                raise Busy(
                    "The quota cannot be read. Try again later.",
                    "暂时无法读取配额，请稍后再试。",
                    retry_after=1,
                )
            self._sleep(PAUSE)
        try:
            yield
        finally:
            self._mutexes.release(number)

    def _places_of(self, slot: int) -> range:
        return range(slot * self.most, (slot + 1) * self.most)


def _shared(words: int) -> NDArray[np.int64]:
    return np.frombuffer(mmap.mmap(-1, 8 * words), np.int64)
