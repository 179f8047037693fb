"""Small numbers for processes, so that what is kept for each worker does not grow with recycling.

A process owns a slot by a POSIX record lock on one byte of an anonymous file that the master makes
before it forks. The kernel drops the lock when the process dies, however it dies; then, and not
before, another may take the slot over. Nothing may open and close that file again in a worker,
because closing any descriptor of it drops all of the worker's locks.
"""

import fcntl
import os
import struct
from collections.abc import Callable
from itertools import count

# struct flock of 64-bit Linux: type, whence, start, length, pid.
_FLOCK = "@hhqqi0q"


def locked_by_another(file: int, byte: int) -> bool:
    """Whether a process other than this one holds a record lock on that byte of `file`."""
    asked = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, byte, 1, 0)
    kind = struct.unpack(_FLOCK, fcntl.fcntl(file, fcntl.F_GETLK, asked))[0]
    return bool(kind != fcntl.F_UNLCK)


class WorkerSlots:
    """Gives every process forked after this was made the lowest slot whose owner is dead.

    `taken(slot)` is called in the new owner before it learns its slot.
    """

    def __init__(self, taken: Callable[[int], None]) -> None:
        self._taken = taken
        self._file = os.memfd_create("idphoto-slots")
        self._owner, self._slot = 0, 0

    def mine(self) -> int:
        """The slot of this process, taken at the first call and kept until the process dies."""
        if self._owner != os.getpid():
            slot = next(slot for slot in count() if self._take(slot))
            self._taken(slot)
            self._owner, self._slot = os.getpid(), slot
        return self._slot

    def alive(self, slot: int) -> bool:
        """Whether some process owns `slot` now."""
        return slot == self.mine() or locked_by_another(self._file, slot)

    def _take(self, slot: int) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, slot)
        except (BlockingIOError, PermissionError):
            return False
        return True
