"""POST /v1/idphoto."""

from collections.abc import Sequence

from flask import Blueprint, Response, request

from service.pipeline.idphoto import IdPhoto, Engine, make_idphoto
from service.pipeline.variants import Made, make_variants
from service.values.order import Order
from service.values.variants import Variants
from service.cancellation import CancellationToken
from service.web.body import read_image
from service.web.process import work
from service.web.answers.file import answer
from service.web.answers.files import answer_several, finish_several
from service.orders.variants import read_orders

bp = Blueprint("idphoto", __name__)


@bp.post("/v1/idphoto")
def post() -> Response:
    """One photo in, one finished ID photo out, or several variants of it."""
    made, _, photo_record = work(request, read_image, read_orders, _make)
    if isinstance(made, IdPhoto):
        report = made.report
        photo_record.finish(report.matting, [warning.code for warning in report.warnings], report.marks)
        return answer(request, made, report.file.format)
    finish_several(photo_record, made)
    return answer_several(request, made, photo_record)


def _make(
    data: bytes, order: Order | Variants, engine: Engine, token: CancellationToken
) -> IdPhoto | Sequence[Made]:
    if isinstance(order, Order):
        return make_idphoto(data, order, engine, token)
    return make_variants(data, order, engine, token)
