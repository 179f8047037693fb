"""What a request's WSGI environ says of its connection, and what is noted there on the way."""

import select
import socket
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from gevent.monkey import get_original

_CLOSE = "idphoto.close"
_RECEIVED = "idphoto.received"
_WHOLE = "idphoto.whole"


def connection(environ: Mapping[str, object]) -> socket.socket | None:
    """The client's connection, None outside gunicorn."""
    client = environ.get("gunicorn.socket")
    return client if isinstance(client, socket.socket) else None


def is_closed(client: socket.socket) -> bool:
    """Whether the other end has closed the connection or its sending half, or reset it.

    Closed and half-closed look the same until something is sent; like nginx, this service takes
    both for a client that has gone. Bytes that wait to be read are no such sign.
    """
    poll = get_original("select", "poll")()  # gevent's own would wait
    poll.register(client.fileno(), select.POLLRDHUP)  # POLLHUP and POLLERR always count
    return bool(poll.poll(0))


def stop_receiving(environ: dict[str, Any]) -> None:
    """Shut the receiving side: gunicorn would wait for the rest of the body before it closes.

    An answer that has not begun yet says so: `Connection: close`.
    """
    close_after(environ)
    client = connection(environ)
    if client is not None:
        with suppress(OSError):
            client.shutdown(socket.SHUT_RD)


def close_after(environ: dict[str, Any]) -> None:
    """Note that the connection ends with this answer."""
    environ[_CLOSE] = True


def closes(environ: Mapping[str, object]) -> bool:
    """Whether the connection ends with this answer."""
    return _CLOSE in environ


def received(environ: dict[str, Any], count: int, whole: bool) -> None:
    """Note how many bytes of the body were read, and whether that was all of it."""
    environ[_RECEIVED], environ[_WHOLE] = count, whole


def is_unread(environ: Mapping[str, Any]) -> bool:
    """Whether the request has a body that was not read to its end."""
    has_body = is_chunked(environ) or environ.get("CONTENT_LENGTH", "") not in ("", "0")
    return has_body and not environ.get(_WHOLE, False)


def is_chunked(environ: Mapping[str, Any]) -> bool:
    """Whether the body comes in chunks, so that only its end tells its length."""
    return "HTTP_TRANSFER_ENCODING" in environ


def bytes_received(environ: Mapping[str, Any]) -> int | None:
    """How many bytes of the body were read; None where they were not counted."""
    count: int | None = environ.get(_RECEIVED)
    return count
