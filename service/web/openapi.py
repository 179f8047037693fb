"""The OpenAPI 3.1 document, made from the same models that read requests and write answers."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, current_app
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

import service as package
from service.steps.decode import MEDIA_TYPES as INPUT_TYPES
from service.values.errors import (
    PROBLEMS,
    BodyMissing,
    BodyTooLarge,
    BodyTooSlow,
    Busy,
    CellsDoNotFit,
    CheckFailed,
    DamagedImage,
    DeadlineExceeded,
    EditingForbidden,
    Internal,
    InvalidField,
    LengthRequired,
    MalformedRequest,
    MatteImplausible,
    NoFace,
    NotFound,
    NotReady,
    ResolutionTooLow,
    ServiceError,
    SeveralFaces,
    SizeUnreachable,
    TooManyPixels,
    UnsupportedMedia,
)
from service.values.report import CheckReport
from service.values.spec import Spec
from service.web.forms import LEAST_TIMEOUT, TIMEOUT_HEADER, IdPhotoFields
from service.web.problems import MEDIA_TYPE as PROBLEM_TYPE
from service.web.responses import MEDIA_TYPES as OUTPUT_TYPES
from service.web.responses import IdPhotoAnswer
from service.web.sheet import MEDIA_TYPES as SHEET_TYPES
from service.web.sheet import SheetAnswer
from service.web.sheet_forms import SheetFields
from service.web.specs import DiagramQuery, SpecQuery

bp = Blueprint("openapi", __name__)

REF = "#/components/schemas/"
ANSWERED = (IdPhotoAnswer, CheckReport, SheetAnswer, Spec)
Json = dict[str, Any]
BINARY: Json = {"type": "string", "format": "binary"}

SENDING = (
    "Send a form with the file part `image` and the other fields, or the photo itself as the body "
    "with the fields in the query."
)
READING = (
    MalformedRequest, BodyTooSlow, LengthRequired, BodyTooLarge, TooManyPixels, UnsupportedMedia,
    InvalidField, EditingForbidden, DamagedImage,
)  # fmt: skip
SHOWING = (NoFace, SeveralFaces, BodyMissing, ResolutionTooLow, MatteImplausible)
WORKING = (Busy, Internal, NotReady, DeadlineExceeded)


@bp.get("/openapi.json")
def document() -> Json:
    """The whole document."""
    metrics = {"/metrics": {"get": _metrics()}} if "metrics" in current_app.blueprints else {}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ID photo service",
            "version": package.__version__,
            "description": "Turns a portrait into a standard ID photo. Nothing is stored.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {
            "/v1/idphoto": {"post": _idphoto()},
            "/v1/check": {"post": _check()},
            "/v1/sheet": {"post": _sheet()},
            "/v1/specs": {"get": _specs()},
            "/v1/specs/{name}": {"get": _spec()},
            "/v1/specs/{name}/diagram.svg": {"get": _diagram()},
            "/livez": {"get": _probe("Whether this process answers", {})},
            "/readyz": {"get": _probe("Whether photos are taken", _errors(NotReady))},
            "/healthz": {"get": _probe("The same as /readyz", _errors(NotReady))},
            **metrics,
        },
        "components": {"schemas": _schemas()},
    }


def _idphoto() -> Json:
    made = _file_out("The finished photo", OUTPUT_TYPES.values(), IdPhotoAnswer)
    made["headers"]["IDPhoto-Checks"] = _header("How many checks came to each verdict.")
    return {
        "operationId": "makeIdPhoto",
        "summary": "One portrait in, one finished ID photo out",
        "description": f"{SENDING} The answer is the image, or JSON with the image and a report "
        "for `Accept: application/json`.",
        **_photo_in(IdPhotoFields),
        "responses": {
            "200": made,
            **_errors(*READING, *SHOWING, CheckFailed, SizeUnreachable, *WORKING),
        },
    }


def _check() -> Json:
    return {
        "operationId": "checkPhoto",
        "summary": "What is right and wrong about a photo, without making one of it",
        "description": f"{SENDING} A photo that `/v1/idphoto` refuses for what it shows gets its "
        "report too: `refusal` is then the type of that problem.",
        **_photo_in(IdPhotoFields),
        "responses": {
            "200": _json("The report", {"$ref": f"{REF}CheckReport"}),
            **_errors(*READING, *WORKING),
        },
    }


def _sheet() -> Json:
    made = _file_out("The sheet", SHEET_TYPES.values(), SheetAnswer)
    return {
        "operationId": "makeSheet",
        "summary": "One portrait in, one sheet of finished photos for the printer out",
        "description": f"{SENDING} The answer is the sheet at its true size on paper, or JSON with "
        "the sheet and a report for `Accept: application/json`.",
        **_photo_in(SheetFields),
        "responses": {"200": made, **_errors(*READING, *SHOWING, CellsDoNotFit, *WORKING)},
    }


def _photo_in(model: type[BaseModel]) -> Json:
    """Parameters and body of what takes a photo."""
    form = {
        "type": "object",
        "properties": {
            "image": {**BINARY, "description": "The photo."},
            **model.model_json_schema()["properties"],
        },
        "required": ["image"],
        "additionalProperties": False,
    }
    raw = {kind: {"schema": BINARY} for kind in INPUT_TYPES}
    return {
        "parameters": [*_query(model, "For a body that is the photo itself. "), _timeout()],
        "requestBody": {
            "required": True,
            "content": {"multipart/form-data": {"schema": form}, **raw},
        },
    }


def _file_out(description: str, types: Iterable[str], answer: type[BaseModel]) -> Json:
    """A file of one of `types`, or the same in JSON."""
    json_answer = {"application/json": {"schema": {"$ref": f"{REF}{answer.__name__}"}}}
    return {
        "description": description,
        "headers": {
            "IDPhoto-Matting": _header("What cut the person out."),
            "IDPhoto-Warnings": _header("Codes of what to look at, if anything."),
        },
        "content": {**{kind: {"schema": BINARY} for kind in types}, **json_answer},
    }


def _query(model: type[BaseModel], preface: str = "") -> list[Json]:
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
        "the photo is given up. Default and most: the service's own deadline.",
        "schema": {"type": "number", "minimum": LEAST_TIMEOUT, "examples": [5, 2.5]},
    }


def _specs() -> Json:
    schema = {
        "type": "object",
        "properties": {"specs": {"type": "array", "items": {"$ref": f"{REF}Spec"}}},
        "required": ["specs"],
    }
    return {
        "operationId": "listSpecs",
        "summary": "The documents that the service knows",
        "parameters": _query(SpecQuery),
        "responses": {
            "200": _kept(_json("The specs that the query leaves", schema)),
            **_not_modified(),
            **_errors(InvalidField),
        },
    }


def _spec() -> Json:
    return {
        "operationId": "getSpec",
        "summary": "One document, by id or alias",
        "parameters": [_name()],
        "responses": {
            "200": _kept(_json("The spec", {"$ref": f"{REF}Spec"})),
            **_not_modified(),
            **_errors(NotFound),
        },
    }


def _diagram() -> Json:
    picture = {
        "description": "The drawing",
        "content": {"image/svg+xml": {"schema": {"type": "string"}}},
    }
    return {
        "operationId": "drawSpec",
        "summary": "Where the head belongs in the document's frame, as SVG",
        "parameters": [_name(), *_query(DiagramQuery)],
        "responses": {
            "200": _kept(picture),
            **_not_modified(),
            **_errors(NotFound, InvalidField),
        },
    }


def _name() -> Json:
    schema = {"type": "string", "examples": ["cn-1inch", "一寸"]}
    return {"name": "name", "in": "path", "required": True, "schema": schema}


def _kept(response: Json) -> Json:
    return {**response, "headers": {"ETag": _header("For If-None-Match.")}}


def _not_modified() -> Json:
    return {"304": {"description": "As it was when its ETag was given"}}


def _probe(summary: str, errors: Json) -> Json:
    schema = {
        "type": "object",
        "properties": {"status": {"type": "string"}},
        "required": ["status"],
    }
    if "503" in errors:  # a probe's 503 says what the process is doing, in the same form
        errors = {"503": _json("Loading or draining", schema)}
    return {"summary": summary, "responses": {"200": _json("Yes", schema), **errors}}


def _metrics() -> Json:
    text = {"schema": {"type": "string"}}
    return {
        "operationId": "getMetrics",
        "summary": "What all workers have counted, for Prometheus",
        "responses": {
            "200": {
                "description": "Prometheus' text format, or OpenMetrics if asked for",
                "content": {"text/plain": text, "application/openmetrics-text": text},
            }
        },
    }


def _errors(*kinds: type[ServiceError]) -> Json:
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
            responses[status]["headers"] = {"Retry-After": _header("Seconds to wait.")}
    return responses


def _schemas() -> Json:
    models: list[tuple[type[BaseModel], Any]] = [(model, "serialization") for model in ANSWERED]
    _, schema = models_json_schema(models, ref_template=REF + "{model}")
    return {**schema["$defs"], "Problem": _problem()}


def _problem() -> Json:
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


def _json(description: str, schema: Json) -> Json:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _header(description: str) -> Json:
    return {"description": description, "schema": {"type": "string"}}
