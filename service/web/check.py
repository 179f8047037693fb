"""POST /v1/check."""

from flask import Blueprint, Response, request

from service.pipeline.check import check_photo
from service.web.body import read_image
from service.web.process import work
from service.orders.photo import read_order

bp = Blueprint("check", __name__)


@bp.post("/v1/check")
def post() -> Response:
    """One photo in, its report out; no photo is made."""
    report, _, photo_record = work(request, read_image, read_order, check_photo)
    photo_record.matting = report.matting or ""  # for the log; no photo was finished
    response = Response(report.model_dump_json(by_alias=True), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
