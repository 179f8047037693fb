"""POST /v1/check."""

from flask import Blueprint, Response, request
from pydantic import BaseModel

from service.orders.check import CheckFields, read_check
from service.pipeline.check import check_photo
from service.pipeline.quick import quick_check
from service.values.outcome import Outcome
from service.values.report import CheckReport, QuickReport
from service.web.body import read_image
from service.web.openapi.parts import (
    READING,
    REF,
    SENDING,
    WORKING,
    Json,
    Schemas,
    as_json,
    errors,
    photo_in,
)
from service.web.process import process
from service.web.state import state

bp = Blueprint("check", __name__)

TRUE = ("true", "1", "yes", "on", "t", "y")  # as pydantic reads a boolean


@bp.post("/v1/check")
def post() -> Response:
    """One photo in, its report out; no photo is made."""
    if request.args.get("quick", "").lower() in TRUE:
        first, _, record = process(
            request,
            read_image,
            lambda fields, catalogue, _: read_check(fields, catalogue, quick=True),
            quick_check,
            state().quick,
        )
        record.outcome = Outcome("")
        return _answer(first)
    report, _, record = process(
        request,
        read_image,
        lambda fields, catalogue, _: read_check(fields, catalogue, quick=False),
        check_photo,
    )
    record.outcome = Outcome(report.matting or "")  # for the log; no photo was finished
    return _answer(report)


def _answer(report: BaseModel) -> Response:
    response = Response(report.model_dump_json(by_alias=True), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def paths() -> Json:
    """The operation."""
    kinds = [{"$ref": f"{REF}CheckReport"}, {"$ref": f"{REF}QuickReport"}]
    operation = {
        "operationId": "checkPhoto",
        "summary": "What is right and wrong about a photo, without making one of it",
        "description": f"{SENDING} A photo that `/v1/idphoto` refuses for what it shows gets its "
        "report too: `refusal` is then the type of that problem. With `quick=true` in the query "
        "the answer is a QuickReport, and a busy service answers 429 at once.",
        **photo_in(CheckFields),
        "responses": {
            "200": as_json("The report", {"anyOf": kinds}),
            **errors(*READING, *WORKING),
        },
    }
    return {"/v1/check": {"post": operation}}


SCHEMAS: Schemas = (CheckReport, QuickReport)
