"""GET /metrics, for Prometheus."""

from flask import Blueprint, Response, request

from service.web.openapi.parts import Json, Schemas
from service.web.state import state

bp = Blueprint("metrics", __name__)


@bp.get("/metrics")
def metrics() -> Response:
    """The metrics of all workers, whichever of them is asked."""
    text, media_type = state().metrics.text(request.headers.get("Accept", ""))
    response = Response(text, content_type=media_type)
    response.headers["Cache-Control"] = "no-store"
    return response


def paths() -> Json:
    """The operation."""
    text = {"schema": {"type": "string"}}
    operation = {
        "operationId": "getMetrics",
        "summary": "What all workers have counted, for Prometheus",
        "responses": {
            "200": {
                "description": "Prometheus' text format, or OpenMetrics if asked for",
                "content": {"text/plain": text, "application/openmetrics-text": text},
            }
        },
    }
    return {"/metrics": {"get": operation}}


SCHEMAS: Schemas = ()
