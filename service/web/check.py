"""POST /v1/check."""

from flask import Blueprint, Response, request

from service.cancellation import CancellationToken
from service.orders.check import CheckFields, CheckOrder, is_quick, read_check
from service.orders.fields import Fields
from service.pipeline.check import check_photo
from service.pipeline.engine import Engine
from service.pipeline.quick import quick_check
from service.specs.catalogue import Catalogue
from service.values.outcome import Outcome
from service.values.report import CheckReport, QuickReport
from service.web.answers.choice import JSON_ALONE, choose_answer
from service.web.body import read_image
from service.web.openapi.errors import READING, WORKING, errors
from service.web.openapi.parts import as_json, example, sending, taking
from service.web.openapi.schemas import REF, Form, Json, Schemas
from service.web.process import process
from service.web.state import state

bp = Blueprint("check", __name__)


@bp.post("/v1/check")
def post() -> Response:
    """One photo in, its report out; no photo is made."""
    own, executor = state(), None
    query = {name.strip().lower(): value for name, value in request.args.items()}
    if is_quick(query.get("quick")):
        executor = own.quick
        own.executor.permits.raise_if_any_wait()
    report, _, record = process(request, read_image, _read, _look, executor)
    matting = report.matting if isinstance(report, CheckReport) else None
    record.outcome = Outcome(matting or "")  # for the log; no photo was finished
    response = Response(report.model_dump_json(by_alias=True), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _read(fields: Fields, catalogue: Catalogue, photo: bytes) -> CheckOrder:
    del photo
    choose_answer(request, JSON_ALONE)
    return read_check(fields, catalogue)


def _look(
    photo: bytes, wanted: CheckOrder, engine: Engine, token: CancellationToken
) -> CheckReport | QuickReport:
    if wanted.quick:
        return quick_check(photo, wanted.order, engine, token, wanted.camera_px)
    return check_photo(photo, wanted.order, engine, token)


def paths() -> Json:
    """The operation."""
    kinds = [{"$ref": f"{REF}CheckReport"}, {"$ref": f"{REF}QuickReport"}]
    operation = {
        "operationId": "checkPhoto",
        "summary": "Check a photo without making an ID photo",
        "description": f"{sending('image', 'photo')} A photo that `/v1/idphoto` would reject also "
        "gets a report; `refusal` is then the type of the problem. With `quick=true`, the response "
        "is a QuickReport. If `quick=true` is in the query, the service answers 429 immediately "
        "while it is busy with other quick checks or has photos in its queue.",
        **taking(FORM),
        "responses": {
            "200": as_json("The report", {"anyOf": kinds}, example("check")),
            **errors(*READING, *WORKING),
        },
    }
    return {"/v1/check": {"post": operation}}


ABOUT = "Checks of a portrait, without making a photo."
FORM = Form("CheckForm", CheckFields, "image", "photo", JSON_ALONE)
NAMED: Json = {FORM.name: FORM.schema()}
SCHEMAS: Schemas = (CheckReport, QuickReport)
