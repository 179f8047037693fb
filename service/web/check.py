"""POST /v1/check."""

from flask import Blueprint, Response, request
from pydantic import BaseModel

from service.orders.check import CheckFields, is_quick, read_check
from service.orders.fields import Fields
from service.pipeline.check import check_photo
from service.pipeline.quick import quick_check
from service.specs.catalogue import Catalogue
from service.values.order import Order
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
    if is_quick(request.args.get("quick")):
        first, _, record = process(request, read_image, _read, quick_check, state().quick)
        record.outcome = Outcome("")
        return _answer(first)
    report, _, record = process(request, read_image, _read, check_photo)
    record.outcome = Outcome(report.matting or "")  # for the log; no photo was finished
    return _answer(report)


def _answer(report: BaseModel) -> Response:
    response = Response(report.model_dump_json(by_alias=True), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _read(fields: Fields, catalogue: Catalogue, photo: bytes) -> Order:
    del photo
    choose_answer(request, JSON_ALONE)
    return read_check(fields, catalogue, is_quick(request.args.get("quick")))


def paths() -> Json:
    """The operation."""
    kinds = [{"$ref": f"{REF}CheckReport"}, {"$ref": f"{REF}QuickReport"}]
    operation = {
        "operationId": "checkPhoto",
        "summary": "What is right and wrong about a photo, without making one of it",
        "description": f"{sending('image', 'photo')} A photo that `/v1/idphoto` refuses for "
        "what it shows gets its report too: `refusal` is then the type of that problem. With "
        "`quick=true` in the query the answer is a QuickReport, and a busy service answers 429 at "
        "once.",
        **taking(FORM),
        "responses": {
            "200": as_json("The report", {"anyOf": kinds}, example("check")),
            **errors(*READING, *WORKING),
        },
    }
    return {"/v1/check": {"post": operation}}


ABOUT = "What is right and wrong about a portrait, without a photo being made."
FORM = Form("CheckForm", CheckFields, "image", "photo", JSON_ALONE)
NAMED: Json = {FORM.name: FORM.schema()}
SCHEMAS: Schemas = (CheckReport, QuickReport)
