"""For an orchestrator: whether the process is alive, and whether it accepts photos."""

from flask import Blueprint

import service as package
from service.web.openapi.errors import any_refusal
from service.web.openapi.keys import OPEN
from service.web.openapi.parts import as_json
from service.web.openapi.schemas import REF, Json, Schemas
from service.web.state import state

bp = Blueprint("health", __name__)


@bp.get("/livez")
def livez() -> dict[str, str]:
    """200 as long as this process answers at all."""
    return {"status": "alive"}


@bp.get("/readyz")
@bp.get("/healthz")
def readyz() -> tuple[dict[str, object], int]:
    """200 when photos are accepted, else 503; a busy service is still ready."""
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
        "/livez": {"get": _probe("getLiveness", LIVENESS, "alive")},
        "/readyz": {"get": _probe("getReadiness", READINESS, "ready")},
        "/healthz": {"get": _probe("getHealth", READINESS, "ready")},
    }


def _probe(name: str, about: tuple[str, str], good: str) -> Json:
    schema = {"$ref": f"{REF}Status"}
    answers = {"200": as_json("Yes", schema, {"status": good})}
    if good == "ready":  # its 503 says what the process is doing, in the same form
        answers["503"] = as_json("Loading or draining", schema, {"status": "loading"})
    return {
        "operationId": name,
        "summary": about[0],
        "description": about[1],
        "security": OPEN,
        "responses": {**answers, **any_refusal()},
    }


LIVENESS = "Whether this process answers", "200 as long as the process responds."
READINESS = (
    "Whether photos are accepted",
    "200 when photos are accepted; a busy service is ready. /readyz and /healthz are the same.",
)
STATUS: Json = {
    "type": "object",
    "description": "What the process is doing.",
    "properties": {
        "status": {"type": "string", "examples": ["alive", "ready", "loading", "draining"]}
    },
    "required": ["status"],
}
ABOUT = "Whether the process is alive and accepts photos."
NAMED: Json = {"Status": STATUS}
SCHEMAS: Schemas = ()
