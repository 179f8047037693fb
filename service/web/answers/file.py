"""How one file is sent: as the file itself, or as JSON with its report."""

from collections.abc import Callable, Sequence
from typing import get_args

from flask import Request, Response
from pydantic import BaseModel, Field

from service.orders.fields import LEFT_OUT, Fields
from service.pipeline.idphoto import IdPhoto
from service.specs.catalogue import Catalogue
from service.values.files import MEDIA_TYPES, AnyFormat, Format, file_ending
from service.values.outcome import Outcome
from service.values.report import Report
from service.web.answers.choice import asked_answers
from service.web.answers.negotiation import preferred_type
from service.web.answers.packing import placeholder, with_base64
from service.web.state import state

JSON = "application/json"


class IdPhotoAnswer(BaseModel):
    """The answer to `Accept: application/json`."""

    image: str = Field(description="The file in base64.")
    media_type: str
    report: Report


def with_format(request: Request, fields: Fields, catalogue: Catalogue) -> Fields:
    """The fields of one photo; where they name no format, with the one that Accept prefers.

    A type of file that the document does not take has to be asked for by `format`.
    """
    named = _named(fields)
    spec = catalogue.find(named.get("spec", ""))
    taken: Sequence[AnyFormat] = (spec and spec.file_types) or get_args(Format)
    return with_preferred(request, fields, () if "variants" in named else taken)


def with_preferred(request: Request, fields: Fields, offered: Sequence[AnyFormat]) -> Fields:
    """The fields that have a value; where they name no format, with that of `offered` which
    Accept prefers.
    """
    pairs = [(name, value) for name, value in fields if value.strip() not in LEFT_OUT]
    if "format" in _named(pairs):
        return pairs
    kinds = {MEDIA_TYPES[name]: name for name in offered}
    # Who prefers JSON does not care, unless the file itself is asked for.
    others = () if kinds and asked_answers(request) == ["image"] else (JSON,)
    preferred = kinds.get(preferred_type(request, (*kinds, *others)), "jpeg")
    return pairs if preferred == "jpeg" else [*pairs, ("format", preferred)]


def _named(fields: Fields) -> dict[str, str]:
    """The fields that have a value, by name."""
    pairs = ((name.strip().lower(), value) for name, value in fields)
    return {name: value for name, value in pairs if value.strip() not in LEFT_OUT}


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
    """The file, called `name`, or `body` of its base64 where the client prefers JSON."""
    if preferred_type(request, (media_type, JSON)) == JSON:
        text = state().executor.beside(lambda: _as_json(data, body))
        response = Response(text, content_type=JSON)
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
    """Set the headers: the matting model, verdicts of the checks, warnings and marks."""
    verdicts = (f"{verdict}={count}" for verdict, count in outcome.verdicts.items())
    response.headers["IDPhoto-Matting"] = outcome.matting
    response.headers["IDPhoto-Checks"] = ", ".join(verdicts)
    if outcome.warnings:
        response.headers["IDPhoto-Warnings"] = ", ".join(outcome.warnings)
    if outcome.marks:
        response.headers["IDPhoto-Marks"] = ", ".join(outcome.marks)
