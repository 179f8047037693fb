"""Small numbers for processes, so that what is kept for each does not grow with recycling."""

import os

from service.serving.admission.locks import ProcessLocks

MOST = 1024  # processes alive at the same time


class WorkerSlots:
    """Gives every process forked after this was made the lowest number whose owner is dead.

    While its owner lives, however long it takes to die, no other process gets a number.
    """

    def __init__(self) -> None:
        self._slots = ProcessLocks(MOST)
        self._owner, self._slot = 0, 0

    def mine(self) -> int:
        """The slot of this process, taken at the first call and kept until the process dies."""
        if self._owner != os.getpid():
            slot = self._slots.take()
            assert slot is not None
            self._owner, self._slot = os.getpid(), slot
        return self._slot
