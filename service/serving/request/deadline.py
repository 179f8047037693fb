"""The caller at the other end: how long it may send, how long it waits, and whether it is there."""

import select
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from time import monotonic
from typing import Any, TypeVar

import gevent
from flask import Flask, Response, request
from gevent.monkey import get_original

from service.serving.admission.bodies import Bodies
from service.serving.request.connection import bytes_received, connection, stop_receiving
from service.values.errors import BodyTooSlow, CallerGone, DeadlineExceeded

T = TypeVar("T")
PART = 65536  # bytes
# Where too many send, who is refused may still finish in so long, and with each part in so long: or
# the connection would be reset, and a caller that is quick would lose the refusal with it.
LINGER_SECONDS = 2.0
PAUSE_SECONDS = 0.25
SMALL = 256_000  # bytes of an answer that leave the process at once: the kernel takes more
SLOWEST = 100_000  # bytes a second; a caller on a phone is faster


class Caller:
    """Who waits for an answer: `seconds` from now on, and as long as its connection is open."""

    def __init__(self, seconds: float, environ: dict[str, Any]) -> None:
        self._seconds = seconds
        self._until = monotonic() + seconds
        self._environ = environ
        self._connection = connection(environ)

    @property
    def left(self) -> float:
        """Seconds until its time is over, 0 at least."""
        return max(0.0, self._until - monotonic())

    def raise_if_over(self) -> None:
        """Raise DeadlineExceeded when the time is over, CallerGone when nobody would read on."""
        if monotonic() >= self._until:
            raise self._late()
        if self._connection is not None and hung_up(self._connection):
            raise CallerGone

    def send(self, read: Callable[[], T], seconds: float) -> T:
        """The result of `read()`, which reads the request's body.

        Raises BodyTooSlow after `seconds`, DeadlineExceeded if the caller's time is over before.
        """
        left = self.left
        deadline = gevent.Timeout(min(seconds, left))
        try:
            with deadline:
                return read()
        except gevent.Timeout as timeout:
            if timeout is not deadline:
                raise
        stop_receiving(self._environ)
        if left < seconds:
            raise self._late()
        raise BodyTooSlow(f"The body did not arrive within {seconds:g} s; send it again.")

    def _late(self) -> DeadlineExceeded:
        return DeadlineExceeded(
            f"The photo was not finished within {self._seconds:g} s; it was given up."
        )


@contextmanager
def cut_off_after(environ: dict[str, Any], seconds: float) -> Iterator[None]:
    """While inside, but not for longer than `seconds`, the caller may take its answer.

    Who reads too slowly then loses its connection, whatever has been sent on it.
    """
    found = connection(environ)
    timer = gevent.spawn_later(seconds, _end, found) if found is not None else None
    try:
        yield
    finally:
        if timer is not None:
            timer.kill(block=False)


def hurry_answers(app: Flask, seconds: float) -> None:
    """Cut off who takes a large answer too slowly, as it stays in memory until then.

    It may take `seconds`, and as long as SLOWEST bytes a second take. What is streamed sees to
    itself.
    """

    @app.after_request
    def hurry(response: Response) -> Response:
        size = 0 if response.is_streamed else response.content_length or 0
        if size > SMALL:
            stack = ExitStack()
            stack.enter_context(cut_off_after(request.environ, seconds + size / SLOWEST))
            response.call_on_close(stack.close)
        return response


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def hung_up(connection: socket.socket) -> bool:
    """Whether the other end has closed the connection, or its sending half, or reset it.

    The two cannot be told apart until something is sent; like nginx and others this service takes
    a closed sending half for a caller who left. Bytes that wait to be read are no such sign.
    """
    poll = get_original("select", "poll")()  # gevent's own would wait
    poll.register(connection.fileno(), select.POLLRDHUP)  # POLLHUP and POLLERR always count
    return bool(poll.poll(0))


def finish_bodies(app: Flask, bodies: Bodies, seconds: float, most: int) -> None:
    """After an early answer, read on and throw away up to `most` bytes for `seconds`.

    Of who is quick alone where `bodies` has enough senders. Many callers look for the answer only
    when they have sent everything, and would lose it if the connection were closed with bytes
    unread.
    """

    @app.after_request
    def finish(response: Response) -> Response:
        environ = request.environ
        announced = request.content_length
        unread = announced and bytes_received(environ) != announced
        if unread or "Transfer-Encoding" in request.headers:
            response.call_on_close(lambda: _discard(environ, bodies, seconds, most))
        return response


def _discard(environ: dict[str, Any], bodies: Bodies, seconds: float, most: int) -> None:
    # Whatever is wrong with the rest no longer matters.
    with suppress(Exception), bodies.discarding() as in_haste:
        pause = PAUSE_SECONDS if in_haste else seconds
        if _ends(environ, LINGER_SECONDS if in_haste else seconds, pause, most):
            return
    stop_receiving(environ)


def _ends(environ: dict[str, Any], seconds: float, pause: float, most: int) -> bool:
    """Whether the body ends within `seconds` and `most` bytes, each part within `pause`."""
    with gevent.Timeout(seconds, False):
        while most > 0:
            part = None
            with gevent.Timeout(pause, False):
                part = environ["wsgi.input"].read(PART)
            if not part:
                return part is not None
            most -= len(part)
    return False
