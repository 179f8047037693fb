"""POST /v1/sheet."""

from typing import get_args

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field

from service.orders.fields import Fields
from service.orders.sheet import SheetFields, read_sheet
from service.pipeline.sheet import make_sheet
from service.specs.catalogue import Catalogue
from service.values.files import MEDIA_TYPES, SheetFormat, file_ending
from service.values.outcome import outcome_of_sheet
from service.values.photo_errors import CellsDoNotFit, CheckFailed
from service.values.sheet import MOST_PHOTOS, SheetOrder, SheetReport
from service.web.answers.choice import ONE, choose_answer
from service.web.answers.file import file_or_json, set_outcome, with_preferred
from service.web.body import read_images
from service.web.deprecation import SHEET_FIELDS, note_deprecated, set_deprecation
from service.web.openapi.errors import READING, SHOWING, WORKING, errors
from service.web.openapi.parts import example, file_out, sending, taking
from service.web.openapi.schemas import REF, Form, Json, Schemas
from service.web.process import process

bp = Blueprint("sheet", __name__)


class SheetAnswer(BaseModel):
    """The answer to `Accept: application/json`."""

    sheet: str = Field(description="The file in base64.")
    media_type: str
    report: SheetReport


@bp.post("/v1/sheet")
def post() -> Response:
    """One or several photos in, one sheet for the printer out."""
    sheet, order, record = process(
        request,
        lambda request: read_images(request, MOST_PHOTOS),
        _read,
        make_sheet,
    )
    report, media_type = sheet.report, MEDIA_TYPES[order.format]
    outcome = outcome_of_sheet(report)
    record.finish(outcome)
    response = file_or_json(
        request,
        sheet.data,
        media_type,
        f"sheet{file_ending(order.format, report.marks)}",
        lambda text: SheetAnswer(sheet=text, media_type=media_type, report=report),
    )
    set_outcome(response, outcome)
    set_deprecation(response)
    return response


def _read(fields: Fields, catalogue: Catalogue, photos: tuple[bytes, ...]) -> SheetOrder:
    sent = list(with_preferred(request, fields, get_args(SheetFormat)))
    choose_answer(request, ONE)
    note_deprecated(sent, SHEET_FIELDS)
    return read_sheet(sent, catalogue, len(photos))


def paths() -> Json:
    """The operation."""
    types = [MEDIA_TYPES[name] for name in get_args(SheetFormat)]
    examples = {"sheet": {"summary": "A sheet of one photo", "value": example("sheet")}}
    answer = {"$ref": f"{REF}SheetAnswer"}
    operation = {
        "operationId": "makeSheet",
        "summary": "Make a print sheet of finished photos from portraits",
        "description": f"{sending('image', 'photo')} A form may have up to {MOST_PHOTOS} parts "
        "`image` with one person each; an error about one of them gives its number in `photo`. The "
        "response is the sheet at its true size on paper, or, with `Accept: application/json` or "
        "`answer=json`, JSON with the sheet and a report. `answer=image` returns the file, even if "
        "it is a PDF. Without `format`, the file has the type that `Accept` prefers.",
        **taking(FORM),
        "responses": {
            "200": file_out("The sheet", types, answer, examples),
            **errors(*READING, *SHOWING, CheckFailed, CellsDoNotFit, *WORKING),
        },
    }
    return {"/v1/sheet": {"post": operation}}


ABOUT = "Sheets of finished photos for a printer."
FORM = Form("SheetForm", SheetFields, "image", "photo", ONE, MOST_PHOTOS)
NAMED: Json = {FORM.name: FORM.schema()}
SCHEMAS: Schemas = (SheetAnswer,)
