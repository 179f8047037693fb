"""POST /v1/idphoto."""

from flask import Blueprint, Response, request

from service.pipeline.idphoto import make_idphoto
from service.serving.patience import Caller, within
from service.serving.telemetry import follow
from service.web.forms import read_image, read_order, read_timeout
from service.web.responses import answer
from service.web.service import service

bp = Blueprint("idphoto", __name__)


@bp.post("/v1/idphoto")
def post() -> Response:
    """One photo in, one finished ID photo out."""
    here = service()
    studio = here.open_studio()
    caller = Caller(read_timeout(request, here.deadline_seconds), request.environ)
    here.compute.permits.raise_if_full()
    with here.bodies.metering(request.environ, request.content_length or 0):
        data = within(here.body_seconds, lambda: read_image(request), request.environ)
        order = read_order(request, here.catalogue)
        job = follow(order.spec.id if here.catalogue.find(order.spec.id) else "custom")
        photo = here.compute.run(
            job.timed(lambda watch: make_idphoto(data, order, studio, watch)),
            caller.raise_if_over,
        )
        job.finish(photo.report.matting, [warning.code for warning in photo.report.warnings])
    return answer(request, photo, order.format)
