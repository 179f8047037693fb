"""The caller at the other end: how long it may send, how long it waits, and whether it is there."""

import select
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from time import monotonic
from typing import Any, TypeVar

import gevent
from flask import Flask, Response, request
from gevent.monkey import get_original

from service.values.errors import BodyTooSlow, CallerGone, DeadlineExceeded

T = TypeVar("T")
PART = 65536  # bytes


class Caller:
    """Who waits for an answer: `seconds` from now on, and as long as its connection is open."""

    def __init__(self, seconds: float, environ: Mapping[str, object]) -> None:
        self._seconds = seconds
        self._until = monotonic() + seconds
        self._connection = _connection(environ)

    def raise_if_over(self) -> None:
        """Raise DeadlineExceeded when the time is over, CallerGone when nobody would read on."""
        if monotonic() >= self._until:
            raise DeadlineExceeded(
                f"The photo was not finished within {self._seconds:g} s; it was given up."
            )
        if self._connection is not None and hung_up(self._connection):
            raise CallerGone


def hung_up(connection: socket.socket) -> bool:
    """Whether the other end has closed the connection, or its sending half, or reset it.

    The two cannot be told apart until something is sent; like nginx and others this service takes
    a closed sending half for a caller who left. Bytes that wait to be read are no such sign.
    """
    poll = get_original("select", "poll")()  # gevent's own would wait
    poll.register(connection.fileno(), select.POLLRDHUP)  # POLLHUP and POLLERR always count
    return bool(poll.poll(0))


def within(seconds: float, read: Callable[[], T], environ: Mapping[str, object]) -> T:
    """The result of `read()`, which reads a request's body. Raises BodyTooSlow after `seconds`.

    The connection's receiving side is then shut, or gunicorn would wait for the rest of the body
    before it closes the connection.
    """
    deadline = gevent.Timeout(seconds)
    try:
        with deadline:
            return read()
    except gevent.Timeout as timeout:
        if timeout is not deadline:
            raise
        _stop_receiving(environ)
        raise BodyTooSlow(f"The body did not arrive within {seconds:g} s; send it again.") from None


def finish_bodies(app: Flask, seconds: float, most: int) -> None:
    """After an early answer, read on and throw away up to `most` bytes for `seconds`.

    Many callers look for the answer only when they have sent everything, and would lose it if the
    connection were closed with bytes unread.
    """

    @app.after_request
    def finish(response: Response) -> Response:
        environ = request.environ
        if request.content_length or "Transfer-Encoding" in request.headers:
            response.call_on_close(lambda: _discard(environ, seconds, most))
        return response


def _discard(environ: Mapping[str, Any], seconds: float, most: int) -> None:
    # Whatever is wrong with the rest no longer matters.
    with suppress(Exception), gevent.Timeout(seconds, False):
        while most > 0:
            part = environ["wsgi.input"].read(PART)
            if not part:
                return
            most -= len(part)
    _stop_receiving(environ)


def _stop_receiving(environ: Mapping[str, object]) -> None:
    connection = _connection(environ)
    if connection is not None:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RD)


def _connection(environ: Mapping[str, object]) -> socket.socket | None:
    found = environ.get("gunicorn.socket")
    return found if isinstance(found, socket.socket) else None
