"""POST /v1/sheet."""

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field

from service.pipeline.sheet import Sheet, make_sheet
from service.values.sheet import MOST_PHOTOS, SheetFormat, SheetReport
from service.web.body import read_images
from service.web.process import work
from service.web.answers.file import file_or_json, preview_suffix, tell_findings
from service.orders.sheet import read_sheet

bp = Blueprint("sheet", __name__)

MEDIA_TYPES: dict[SheetFormat, str] = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
}
SUFFIXES: dict[SheetFormat, str] = {"jpeg": "jpg", "png": "png", "pdf": "pdf"}


class SheetAnswer(BaseModel):
    """The answer to `Accept: application/json`."""

    sheet: str = Field(description="The file in base64.")
    media_type: str
    report: SheetReport


@bp.post("/v1/sheet")
def post() -> Response:
    """One or several photos in, one sheet for the printer out."""
    sheet, order, photo_record = work(
        request, lambda request: read_images(request, MOST_PHOTOS), read_sheet, make_sheet
    )
    photo_record.finish(sheet.report.matting, _warnings(sheet.report), sheet.report.marks)
    return _answer(sheet, order.format)


def _warnings(report: SheetReport) -> list[str]:
    """The codes of all photos on the sheet, each once."""
    return list(dict.fromkeys(code.code for photo in report.photos for code in photo.warnings))


def _answer(sheet: Sheet, file_format: SheetFormat) -> Response:
    """The file, unless the caller prefers JSON."""
    media_type = MEDIA_TYPES[file_format]

    def body(file: str) -> SheetAnswer:
        return SheetAnswer(sheet=file, media_type=media_type, report=sheet.report)

    marks = sheet.report.marks
    name = f"sheet{preview_suffix(marks)}.{SUFFIXES[file_format]}"
    response = file_or_json(request, sheet.data, media_type, name, body)
    summaries = [photo.summary for photo in sheet.report.photos]
    tell_findings(response, sheet.report.matting, _warnings(sheet.report), summaries, marks)
    return response
