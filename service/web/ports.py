"""Which port a request came in by: metrics may have one of their own."""

from flask import Flask, request

from service.values.errors import NotFound

METRICS = "metrics"  # the blueprint


def serve_metrics_apart(app: Flask, bind: str | None) -> None:
    """With `bind`, answer /metrics at that port alone, and nothing else there."""
    if bind is None:
        return
    port = bind.rpartition(":")[2]

    @app.before_request
    def refuse_elsewhere() -> None:
        if (request.environ["SERVER_PORT"] == port) != (request.blueprint == METRICS):
            raise NotFound("There is nothing at this address.", "该地址不存在。")
