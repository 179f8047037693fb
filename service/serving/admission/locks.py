"""Numbered places that all processes share, each held by one of them at most.

A place is a POSIX record lock on one byte of an anonymous file that the master makes before it
forks. The kernel drops a process's locks when it dies, however it dies, so no place is ever lost.
Such locks belong to the process, not to the descriptor: within a process a set of held places
keeps its own greenlets apart. Nothing may open and close that file again in a worker, because
closing any descriptor of it drops all of the worker's locks.
"""

import fcntl
import os
import struct

# struct flock of 64-bit Linux: l_type, l_whence, l_start, l_len, l_pid.
_FLOCK = "hhqqi4x"


class ProcessLocks:
    """`count` places, numbered from 0, shared by every process forked after this was made."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.held: set[int] = set()
        self._file = os.memfd_create("idphoto-slots")

    def take(self, among: range | None = None) -> int | None:
        """The number of a place that is this process's now, or None when all (`among` those of
        these numbers) are taken.
        """
        for slot in range(self.count) if among is None else among:
            if slot in self.held:
                continue
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, slot)
            except (BlockingIOError, PermissionError):
                continue
            self.held.add(slot)
            return slot
        return None

    def give_back(self, slot: int) -> None:
        """Free a place that this process holds."""
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, slot)
        self.held.discard(slot)

    def taken(self) -> int:
        """How many places are held, by whatever process."""
        return sum(self._is_taken(slot) for slot in range(self.count))

    def has_room(self, among: range | None = None) -> bool:
        """Whether a place (`among` those of these numbers) is free at this moment."""
        among = range(self.count) if among is None else among
        return not all(self._is_taken(slot) for slot in among)

    def _is_taken(self, slot: int) -> bool:
        if slot in self.held:  # the kernel names only other processes' locks
            return True
        asked = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, slot, 1, 0)
        told = fcntl.fcntl(self._file, fcntl.F_GETLK, asked)
        return bool(struct.unpack(_FLOCK, told)[0] != fcntl.F_UNLCK)
