"""Which workers are ready, as all of them and the arbiter know it; right even after SIGKILL."""

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
        """Count this worker as ready."""
        self._ready.acquire()

    def leave(self) -> None:
        """Stop counting this worker: it is about to stop."""
        for number in list(self._ready.held):
            self._ready.release(number)

    def ready(self) -> int:
        """How many workers are ready."""
        return self._ready.in_use()

    def may_retire(self) -> bool:
        """Whether this worker may make way for a fresh one: only when all others are ready.

        True at most once for each worker; its successor must be ready before the next may go.
        """
        return self.ready() >= self._workers and self._leaving.acquire() is not None

    def wait_for(self, workers: Callable[[], int], seconds: float) -> bool:
        """Whether that many workers are ready, after a wait if need be; for the arbiter.

        `workers` is called repeatedly, so that no worker that dies meanwhile is waited for.
        """
        end = time.monotonic() + seconds
        while self.ready() < workers():
            if time.monotonic() >= end:
                return False
            time.sleep(0.02)
        return True
