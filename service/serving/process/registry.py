"""Which workers are ready: known to all of them and to the master, right even after a SIGKILL."""

import time
from collections.abc import Callable

from service.serving.admission.locks import ProcessLocks


class WorkerRegistry:
    """One place for each worker that is ready, and one for the worker that is leaving."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._ready = ProcessLocks(2 * workers)  # at a SIGHUP the old and the new ones
        self._leaving = ProcessLocks(1)

    def enter(self) -> None:
        """Be counted as ready."""
        self._ready.take()

    def leave(self) -> None:
        """Be counted no more: this worker is about to stop."""
        for slot in list(self._ready.held):
            self._ready.give_back(slot)

    def ready(self) -> int:
        """How many workers are ready."""
        return self._ready.taken()

    def may_retire(self) -> bool:
        """Whether this worker may make way for a fresh one: only when all others are ready.

        True at most once for each worker; its successor must be ready before the next one may go.
        """
        return self.ready() >= self._workers and self._leaving.take() is not None

    def wait_for(self, workers: Callable[[], int], seconds: float) -> bool:
        """Whether so many workers are ready, after a wait if need be; for the master.

        `workers` is asked again and again: who dies meanwhile is waited for no longer.
        """
        deadline = time.monotonic() + seconds
        while self.ready() < workers():
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.02)
        return True
