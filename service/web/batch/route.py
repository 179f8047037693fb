"""POST /v1/batch: a ZIP of photos in, a ZIP of finished ones out, one photo after the other."""

import errno
from collections.abc import Iterator
from contextlib import ExitStack

from flask import Blueprint, Response, current_app, request, stream_with_context

from service.serving.request.connection import close_after, received
from service.serving.request.deadline import Caller, cut_off_after
from service.serving.telemetry.logs import follow_batch
from service.values.errors import CallerGone
from service.values.order import Order
from service.web.batch.archive import Archive, ArchiveLimits
from service.web.batch.run import BatchWork
from service.web.body import read_timeout, read_zip
from service.web.process import announced
from service.web.answers.packing import zipped
from service.web.state import Service, service
from service.web.answers.files import ZIP
from service.orders.variants import read_orders

bp = Blueprint("batch", __name__)

INFLATED = 4  # all photos of a ZIP over the largest ZIP
LAST_SECONDS = 30  # for whoever reads slowly, when the batch's time is over


@bp.post("/v1/batch")
def post() -> Response:
    """Several photos in, the finished ones and a manifest out."""
    here = service()
    request.max_content_length = here.batches.max_bytes
    length, engine = announced(request), here.load_engine()
    here.refuse_if_draining()
    caller = Caller(read_timeout(request, here.batches.seconds), request.environ)
    with ExitStack() as stack:
        stack.enter_context(here.batches.place())
        meter = stack.enter_context(here.batches.bodies.metering(request.environ, length))
        with here.bodies.receiving(request.environ):
            data = caller.send(lambda: read_zip(request), here.body_seconds)
        received(request.environ, meter.passed)
        order = read_orders(request, here.catalogue, "photos")
        archive = Archive(data, _limits(here, 1 if isinstance(order, Order) else len(order)))
        stack.enter_context(cut_off_after(request.environ, caller.left + LAST_SECONDS))
        work = BatchWork(here, engine, caller, order, archive, follow_batch())
        return _answer(work, stack.pop_all())


def _limits(here: Service, files_each: int) -> ArchiveLimits:
    return ArchiveLimits(
        files=here.batches.photos,
        files_each=files_each,
        photo_bytes=current_app.config["MAX_CONTENT_LENGTH"],
        total_bytes=INFLATED * here.batches.max_bytes,
    )


def _answer(work: BatchWork, held: ExitStack) -> Response:
    """The ZIP as it grows; what is `held` for it is let go when it ends, however it does."""
    close_after(request.environ)  # or an answer that breaks off would not be seen to
    response = Response(stream_with_context(_pieces(work, held)), content_type=ZIP)
    response.call_on_close(held.close)
    response.headers["Content-Disposition"] = 'attachment; filename="idphotos.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _pieces(work: BatchWork, held: ExitStack) -> Iterator[bytes]:
    with held:
        try:
            for piece in zipped(work.files()):
                work.batch.bytes_out += len(piece)
                yield piece
        except CallerGone as gone:  # gunicorn ends a connection without ado for this one
            raise BrokenPipeError(errno.EPIPE, "the caller is gone") from gone
        work.batch.complete = True
