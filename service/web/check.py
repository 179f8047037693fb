"""POST /v1/check."""

from flask import Blueprint, Response, request

from service.orders.photo import read_order
from service.orders.photo_fields import IdPhotoFields
from service.pipeline.check import check_photo
from service.values.outcome import Outcome
from service.values.report import CheckReport
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

bp = Blueprint("check", __name__)


@bp.post("/v1/check")
def post() -> Response:
    """One photo in, its report out; no photo is made."""
    report, _, record = process(
        request,
        read_image,
        lambda fields, catalogue, _: read_order(fields, catalogue, "image"),
        check_photo,
    )
    record.outcome = Outcome(report.matting or "")  # for the log; no photo was finished
    response = Response(report.model_dump_json(by_alias=True), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def paths() -> Json:
    """The operation."""
    operation = {
        "operationId": "checkPhoto",
        "summary": "What is right and wrong about a photo, without making one of it",
        "description": f"{SENDING} A photo that `/v1/idphoto` refuses for what it shows gets its "
        "report too: `refusal` is then the type of that problem.",
        **photo_in(IdPhotoFields),
        "responses": {
            "200": as_json("The report", {"$ref": f"{REF}CheckReport"}),
            **errors(*READING, *WORKING),
        },
    }
    return {"/v1/check": {"post": operation}}


SCHEMAS: Schemas = (CheckReport,)
