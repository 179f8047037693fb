"""How a finished photo leaves: as the image itself, or as JSON with its report."""

import base64

from flask import Request, Response
from pydantic import BaseModel, Field

from service.pipeline.idphoto import IdPhoto
from service.values.order import Format
from service.values.report import Report, Summary

MEDIA_TYPES: dict[Format, str] = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
SUFFIXES: dict[Format, str] = {"jpeg": "jpg", "png": "png", "webp": "webp"}


class IdPhotoAnswer(BaseModel):
    """The answer to `Accept: application/json`."""

    image: str = Field(description="The file in base64.")
    media_type: str
    report: Report


def prefers_json(request: Request, media_type: str) -> bool:
    """Whether JSON is asked for above the image; a name counts for more than a wildcard."""
    named = {value: quality for value, quality in request.accept_mimetypes if "*" not in value}
    if "application/json" in named and media_type not in named:
        return named["application/json"] > 0
    return named.get("application/json", 0) > named.get(media_type, 0)


def _counted(summary: Summary) -> str:
    """How many checks came to each verdict: `pass=19, warn=1, fail=0, not-assessed=6`."""
    counts = summary.model_dump(by_alias=True)
    return ", ".join(f"{verdict}={count}" for verdict, count in counts.items())


def answer(request: Request, photo: IdPhoto, file_format: Format) -> Response:
    """The image, unless the caller prefers JSON."""
    media_type = MEDIA_TYPES[file_format]
    if prefers_json(request, media_type):
        body = IdPhotoAnswer(
            image=base64.b64encode(photo.data).decode("ascii"),
            media_type=media_type,
            report=photo.report,
        )
        response = Response(body.model_dump_json(by_alias=True), content_type="application/json")
    else:
        response = Response(photo.data, content_type=media_type)
        name = f"{photo.report.spec}.{SUFFIXES[file_format]}"
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["IDPhoto-Matting"] = photo.report.matting
    response.headers["IDPhoto-Checks"] = _counted(photo.report.summary)
    if photo.report.warnings:
        codes = ", ".join(warning.code for warning in photo.report.warnings)
        response.headers["IDPhoto-Warnings"] = codes
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept"
    return response
