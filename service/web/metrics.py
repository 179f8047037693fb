"""GET /metrics, for Prometheus."""

from flask import Blueprint, Response, current_app, request

from service.serving.telemetry.metrics import Metrics

bp = Blueprint("metrics", __name__)


@bp.get("/metrics")
def metrics() -> Response:
    """The metrics of all workers, whichever of them is asked."""
    found = current_app.extensions["idphoto-metrics"]
    assert isinstance(found, Metrics)
    text, media_type = found.text(request.headers.get("Accept", ""))
    response = Response(text, content_type=media_type)
    response.headers["Cache-Control"] = "no-store"
    return response
