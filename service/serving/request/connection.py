"""What a request's WSGI environ says of its connection, and what is noted there on the way."""

import socket
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

_CLOSE = "idphoto.close"
_RECEIVED = "idphoto.received"


def connection(environ: Mapping[str, object]) -> socket.socket | None:
    """The caller's connection, None outside gunicorn."""
    found = environ.get("gunicorn.socket")
    return found if isinstance(found, socket.socket) else None


def stop_receiving(environ: dict[str, Any]) -> None:
    """Shut the receiving side, or gunicorn would wait for the rest of the body before it closes.

    An answer that has not begun yet says so: `Connection: close`.
    """
    close_after(environ)
    found = connection(environ)
    if found is not None:
        with suppress(OSError):
            found.shutdown(socket.SHUT_RD)


def close_after(environ: dict[str, Any]) -> None:
    """Note that the connection ends with this answer."""
    environ[_CLOSE] = True


def closes(environ: Mapping[str, object]) -> bool:
    """Whether the connection ends with this answer."""
    return _CLOSE in environ


def received(environ: dict[str, Any], count: int) -> None:
    """Note how many bytes of the body were read."""
    environ[_RECEIVED] = count


def bytes_received(environ: Mapping[str, Any]) -> int | None:
    """How many bytes of the body were read; None where nobody counted."""
    count: int | None = environ.get(_RECEIVED)
    return count
