"""Native work beside the event loop: real threads, a deadline, and a permit for each photo."""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar, cast

import gevent
from gevent.threadpool import ThreadPool

from service.serving.permits import Permits
from service.values.errors import DeadlineExceeded, ServiceError
from service.values.watch import Cancelled, Watch

T = TypeVar("T")

# The threads that compute are nicer than the event loop, so that health checks and refusals are
# answered at once however busy the cores are.
NICENESS = 5


class Compute:
    """Runs photos in the worker's own threads, each under a permit, none past its deadline."""

    def __init__(self, permits: Permits, deadline_seconds: float) -> None:
        self.permits = permits
        self._deadline = deadline_seconds
        self._pool: ThreadPool | None = None

    def run(self, work: Callable[[Watch], T]) -> T:
        """The result of `work(watch)`. Raises Busy, DeadlineExceeded or whatever `work` raises.

        The permit comes back when the thread is done, which after a deadline is a moment later
        than the answer: the cores are busy until then.
        """
        permit = self.permits.acquire()
        watch = Watch()
        try:
            task = self._threads().spawn(_outcome, work, watch)
        except BaseException:
            permit.release()
            raise
        task.rawlink(lambda _: permit.release())
        try:
            result, error = task.get(timeout=self._deadline)
        except gevent.Timeout as timeout:
            raise DeadlineExceeded(
                f"The photo was not finished within {self._deadline:g} s; it was given up."
            ) from timeout
        finally:
            watch.cancel()
            del task
        if error is None:
            return cast(T, result)
        try:
            raise error
        finally:
            del error  # it holds this frame, and this frame would hold it: a cycle full of pixels

    def _threads(self) -> ThreadPool:
        """Made on first use, so that no thread exists before the worker was forked."""
        if self._pool is None:
            self._pool = ThreadPool(self.permits.count)
        return self._pool


def _outcome(work: Callable[[Watch], T], watch: Watch) -> tuple[T | None, Exception | None]:
    """Errors travel as values: the pool would print every 422 as a crash of its thread."""
    with suppress(OSError):  # a process that is nicer already may not go back
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
    try:
        return work(watch), None
    except Cancelled:
        return None, DeadlineExceeded("The photo was given up.")
    except ServiceError as error:
        return None, error.with_traceback(None)  # its frames hold the photo
    except Exception as error:
        return None, error
