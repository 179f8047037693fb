"""The port that a request came in on: metrics may have one of their own."""

from flask import Flask, request

from service.serving.request.connection import connection
from service.values.request_errors import NotFound

METRICS = "metrics"  # the blueprint


def serve_metrics_apart(app: Flask, bind: str | None) -> None:
    """With `bind`, answer /metrics at that port alone, and nothing else there."""
    if bind is None:
        return
    port = int(bind.rpartition(":")[2])

    @app.before_request
    def refuse_elsewhere() -> None:
        if (_port() == port) != (request.blueprint == METRICS):
            raise NotFound("There is nothing at this address.", "该地址不存在。")


def _port() -> int | None:
    """The port of the socket itself; None for a Unix socket.

    There gunicorn takes SERVER_PORT from the field Host, which a caller can set at will.
    """
    client = connection(request.environ)
    if client is None:
        return int(request.environ["SERVER_PORT"])
    name = client.getsockname()
    return int(name[1]) if isinstance(name, tuple) else None
