"""How a worker starts and stops: what gunicorn's hooks call."""

import atexit
import json
import os
import signal
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING

from gunicorn import util

from service.serving.request.connection import closes
from service.values.request_errors import MalformedRequest

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LINGER_SECONDS = 1.0
# In both languages, as the request's own is not known where gunicorn could not read it.
NOT_ASCII = (
    "The address or a header has characters that are not ASCII. Percent-encode them as UTF-8, such "
    "as %E4%B8%80%E5%AF%B8 for 一寸. 网址中的中文等字符须先做百分号编码（UTF-8），例如 一寸 写作 "
    "%E4%B8%80%E5%AF%B8。"
)


def drain_on_sigterm(drain: Callable[[], None]) -> None:
    """Call `drain` when gunicorn tells this worker to stop, just before it does."""
    stop = signal.getsignal(signal.SIGTERM)

    def handle(number: int, frame: FrameType | None) -> None:
        drain()
        assert callable(stop)
        stop(number, frame)

    signal.signal(signal.SIGTERM, handle)


def closing(app: "WSGIApplication", leaving: Callable[[], bool]) -> "WSGIApplication":
    """`app`, whose answers end their connection once `leaving()`, or where the request noted it.

    Gunicorn decides this when a request begins: one in progress at SIGTERM would keep its
    connection, and keep the worker waiting. Gunicorn drops the header that would say so.
    """

    def wrapped(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(
            status: str, headers: list[tuple[str, str]], exc_info: "OptExcInfo | None" = None
        ) -> Callable[[bytes], object]:
            response = getattr(start_response, "__self__", None)
            if response is not None and (leaving() or closes(environ)):
                response.force_close()
            return start_response(status, headers, exc_info)

        return app(environ, start)

    return wrapped


def exit_at_once() -> None:
    """End this process without tearing down the interpreter, which takes a second or two.

    Its successor is forked only when it is gone, and others need its cores and memory.
    """
    atexit._run_exitfuncs()
    os._exit(0)


def write_problem(connection: socket.socket, status: int, reason: str, message: str) -> None:
    """Write what gunicorn itself refuses as problem+json instead of gunicorn's HTML."""
    kind = f"/problems/{MalformedRequest.slug}" if status == 400 else "about:blank"
    told = message or reason
    detail = told if told.isascii() else NOT_ASCII
    problem = {"type": kind, "title": reason, "status": status, "detail": detail}
    body = json.dumps(problem).encode()
    head = (
        f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\n"
        f"Content-Type: application/problem+json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with suppress(OSError):
        util.write_nonblock(connection, head.encode("latin-1") + body)
        util.close_graceful(connection, LINGER_SECONDS)  # or bytes unread would reset it
