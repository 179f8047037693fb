"""POST /v1/check."""

from flask import Blueprint, Response, request

from service.pipeline.check import check_photo
from service.serving.patience import within
from service.web.forms import read_image
from service.web.order import read_order
from service.web.service import service

bp = Blueprint("check", __name__)


@bp.post("/v1/check")
def post() -> Response:
    """One photo in, its report out; no photo is made."""
    here = service()
    studio = here.open_studio()
    data = within(here.body_seconds, lambda: read_image(request), request.environ)
    order = read_order(request, here.catalogue)
    report = here.compute.run(lambda watch: check_photo(data, order, studio, watch))
    response = Response(report.model_dump_json(by_alias=True), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
