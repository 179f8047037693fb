"""GET /metrics, for Prometheus."""

from flask import Blueprint, Response, request

from service.web.openapi.errors import any_refusal
from service.web.openapi.schemas import Json, Schemas
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
    sample = 'idphoto_photos_total{matting="portrait-u2netp",spec="cn-1inch"} 12.0'
    text = {"schema": {"type": "string"}, "example": sample}
    operation = {
        "operationId": "getMetrics",
        "summary": "Metrics of all workers, for Prometheus",
        "description": "Requests, photos, durations and sizes of all workers, whichever worker "
        "responds.",
        "responses": {
            "200": {
                "description": "Prometheus' text format, or OpenMetrics if asked for",
                "content": {"text/plain": text, "application/openmetrics-text": text},
            },
            **any_refusal(),
        },
    }
    return {"/metrics": {"get": operation}}


ABOUT = "Metrics of the service."
NAMED: Json = {}
SCHEMAS: Schemas = ()
