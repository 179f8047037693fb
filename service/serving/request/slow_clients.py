"""Clients that send or read slowly: how long their bodies and answers are waited for."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import gevent

from service.serving.admission.bodies import Bodies
from service.serving.request.connection import connection, stop_receiving

PART = 65536  # bytes
# Where too many send, a refused client may still finish in so long, and with each part in so long:
# or the connection would be reset, and a quick client would lose the refusal with it.
LINGER_SECONDS = 2.0
PAUSE_SECONDS = 0.25
SMALL = 256_000  # bytes of an answer that leave the process at once: the kernel takes more
SLOWEST = 100_000  # bytes a second; a phone is faster


@contextmanager
def cut_off_after(environ: dict[str, Any], seconds: float) -> Iterator[None]:
    """Cut the client off if it has not taken its answer within `seconds`.

    A client that reads too slowly loses its connection, whatever has been sent on it.
    """
    client = connection(environ)
    timer = gevent.spawn_later(seconds, _shut, client) if client is not None else None
    try:
        yield
    finally:
        if timer is not None:
            timer.kill(block=False)


def longest_to_read(size: int, seconds: float) -> float | None:
    """How many seconds an answer of `size` bytes may take to send; None: it is sent at once.

    That is `seconds`, plus its time at SLOWEST bytes a second. It stays in memory meanwhile.
    """
    return seconds + size / SLOWEST if size > SMALL else None


def discard_body(
    environ: dict[str, Any], bodies: Bodies, seconds: float, most: int, *, in_haste: bool = False
) -> None:
    """After an early answer, read on and throw away up to `most` bytes for `seconds`.

    Slow clients are not waited for where that is `in_haste`, or `bodies` has no room for more
    senders. Many clients look for the answer only when they have sent everything, and would
    lose it if the connection were closed with bytes unread.
    """
    # Whatever is wrong with the rest no longer matters.
    with suppress(Exception), bodies.discarding(in_haste) as in_haste:
        pause = PAUSE_SECONDS if in_haste else seconds
        if _ends(environ, LINGER_SECONDS if in_haste else seconds, pause, most):
            return
    stop_receiving(environ)


def _shut(client: socket.socket) -> None:
    with suppress(OSError):
        client.shutdown(socket.SHUT_RDWR)


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
