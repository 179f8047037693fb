"""How one file leaves: as the file itself, or as JSON with its report."""

from collections.abc import Callable

from flask import Request, Response
from pydantic import BaseModel, Field

from service.pipeline.idphoto import IdPhoto
from service.values.files import MEDIA_TYPES, file_ending
from service.values.outcome import Outcome
from service.values.report import Report
from service.web.answers.packing import placeholder, with_base64
from service.web.state import state


class IdPhotoAnswer(BaseModel):
    """The answer to `Accept: application/json`."""

    image: str = Field(description="The file in base64.")
    media_type: str
    report: Report


def answer_photo(request: Request, photo: IdPhoto, outcome: Outcome) -> Response:
    """The image, unless the client prefers JSON."""
    report, file_format = photo.report, photo.report.file.format
    media_type = MEDIA_TYPES[file_format]
    response = file_or_json(
        request,
        photo.data,
        media_type,
        f"{report.spec}{file_ending(file_format, report.marks)}",
        lambda text: IdPhotoAnswer(image=text, media_type=media_type, report=report),
    )
    set_outcome(response, outcome)
    return response


def file_or_json(
    request: Request,
    data: bytes,
    media_type: str,
    name: str,
    body: Callable[[str], BaseModel],
) -> Response:
    """The file under `name`, or `body` of it in base64 where the client prefers JSON."""
    if _prefers_json(request, media_type):
        text = state().executor.beside(lambda: _as_json(data, body))
        response = Response(text, content_type="application/json")
    else:
        response = Response(data, content_type=media_type)
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept"
    return response


def _as_json(data: bytes, body: Callable[[str], BaseModel]) -> bytes:
    name = placeholder()
    return with_base64(body(name).model_dump_json(by_alias=True), {name: data})


def set_outcome(response: Response, outcome: Outcome) -> None:
    """Headers: what cut the person out, verdicts of the checks, warnings, and marks."""
    verdicts = (f"{verdict}={count}" for verdict, count in outcome.verdicts.items())
    response.headers["IDPhoto-Matting"] = outcome.matting
    response.headers["IDPhoto-Checks"] = ", ".join(verdicts)
    if outcome.warnings:
        response.headers["IDPhoto-Warnings"] = ", ".join(outcome.warnings)
    if outcome.marks:
        response.headers["IDPhoto-Marks"] = ", ".join(outcome.marks)


def _prefers_json(request: Request, media_type: str) -> bool:
    """Whether JSON is asked for above the image; a name counts for more than a wildcard."""
    named = {value: quality for value, quality in request.accept_mimetypes if "*" not in value}
    if "application/json" in named and media_type not in named:
        return named["application/json"] > 0
    return named.get("application/json", 0) > named.get(media_type, 0)
