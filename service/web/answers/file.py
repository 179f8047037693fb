"""How a finished photo leaves: as the image itself, or as JSON with its report."""

import base64
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from flask import Request, Response
from pydantic import BaseModel, Field

from service.pipeline.idphoto import IdPhoto
from service.values.marks import MarkName
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


def _counted(summaries: Iterable[Summary]) -> str:
    """How many checks came to each verdict: `pass=19, warn=1, fail=0, not-assessed=6`."""
    counts: Counter[str] = Counter()
    for summary in summaries:
        counts.update(summary.model_dump(by_alias=True))
    return ", ".join(f"{verdict}={count}" for verdict, count in counts.items())


def answer(request: Request, photo: IdPhoto, file_format: Format) -> Response:
    """The image, unless the caller prefers JSON."""
    media_type = MEDIA_TYPES[file_format]

    def body(image: str) -> IdPhotoAnswer:
        return IdPhotoAnswer(image=image, media_type=media_type, report=photo.report)

    marks = photo.report.marks
    name = f"{photo.report.spec}{preview_suffix(marks)}.{SUFFIXES[file_format]}"
    response = file_or_json(request, photo.data, media_type, name, body)
    codes = [warning.code for warning in photo.report.warnings]
    tell_findings(response, photo.report.matting, codes, [photo.report.summary], marks)
    return response


def file_or_json(
    request: Request,
    data: bytes,
    media_type: str,
    name: str,
    body: Callable[[str], BaseModel],
) -> Response:
    """The file under `name`, or `body` of it in base64 where the caller prefers JSON."""
    if prefers_json(request, media_type):
        text = body(base64.b64encode(data).decode("ascii")).model_dump_json(by_alias=True)
        response = Response(text, content_type="application/json")
    else:
        response = Response(data, content_type=media_type)
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept"
    return response


def preview_suffix(marks: Sequence[MarkName]) -> str:
    """What keeps a preview from being taken for the photo itself, in its file's name."""
    return "-preview" if "preview" in marks else ""


def tell_findings(
    response: Response,
    matting: str,
    codes: Sequence[str],
    summaries: Iterable[Summary],
    marks: Sequence[str],
) -> None:
    """What cut the person out, what the checks said, codes of what to look at, and the marks."""
    response.headers["IDPhoto-Matting"] = matting
    response.headers["IDPhoto-Checks"] = _counted(summaries)
    if codes:
        response.headers["IDPhoto-Warnings"] = ", ".join(codes)
    if marks:
        response.headers["IDPhoto-Marks"] = ", ".join(marks)
