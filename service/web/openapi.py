"""The OpenAPI 3.1 document, made from the same models that read requests and write answers."""

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
    DamagedImage,
    DeadlineExceeded,
    Internal,
    InvalidField,
    LengthRequired,
    MalformedRequest,
    MatteImplausible,
    NoFace,
    NotFound,
    NotReady,
    ServiceError,
    SeveralFaces,
    TooManyPixels,
    UnsupportedMedia,
)
from service.values.spec import Spec
from service.web.forms import LEAST_TIMEOUT, TIMEOUT_HEADER, IdPhotoFields
from service.web.problems import MEDIA_TYPE as PROBLEM_TYPE
from service.web.responses import MEDIA_TYPES as OUTPUT_TYPES
from service.web.responses import IdPhotoAnswer

bp = Blueprint("openapi", __name__)

REF = "#/components/schemas/"
ANSWERED = (IdPhotoAnswer, Spec)
Json = dict[str, Any]


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
            "/v1/specs": {"get": _specs()},
            "/v1/specs/{name}": {"get": _spec()},
            "/livez": {"get": _probe("Whether this process answers", {})},
            "/readyz": {"get": _probe("Whether photos are taken", _errors(NotReady))},
            "/healthz": {"get": _probe("The same as /readyz", _errors(NotReady))},
            **metrics,
        },
        "components": {"schemas": _schemas()},
    }


def _idphoto() -> Json:
    fields = IdPhotoFields.model_json_schema()
    form = {
        "type": "object",
        "properties": {
            "image": {"type": "string", "format": "binary", "description": "The photo."},
            **fields["properties"],
        },
        "required": ["image", *fields["required"]],
        "additionalProperties": False,
    }
    raw = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in INPUT_TYPES}
    image = {
        kind: {"schema": {"type": "string", "format": "binary"}} for kind in OUTPUT_TYPES.values()
    }
    json_answer = {"application/json": {"schema": {"$ref": f"{REF}IdPhotoAnswer"}}}
    return {
        "operationId": "makeIdPhoto",
        "summary": "One portrait in, one finished ID photo out",
        "description": "Send a form with the file part `image` and the other fields, or the photo "
        "itself as the body with the fields in the query. The answer is the image, or JSON with "
        "the image and a report for `Accept: application/json`.",
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": "For a body that is the photo itself. " + schema["description"],
                "schema": schema,
            }
            for name, schema in fields["properties"].items()
        ]
        + [_timeout()],
        "requestBody": {
            "required": True,
            "content": {"multipart/form-data": {"schema": form}, **raw},
        },
        "responses": {
            "200": {
                "description": "The finished photo",
                "headers": {
                    "IDPhoto-Matting": _header("What cut the person out."),
                    "IDPhoto-Warnings": _header("Codes of what to look at, if anything."),
                },
                "content": {**image, **json_answer},
            },
            **_errors(
                MalformedRequest, BodyTooSlow, LengthRequired, BodyTooLarge, TooManyPixels,
                UnsupportedMedia, InvalidField, DamagedImage, NoFace, SeveralFaces, BodyMissing,
                MatteImplausible, Busy, Internal, NotReady, DeadlineExceeded,
            ),
        },
    }  # fmt: skip


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
        "summary": "All documents that the service knows",
        "responses": {"200": _json("The catalogue", schema)},
    }


def _spec() -> Json:
    return {
        "operationId": "getSpec",
        "summary": "One document, by id or alias",
        "parameters": [
            {
                "name": "name",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "examples": ["cn-1inch", "一寸"]},
            }
        ],
        "responses": {"200": _json("The spec", {"$ref": f"{REF}Spec"}), **_errors(NotFound)},
    }


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
