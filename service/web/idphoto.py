"""POST /v1/idphoto."""

from flask import Blueprint, Response, request

from service.pipeline.idphoto import make_idphoto
from service.web.forms import read_image
from service.web.intake import work
from service.web.order import read_order
from service.web.responses import answer

bp = Blueprint("idphoto", __name__)


@bp.post("/v1/idphoto")
def post() -> Response:
    """One photo in, one finished ID photo out."""
    photo, order, job = work(request, read_image, read_order, make_idphoto)
    report = photo.report
    job.finish(report.matting, [warning.code for warning in report.warnings], report.marks)
    return answer(request, photo, order.format)
