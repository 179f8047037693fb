"""The queue before the permits: requests of all workers, in the order of their arrival."""

import mmap
from time import monotonic_ns

import numpy as np
from numpy.typing import NDArray

from service.serving.admission.locks import ProcessLocks

# A waiter shows in shared memory when it arrived and when it last looked. One that has not looked
# for this long, in ns, hangs with its process or died with it: the others no longer wait for it.
STALE = 500_000_000


class WaitQueue:
    """`length` places to wait in, shared by every process forked after this was made.

    `reserved` more places are for photos of batches: single requests would often take all of the
    others. Turns come in the same order for both.

    The places are process locks, so that a killed process frees its own. Arrivals are compared by
    the machine's monotonic clock, which is the same for all processes.
    """

    def __init__(self, length: int, reserved: int = 0) -> None:
        self._places = ProcessLocks(length + reserved)
        self._open, self._reserved = range(length), range(length, length + reserved)
        # Anonymous shared memory rather than the file of the locks, which mmap would duplicate.
        shared = mmap.mmap(-1, max(1, length + reserved) * 16)
        self._arrived, self._seen = np.frombuffer(shared, np.int64).reshape(2, -1)

    @property
    def own(self) -> int:
        """Waiters of this process."""
        return len(self._places.held)

    def join(self, reserved: bool = False) -> int | None:
        """A place at the end of the queue, or None when all are taken."""
        place = self._places.acquire(self._reserved if reserved else self._open)
        if place is not None:
            self._seen[place] = self._arrived[place] = monotonic_ns()
        return place

    def leave(self, place: int) -> None:
        """Give up a place, served or not."""
        self._arrived[place] = 0
        self._places.release(place)

    def ahead(self, place: int) -> int:
        """How many wait before `place`; asking is also this waiter's sign of life."""
        self._seen[place] = monotonic_ns()
        return int(np.count_nonzero(self._alive() & (self._arrived < self._arrived[place])))

    def waiting(self) -> int:
        """How many wait, in all processes."""
        return int(np.count_nonzero(self._alive()))

    def has_room(self) -> bool:
        """Whether a place is free at this moment."""
        return self._places.has_free(self._open)

    def _alive(self) -> NDArray[np.bool_]:
        return (self._arrived > 0) & (self._seen > monotonic_ns() - STALE)
