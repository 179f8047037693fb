"""POST /v1/idphoto."""

from flask import Blueprint, Response, request

from service.pipeline.idphoto import make_idphoto
from service.serving.patience import within
from service.web.forms import read_image
from service.web.order import read_order
from service.web.responses import answer
from service.web.service import service

bp = Blueprint("idphoto", __name__)


@bp.post("/v1/idphoto")
def post() -> Response:
    """One photo in, one finished ID photo out."""
    here = service()
    studio = here.open_studio()
    data = within(here.body_seconds, lambda: read_image(request), request.environ)
    order = read_order(request, here.catalogue)
    photo = here.compute.run(lambda watch: make_idphoto(data, order, studio, watch))
    return answer(request, photo, order.format)
