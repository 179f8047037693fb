"""POST /v1/batch: a ZIP of photos in, a ZIP of finished photos out, one after the other."""

import errno
from collections.abc import Iterator
from contextlib import ExitStack

from flask import Blueprint, Response, current_app, request, stream_with_context

from service.orders.variants import OrderFields, read_orders
from service.serving.request.connection import close_after, received
from service.serving.request.deadline import RequestDeadline
from service.serving.request.slow_clients import cut_off_after
from service.values.errors import CallerGone
from service.values.photo_errors import EditingForbidden, MarkForbidden, UnsupportedMedia
from service.values.request_errors import (
    ArchiveTooLarge,
    BodyTooLarge,
    BodyTooSlow,
    DamagedArchive,
    InvalidField,
    MalformedRequest,
)
from service.web.access import current_visit
from service.web.answers.choice import ZIP_ALONE, choose_answer
from service.web.answers.files import ZIP
from service.web.answers.manifest import BatchManifest
from service.web.batch.archive import Archive, ArchiveLimits
from service.web.batch.run import BatchRun
from service.web.body import read_timeout, read_zip, sent_fields
from service.web.observe import record_batch
from service.web.openapi.errors import WORKING, errors
from service.web.openapi.parts import example, sending, taking
from service.web.openapi.schemas import Form, Json, Schemas, archive
from service.web.process import announced, most_bytes
from service.web.state import ProcessState, state

bp = Blueprint("batch", __name__)

INFLATED = 4  # all photos of a ZIP over the largest ZIP
LAST_SECONDS = 30  # for a client that reads slowly, when the batch's time is over


@bp.post("/v1/batch")
def post() -> Response:
    """Several photos in, the finished photos and a manifest out."""
    own = state()
    request.max_content_length = own.batches.max_bytes
    length, engine = announced(request), own.warm_engine()
    own.refuse_if_draining()
    deadline = RequestDeadline(read_timeout(request, own.batches.seconds), request.environ)
    with ExitStack() as stack:
        stack.callback((visit := current_visit()).end)
        stack.enter_context(own.batches.place())
        meter = stack.enter_context(
            own.batches.bodies.metering(request.environ, length, most_bytes(request))
        )
        with own.bodies.receiving(request.environ):
            data = deadline.receive(lambda: read_zip(request), own.body_seconds)
        received(request.environ, meter.passed, meter.ended)
        choose_answer(request, ZIP_ALONE)
        orders = read_orders(sent_fields(request), own.catalogue, "photos")
        archive = Archive(data, _limits(own, len(orders.items)))
        stack.enter_context(cut_off_after(request.environ, deadline.left + LAST_SECONDS))
        run = BatchRun(own, engine, deadline, orders, archive, record_batch(), visit)
        return _answer(run, stack.pop_all())


def _limits(own: ProcessState, files_each: int) -> ArchiveLimits:
    return ArchiveLimits(
        files=own.batches.photos,
        files_each=files_each,
        photo_bytes=current_app.config["MAX_CONTENT_LENGTH"],
        total_bytes=INFLATED * own.batches.max_bytes,
    )


def _answer(run: BatchRun, held: ExitStack) -> Response:
    """Stream the ZIP as it grows; what is `held` for it is released at its end, complete or not."""
    close_after(request.environ)  # or an answer that breaks off would not be seen to
    response = Response(stream_with_context(_pieces(run, held)), content_type=ZIP)
    response.call_on_close(held.close)
    response.headers["Content-Disposition"] = 'attachment; filename="idphotos.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _pieces(run: BatchRun, held: ExitStack) -> Iterator[bytes]:
    with held:
        try:
            for piece in run.pieces():
                run.record.bytes_out += len(piece)
                yield piece
        except CallerGone as gone:  # gunicorn ends a connection quietly for this one
            raise BrokenPipeError(errno.EPIPE, "the client has gone") from gone
        run.record.complete = True


def paths() -> Json:
    """The operation."""
    files = {
        "description": "The finished photos, streamed as they are made, and then manifest.json "
        "(see BatchManifest). A ZIP without it is incomplete: the service failed.",
        "content": {ZIP: archive(BatchManifest, example("batch"))},
    }
    refused = (
        ArchiveTooLarge, UnsupportedMedia, InvalidField, EditingForbidden, MarkForbidden,
        DamagedArchive,
    )  # fmt: skip
    operation = {
        "operationId": "makeBatch",
        "summary": "Make ID photos from a ZIP of portraits",
        "description": f"{sending('photos', 'ZIP')} The fields apply to all photos, which are "
        "processed one after another. A problem with one photo is reported in its place in the "
        "manifest: `unusable-entry`, or the problem that /v1/idphoto would have returned.",
        **taking(FORM),
        "responses": {
            "200": files,
            **errors(MalformedRequest, BodyTooSlow, BodyTooLarge, *refused, *WORKING),
        },
    }
    return {"/v1/batch": {"post": operation}}


ABOUT = "Finished ID photos of many portraits."
FORM = Form("BatchForm", OrderFields, "photos", "ZIP of photos", ZIP_ALONE)
NAMED: Json = {FORM.name: FORM.schema()}
SCHEMAS: Schemas = (BatchManifest,)
