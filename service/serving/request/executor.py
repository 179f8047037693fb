"""Native work beside the event loop: real threads, and a permit for each photo."""

import os
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import NamedTuple, TypeVar, cast

from gevent.event import AsyncResult
from gevent.threadpool import ThreadPool

from service.cancellation import CancellationToken, Cancelled
from service.serving.admission.permits import Permits
from service.values.errors import ServiceError
from service.values.request_errors import DeadlineExceeded

T = TypeVar("T")

# The threads that compute are nicer than the event loop, so that health checks and refusals are
# answered at once however busy the cores are.
NICENESS = 5
# For short work: there is always one for it, however long the photos take.
SHORT_THREADS = 2
# How often it is looked whether the client of a photo in work still waits, in seconds.
POLL = 0.1


def _nothing() -> None:
    """Do nothing: nobody asked to be called."""


class _Outcome(NamedTuple):
    """The result of a photo's thread, and whether the photo had been given up by then."""

    result: object | None
    error: Exception | None
    given_up: bool


class Executor:
    """Runs photos in the worker's own threads, each under a permit, while the request waits."""

    def __init__(self, permits: Permits) -> None:
        self.permits = permits
        self.photos = 0  # taken in work since the start
        self._pool: ThreadPool | None = None
        self._short: ThreadPool | None = None

    def beside(self, work: Callable[[], T]) -> T:
        """The result of `work()`, which takes milliseconds and needs no permit, in another thread.

        Raises what `work` raises.
        """
        if self._short is None:
            self._short = ThreadPool(SHORT_THREADS)
        return cast(T, self._short.spawn(_nicely, work).get())

    def run(
        self,
        work: Callable[[CancellationToken], T],
        check: Callable[[], object],
        *,
        reserved: bool = False,
        ended: Callable[[], object] = _nothing,
    ) -> T:
        """The result of `work(token)`. Raises Busy, what `work` raises, or what `check` raises.

        `check` is called now and then, in the queue (where nothing else ends the wait of a
        `reserved` place) and in progress; when it raises, the photo is given up. The permit comes
        back when the thread is done, which may be after that: the cores are busy until then. Then
        `ended` is called, once or twice, or at once where no thread was started.
        """
        token = CancellationToken()
        task, done = self._begin(work, token, check, reserved, ended)
        try:
            result, error, _ = _wait(task, check)
            done(task)  # at once: the link is called a moment later, when the answer may be out
        finally:
            token.cancel()
            del task
        if error is None:
            return cast(T, result)
        try:
            raise error
        finally:
            del error  # it holds this frame, and this frame would hold it: a cycle full of pixels

    def _begin(
        self,
        work: Callable[[CancellationToken], T],
        token: CancellationToken,
        check: Callable[[], object],
        reserved: bool,
        ended: Callable[[], object],
    ) -> tuple[AsyncResult, Callable[[AsyncResult], None]]:
        """Start a photo's thread: its task, and what to call with the task when it is done."""
        with ExitStack() as unless_begun:
            unless_begun.callback(ended)
            permit = self.permits.acquire(check, reserved=reserved)
            self.photos += 1
            unless_begun.callback(permit.release)
            task = self._threads().spawn(_outcome, work, token)
            unless_begun.pop_all()

        def done(task: AsyncResult) -> None:
            permit.release(counted=_counts(task))
            ended()

        task.rawlink(done)
        return task, done

    def _threads(self) -> ThreadPool:
        """The pool, made on first use, so that no thread exists before the worker is forked."""
        if self._pool is None:
            self._pool = ThreadPool(self.permits.count)
        return self._pool


def _counts(task: AsyncResult) -> bool:
    """Whether a photo was worked on from beginning to end."""
    return isinstance(task.value, _Outcome) and not task.value.given_up


def _wait(task: AsyncResult, check: Callable[[], object]) -> _Outcome:
    """The outcome of a task, unless `check` raises first."""
    while not task.ready():
        task.wait(POLL)
        if not task.ready():
            check()
    outcome: _Outcome = task.get()
    return outcome


def _outcome(work: Callable[[CancellationToken], object], token: CancellationToken) -> _Outcome:
    """Run `work`; errors are returned: the pool would print every 422 as a crash of its thread."""
    _be_nice()
    result: object | None = None
    error: Exception | None = None
    try:
        result = work(token)
    except Cancelled:
        error = DeadlineExceeded("Processing of the photo was stopped.", "已停止处理照片。")
    except ServiceError as refusal:
        error = refusal.with_traceback(None)  # its frames hold the photo
    except Exception as fault:
        error = fault
    return _Outcome(result, error, token.cancelled)


def _nicely(work: Callable[[], T]) -> T:
    _be_nice()
    return work()


def _be_nice() -> None:
    with suppress(OSError):  # a process that is nicer already may not go back
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
