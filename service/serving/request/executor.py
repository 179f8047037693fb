"""Native work beside the event loop: real threads, and a permit for each photo."""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar, cast

from gevent.event import AsyncResult
from gevent.threadpool import ThreadPool

from service.cancellation import CancellationToken, Cancelled
from service.serving.admission.permits import Permits
from service.values.errors import DeadlineExceeded, ServiceError

T = TypeVar("T")

# The threads that compute are nicer than the event loop, so that health checks and refusals are
# answered at once however busy the cores are.
NICENESS = 5
# How often it is looked whether the client of a photo in work still waits, in seconds.
POLL = 0.1


class Executor:
    """Runs photos in the worker's own threads, each under a permit, while the request waits."""

    def __init__(self, permits: Permits) -> None:
        self.permits = permits
        self.photos = 0  # taken in work since the start
        self._pool: ThreadPool | None = None

    def run(
        self,
        work: Callable[[CancellationToken], T],
        check: Callable[[], object],
        *,
        reserved: bool = False,
    ) -> T:
        """The result of `work(token)`. Raises Busy, what `work` raises, or what `check` raises.

        `check` is called now and then, in the queue (where a `reserved` place waits for nothing
        else) and in work; when it raises, the photo is given up. The permit comes back when the
        thread is done, a moment after that answer: the cores are busy until then.
        """
        token = CancellationToken()
        permit = self.permits.acquire(check, reserved=reserved)
        self.photos += 1
        try:
            task = self._threads().spawn(_outcome, work, token)
        except BaseException:
            permit.release()
            raise
        task.rawlink(lambda _: permit.release())
        try:
            result, error = _wait(task, check)
        finally:
            token.cancel()
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


def _wait(task: AsyncResult, check: Callable[[], object]) -> tuple[object | None, Exception | None]:
    """What a task comes to, unless `check` raises before."""
    while not task.ready():
        task.wait(POLL)
        if not task.ready():
            check()
    result: tuple[object | None, Exception | None] = task.get()
    return result


def _outcome(
    work: Callable[[CancellationToken], T], token: CancellationToken
) -> tuple[T | None, Exception | None]:
    """Errors travel as values: the pool would print every 422 as a crash of its thread."""
    with suppress(OSError):  # a process that is nicer already may not go back
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
    try:
        return work(token), None
    except Cancelled:
        return None, DeadlineExceeded("The photo was given up.", "照片处理已放弃。")
    except ServiceError as error:
        return None, error.with_traceback(None)  # its frames hold the photo
    except Exception as error:
        return None, error
