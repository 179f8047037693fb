"""POST /v1/idphoto."""

from collections.abc import Sequence

from flask import Blueprint, Response, request

from service.pipeline.idphoto import IdPhoto, Studio, make_idphoto
from service.pipeline.variants import Made, make_variants
from service.values.order import Order
from service.values.variants import Variants
from service.cancellation import Watch
from service.web.body import read_image
from service.web.process import work
from service.web.answers.file import answer
from service.web.answers.files import answer_several, finish_several
from service.orders.variants import read_orders

bp = Blueprint("idphoto", __name__)


@bp.post("/v1/idphoto")
def post() -> Response:
    """One photo in, one finished ID photo out, or several variants of it."""
    made, _, job = work(request, read_image, read_orders, _make)
    if isinstance(made, IdPhoto):
        report = made.report
        job.finish(report.matting, [warning.code for warning in report.warnings], report.marks)
        return answer(request, made, report.file.format)
    finish_several(job, made)
    return answer_several(request, made, job)


def _make(
    data: bytes, order: Order | Variants, studio: Studio, watch: Watch
) -> IdPhoto | Sequence[Made]:
    if isinstance(order, Order):
        return make_idphoto(data, order, studio, watch)
    return make_variants(data, order, studio, watch)
