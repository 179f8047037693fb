"""GET /v1/specs and /v1/specs/{id}: the catalogue as it is."""

from flask import Blueprint

from service.values.errors import NotFound
from service.web.service import service

bp = Blueprint("specs", __name__)


@bp.get("/v1/specs")
def index() -> dict[str, object]:
    """All specs, in the catalogue's order."""
    return {"specs": [spec.model_dump(mode="json") for spec in service().catalogue]}


@bp.get("/v1/specs/<name>")
def show(name: str) -> dict[str, object]:
    """One spec, by id or alias."""
    spec = service().catalogue.find(name)
    if spec is None:
        raise NotFound(f"There is no spec '{name}'; GET /v1/specs lists them all.")
    return spec.model_dump(mode="json")
