"""POST /v1/check."""

from flask import Blueprint, Response, request

from service.orders.fields import Fields
from service.orders.photo import read_order
from service.orders.photo_fields import IdPhotoFields
from service.pipeline.check import check_photo
from service.specs.catalogue import Catalogue
from service.values.order import Order
from service.values.outcome import Outcome
from service.values.report import CheckReport
from service.web.answers.choice import JSON_ALONE, choose_answer
from service.web.body import read_image
from service.web.openapi.errors import READING, WORKING, errors
from service.web.openapi.parts import as_json, example, sending, taking
from service.web.openapi.schemas import REF, Form, Json, Schemas
from service.web.process import process

bp = Blueprint("check", __name__)


@bp.post("/v1/check")
def post() -> Response:
    """One photo in, its report out; no photo is made."""
    report, _, record = process(
        request,
        read_image,
        _read,
        check_photo,
    )
    record.outcome = Outcome(report.matting or "")  # for the log; no photo was finished
    response = Response(report.model_dump_json(by_alias=True), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _read(fields: Fields, catalogue: Catalogue, photo: bytes) -> Order:
    del photo
    choose_answer(request, JSON_ALONE)
    return read_order(fields, catalogue, "image")


def paths() -> Json:
    """The operation."""
    operation = {
        "operationId": "checkPhoto",
        "summary": "What is right and wrong about a photo, without making one of it",
        "description": f"{sending('image', 'photo')} A photo that `/v1/idphoto` refuses for "
        "what it shows gets its report too: `refusal` is then the type of that problem.",
        **taking(FORM),
        "responses": {
            "200": as_json("The report", {"$ref": f"{REF}CheckReport"}, example("check")),
            **errors(*READING, *WORKING),
        },
    }
    return {"/v1/check": {"post": operation}}


ABOUT = "What is right and wrong about a portrait, without a photo being made."
FORM = Form("CheckForm", IdPhotoFields, "image", "photo", JSON_ALONE)
NAMED: Json = {FORM.name: FORM.schema()}
SCHEMAS: Schemas = (CheckReport,)
