"""How long a request's body may take to arrive, and how long its client waits for the answer."""

from collections.abc import Callable
from time import monotonic
from typing import Any, TypeVar

import gevent

from service.serving.request.connection import connection, is_closed, stop_receiving
from service.values.errors import CallerGone
from service.values.request_errors import BodyTooSlow, DeadlineExceeded

T = TypeVar("T")


class RequestDeadline:
    """A deadline in `seconds` from now, or earlier if the client closes its connection."""

    def __init__(self, seconds: float, environ: dict[str, Any]) -> None:
        self._seconds = seconds
        self._end = monotonic() + seconds
        self._environ = environ
        self._connection = connection(environ)

    @property
    def left(self) -> float:
        """Seconds that are left, 0 at least."""
        return max(0.0, self._end - monotonic())

    def raise_if_over(self) -> None:
        """Raise DeadlineExceeded when no time is left, CallerGone when the client has gone."""
        if monotonic() >= self._end:
            raise self._exceeded()
        if self._connection is not None and is_closed(self._connection):
            raise CallerGone

    def receive(self, read: Callable[[], T], seconds: float) -> T:
        """The result of `read()`, which reads the request's body.

        Raises BodyTooSlow after `seconds`, DeadlineExceeded if the deadline comes first.
        """
        left = self.left
        timer = gevent.Timeout(min(seconds, left))
        try:
            with timer:
                return read()
        except gevent.Timeout as timeout:
            if timeout is not timer:
                raise
        stop_receiving(self._environ)
        if left < seconds:
            raise self._exceeded()
        raise BodyTooSlow(
            f"The body did not arrive within {seconds:g} s; send it again.",
            f"请求体未在 {seconds:g} 秒内传完，请重新发送。",
        )

    def _exceeded(self) -> DeadlineExceeded:
        return DeadlineExceeded(
            f"The photo was not finished within {self._seconds:g} s; processing was stopped.",
            f"照片未在 {self._seconds:g} 秒内处理完成，已停止处理。",
        )
