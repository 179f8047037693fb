"""A caller who sends too slowly must not keep a worker's memory and shutdown waiting."""

import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TypeVar

import gevent

from service.values.errors import BodyTooSlow

T = TypeVar("T")


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
        connection = environ.get("gunicorn.socket")
        if isinstance(connection, socket.socket):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RD)
        raise BodyTooSlow(f"The body did not arrive within {seconds:g} s; send it again.") from None
