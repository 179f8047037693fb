"""What the OpenAPI document says in several places: bodies, parameters, answers, errors."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from service.steps.decode.formats import MEDIA_TYPES as INPUT_TYPES
from service.values.errors import (
    PROBLEMS,
    BodyMissing,
    BodyTooLarge,
    BodyTooSlow,
    Busy,
    DamagedImage,
    DeadlineExceeded,
    EditingForbidden,
    Internal,
    InvalidField,
    MalformedRequest,
    MarkForbidden,
    MatteImplausible,
    NoFace,
    NotReady,
    ResolutionTooLow,
    ServiceError,
    SeveralFaces,
    TooManyPixels,
    UnsupportedMedia,
)
from service.web.answers.problems import MEDIA_TYPE as PROBLEM_TYPE
from service.web.body import LEAST_TIMEOUT, TIMEOUT_HEADER
from service.web.observe import CALLER_HEADER

ZIP_TYPES = ("application/zip", "application/x-zip-compressed")
UNNAMED_TYPE = "application/octet-stream"  # what any other type is taken for, too
REF = "#/components/schemas/"
Json = dict[str, Any]
Schemas = tuple[type[BaseModel], ...]  # of a resource's answers
BINARY: Json = {"type": "string", "format": "binary"}

SENDING = (
    "Send a form with the file part `image` and the other fields, or the photo itself as the body "
    "with the fields in the query."
)
READING = (
    MalformedRequest, BodyTooSlow, BodyTooLarge, TooManyPixels, UnsupportedMedia, InvalidField,
    EditingForbidden, MarkForbidden, DamagedImage,
)  # fmt: skip
SHOWING = (NoFace, SeveralFaces, BodyMissing, ResolutionTooLow, MatteImplausible)
WORKING = (Busy, Internal, NotReady, DeadlineExceeded)


def photo_in(model: type[BaseModel], most: int = 1) -> Json:
    """Parameters and body of what takes a photo, or up to `most` of them."""
    return _file_in(model, "image", "photo", INPUT_TYPES, most)


def zip_in(model: type[BaseModel]) -> Json:
    """Parameters and body of what takes a ZIP of photos."""
    return _file_in(model, "photos", "ZIP", ZIP_TYPES)


def _file_in(
    model: type[BaseModel], part: str, what: str, types: Iterable[str], most: int = 1
) -> Json:
    form = {
        "type": "object",
        "properties": {part: _file(what, most), **model.model_json_schema()["properties"]},
        "required": [part],
        "additionalProperties": False,
    }
    raw = {kind: {"schema": BINARY} for kind in (*types, UNNAMED_TYPE)}
    return {
        "parameters": [
            *query(model, f"For a body that is the {what} itself. "),
            _timeout(),
            _caller(),
        ],
        "requestBody": {
            "required": True,
            "content": {"multipart/form-data": {"schema": form}, **raw},
        },
    }


def _file(what: str, most: int) -> Json:
    if most == 1:
        return {**BINARY, "description": f"The {what}."}
    return {
        "type": "array",
        "items": BINARY,
        "minItems": 1,
        "maxItems": most,
        "description": f"The {what}s, a file part each.",
    }


def file_out(description: str, types: Iterable[str], answer: type[BaseModel]) -> Json:
    """A file of one of `types`, or the same in JSON."""
    json_answer = {"application/json": {"schema": {"$ref": f"{REF}{answer.__name__}"}}}
    return {
        "description": description,
        "headers": {
            "IDPhoto-Matting": header("What cut the person out."),
            "IDPhoto-Checks": header("How many checks came to each verdict."),
            "IDPhoto-Warnings": header("Codes of what to look at, if anything."),
            "IDPhoto-Marks": header("What tells that the photo was edited, if anything does."),
        },
        "content": {**{kind: {"schema": BINARY} for kind in types}, **json_answer},
    }


def query(model: type[BaseModel], preface: str = "") -> list[Json]:
    """The fields of a model as parameters of the query."""
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": preface + schema["description"],
            "schema": schema,
        }
        for name, schema in model.model_json_schema()["properties"].items()
    ]


def _timeout() -> Json:
    return {
        "name": TIMEOUT_HEADER,
        "in": "header",
        "required": False,
        "description": "Seconds after which the caller no longer waits; it then gets 504, and "
        "the photo is given up. A batch ends with what there is by then. Default and most: the "
        "service's own deadline.",
        "schema": {"type": "number", "minimum": LEAST_TIMEOUT, "examples": [5, 2.5]},
    }


def _caller() -> Json:
    return {
        "name": CALLER_HEADER,
        "in": "header",
        "required": False,
        "description": "What a gateway calls its caller, for the access log: up to 64 letters, "
        "digits, dots, dashes and underscores; anything else is left out.",
        "schema": {"type": "string", "examples": ["shop-12"]},
    }


def errors(*kinds: type[ServiceError]) -> Json:
    """Responses by status; kinds of one status share one."""
    responses: Json = {}
    for kind in kinds:
        status = str(kind.status)
        text = f"`{kind.slug}`: {kind.title}"
        if status in responses:
            responses[status]["description"] += f"; {text}"
            continue
        responses[status] = {
            "description": text,
            "content": {PROBLEM_TYPE: {"schema": {"$ref": f"{REF}Problem"}}},
        }
        if issubclass(kind, (Busy, NotReady)):
            responses[status]["headers"] = {"Retry-After": header("Seconds to wait.")}
    return responses


def problem() -> Json:
    """The schema of every error."""
    return {
        "type": "object",
        "description": "RFC 9457. Some types carry further members: field, faces, retry_after...",
        "properties": {
            "type": {
                "type": "string",
                "format": "uri-reference",
                "examples": [f"/problems/{kind.slug}" for kind in PROBLEMS],
            },
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "request_id": {"type": ["string", "null"]},
        },
        "required": ["type", "title", "status", "detail"],
    }


def as_json(description: str, schema: Json) -> Json:
    """A response in JSON of that schema."""
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def header(description: str) -> Json:
    """A header of a response, as text."""
    return {"description": description, "schema": {"type": "string"}}
