"""Numbered locks that all processes share, each held by at most one of them.

A lock is a POSIX record lock on one byte of an anonymous file that the arbiter makes before it
forks. The kernel drops a process's locks when it dies, even by SIGKILL, so no lock is ever lost.
Such locks belong to the process, not to the descriptor: within a process a set of held locks
keeps its own greenlets apart. Nothing may open and close that file again in a worker, because
closing any descriptor of it drops all of the worker's locks.
"""

import fcntl
import os
import struct

# struct flock of 64-bit Linux: l_type, l_whence, l_start, l_len, l_pid.
_FLOCK = "hhqqi4x"


class ProcessLocks:
    """`count` locks, numbered from 0, shared by every process forked after this was made."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.held: set[int] = set()
        self._file = os.memfd_create("idphoto-locks")

    def acquire(self, among: range | None = None) -> int | None:
        """Take a free lock (in `among`) and return its number, or None when all are held."""
        for number in range(self.count) if among is None else among:
            if number in self.held:
                continue
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
            except (BlockingIOError, PermissionError):
                continue
            self.held.add(number)
            return number
        return None

    def release(self, number: int) -> None:
        """Release a lock that this process holds."""
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, number)
        self.held.discard(number)

    def in_use(self) -> int:
        """How many locks are held, by any process."""
        return sum(self._is_held(number) for number in range(self.count))

    def taken(self, among: range) -> list[int]:
        """The locks in `among` that are held, by any process; fast where none is."""
        if self.held.isdisjoint(among) and not self._is_held_elsewhere(among):
            return []
        return [number for number in among if self._is_held(number)]

    def has_free(self, among: range | None = None) -> bool:
        """Whether a lock (one in `among`, where it is given) is free at this moment."""
        among = range(self.count) if among is None else among
        return not all(self._is_held(number) for number in among)

    def _is_held(self, number: int) -> bool:
        one = range(number, number + 1)
        return number in self.held or self._is_held_elsewhere(one)

    def _is_held_elsewhere(self, among: range) -> bool:
        """Whether another process holds any of them: the kernel reports only others' locks."""
        query = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, among.start, len(among), 0)
        answer = fcntl.fcntl(self._file, fcntl.F_GETLK, query)
        return bool(struct.unpack(_FLOCK, answer)[0] != fcntl.F_UNLCK)
