"""For an orchestrator: whether the process lives, and whether it takes photos."""

from flask import Blueprint

import service as package
from service.values.errors import NotReady
from service.web.openapi.parts import Json, Schemas, as_json, errors
from service.web.state import state

bp = Blueprint("health", __name__)


@bp.get("/livez")
def livez() -> dict[str, str]:
    """200 as long as this process answers at all."""
    return {"status": "alive"}


@bp.get("/readyz")
@bp.get("/healthz")
def readyz() -> tuple[dict[str, object], int]:
    """200 when photos are taken, else 503; a busy service is a ready one."""
    own = state()
    permits = own.executor.permits
    body: dict[str, object] = {
        "status": "ready" if own.ready else "draining" if own.draining else "loading",
        "matting": own.matting,
        "workers": own.registry.ready(),
        "permits": permits.count,
        "in_work": permits.in_use,
        "waiting": permits.all_waiting,
        "version": package.__version__,
    }
    return body, 200 if own.ready else 503


def paths() -> Json:
    """The three probes."""
    return {
        "/livez": {"get": _probe("Whether this process answers", {})},
        "/readyz": {"get": _probe("Whether photos are taken", errors(NotReady))},
        "/healthz": {"get": _probe("The same as /readyz", errors(NotReady))},
    }


def _probe(summary: str, responses: Json) -> Json:
    schema = {
        "type": "object",
        "properties": {"status": {"type": "string"}},
        "required": ["status"],
    }
    if "503" in responses:  # a probe's 503 says what the process is doing, in the same form
        responses = {"503": as_json("Loading or draining", schema)}
    return {"summary": summary, "responses": {"200": as_json("Yes", schema), **responses}}


SCHEMAS: Schemas = ()
