"""For whoever keeps the service running: whether it lives, and whether it takes photos."""

from flask import Blueprint

import service as package
from service.web.state import service

bp = Blueprint("health", __name__)


@bp.get("/livez")
def livez() -> dict[str, str]:
    """200 as long as this process answers at all."""
    return {"status": "alive"}


@bp.get("/readyz")
@bp.get("/healthz")
def readyz() -> tuple[dict[str, object], int]:
    """200 when photos are taken, else 503; a busy service is a ready one."""
    here = service()
    permits = here.executor.permits
    body: dict[str, object] = {
        "status": "ready" if here.ready else "draining" if here.draining else "loading",
        "matting": here.matting,
        "workers": here.registry.ready(),
        "permits": permits.count,
        "in_work": permits.in_use,
        "waiting": permits.all_waiting,
        "version": package.__version__,
    }
    return body, 200 if here.ready else 503
