"""The OpenAPI 3.1 document, made from the same models that read requests and write answers."""

from typing import Any

from flask import Blueprint, current_app
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

import service as package
from service.values.errors import (
    ArchiveTooLarge,
    BodyMissing,
    BodyTooLarge,
    BodyTooSlow,
    Busy,
    CellsDoNotFit,
    CheckFailed,
    DamagedArchive,
    DamagedImage,
    DeadlineExceeded,
    EditingForbidden,
    Internal,
    InvalidField,
    LengthRequired,
    MalformedRequest,
    MarkForbidden,
    MatteImplausible,
    NoFace,
    NotFound,
    NotReady,
    ResolutionTooLow,
    SeveralFaces,
    SizeUnreachable,
    TooManyPixels,
    UnsupportedMedia,
)
from service.values.report import CheckReport
from service.values.sheet import MOST_PHOTOS
from service.values.spec import Spec
from service.web.body import IdPhotoFields
from service.web.answers.manifest import BatchManifest, Manifest, VariantsAnswer
from service.web.openapi.parts import (
    BINARY,
    REF,
    Json,
    as_json,
    errors,
    file_out,
    header,
    photo_in,
    problem,
    query,
    zip_in,
)
from service.web.answers.file import MEDIA_TYPES as OUTPUT_TYPES
from service.web.answers.file import IdPhotoAnswer
from service.web.answers.files import MIXED, ZIP
from service.web.sheet import MEDIA_TYPES as SHEET_TYPES
from service.web.sheet import SheetAnswer
from service.orders.sheet import SheetFields
from service.web.specs import DiagramQuery, SpecQuery
from service.orders.variants import OrderFields

bp = Blueprint("openapi", __name__)

ANSWERED = (
    IdPhotoAnswer, VariantsAnswer, Manifest, BatchManifest, CheckReport, SheetAnswer, Spec,
)  # fmt: skip

SENDING = (
    "Send a form with the file part `image` and the other fields, or the photo itself as the body "
    "with the fields in the query."
)
READING = (
    MalformedRequest, BodyTooSlow, LengthRequired, BodyTooLarge, TooManyPixels, UnsupportedMedia,
    InvalidField, EditingForbidden, MarkForbidden, DamagedImage,
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
            "/v1/batch": {"post": _batch()},
            "/v1/check": {"post": _check()},
            "/v1/sheet": {"post": _sheet()},
            "/v1/specs": {"get": _specs()},
            "/v1/specs/{name}": {"get": _spec()},
            "/v1/specs/{name}/diagram.svg": {"get": _diagram()},
            "/livez": {"get": _probe("Whether this process answers", {})},
            "/readyz": {"get": _probe("Whether photos are taken", errors(NotReady))},
            "/healthz": {"get": _probe("The same as /readyz", errors(NotReady))},
            **metrics,
        },
        "components": {"schemas": _schemas()},
    }


def _idphoto() -> Json:
    made = file_out("The finished photo", OUTPUT_TYPES.values(), IdPhotoAnswer)
    made["headers"]["IDPhoto-Variants"] = header("With `variants`: `made=2, failed=1`.")
    made["content"]["application/json"]["schema"] = {
        "anyOf": [{"$ref": f"{REF}{kind.__name__}"} for kind in (IdPhotoAnswer, VariantsAnswer)]
    }
    made["content"] |= {ZIP: {"schema": BINARY}, MIXED: {"schema": BINARY}}
    return {
        "operationId": "makeIdPhoto",
        "summary": "One portrait in, one finished ID photo out",
        "description": f"{SENDING} The answer is the image, or JSON with the image and a report "
        "for `Accept: application/json`. With `variants` it is several files and a manifest of "
        "them: by `Accept` a ZIP (the default) whose last entry is manifest.json, multipart/mixed "
        "whose first part is, or JSON. What is wrong with one variant is told in its place there.",
        **photo_in(OrderFields),
        "responses": {
            "200": made,
            **errors(*READING, *SHOWING, CheckFailed, SizeUnreachable, *WORKING),
        },
    }


def _batch() -> Json:
    made = {
        "description": "The finished photos as they get ready, and at last manifest.json (see "
        "BatchManifest). A ZIP that breaks off is that of a service that failed.",
        "content": {ZIP: {"schema": BINARY}},
    }
    refused = (
        ArchiveTooLarge, UnsupportedMedia, InvalidField, EditingForbidden, MarkForbidden,
        DamagedArchive,
    )  # fmt: skip
    return {
        "operationId": "makeBatch",
        "summary": "A ZIP of portraits in, a ZIP of finished ID photos out",
        "description": "Send a form with the file part `photos` and the other fields, or the ZIP "
        "itself as the body with the fields in the query. The fields hold for all photos, which "
        "are made one after the other. What is wrong with one photo is told in its place in the "
        "manifest: `unusable-entry` or what /v1/idphoto would have answered.",
        **zip_in(OrderFields),
        "responses": {
            "200": made,
            **errors(
                MalformedRequest, BodyTooSlow, LengthRequired, BodyTooLarge, *refused, *WORKING
            ),
        },
    }


def _check() -> Json:
    return {
        "operationId": "checkPhoto",
        "summary": "What is right and wrong about a photo, without making one of it",
        "description": f"{SENDING} A photo that `/v1/idphoto` refuses for what it shows gets its "
        "report too: `refusal` is then the type of that problem.",
        **photo_in(IdPhotoFields),
        "responses": {
            "200": as_json("The report", {"$ref": f"{REF}CheckReport"}),
            **errors(*READING, *WORKING),
        },
    }


def _sheet() -> Json:
    made = file_out("The sheet", SHEET_TYPES.values(), SheetAnswer)
    return {
        "operationId": "makeSheet",
        "summary": "Portraits in, one sheet of finished photos for the printer out",
        "description": f"{SENDING} A form may have up to {MOST_PHOTOS} parts `image` with one "
        "person each; an error about one of them has its number in `photo`. The answer is the "
        "sheet at its true size on paper, or JSON with the sheet and a report for "
        "`Accept: application/json`.",
        **photo_in(SheetFields, MOST_PHOTOS),
        "responses": {
            "200": made,
            **errors(*READING, *SHOWING, CheckFailed, CellsDoNotFit, *WORKING),
        },
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
        "parameters": query(SpecQuery),
        "responses": {
            "200": _kept(as_json("The specs that the query leaves", schema)),
            **_not_modified(),
            **errors(InvalidField),
        },
    }


def _spec() -> Json:
    return {
        "operationId": "getSpec",
        "summary": "One document, by id or alias",
        "parameters": [_name()],
        "responses": {
            "200": _kept(as_json("The spec", {"$ref": f"{REF}Spec"})),
            **_not_modified(),
            **errors(NotFound),
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
        "parameters": [_name(), *query(DiagramQuery)],
        "responses": {
            "200": _kept(picture),
            **_not_modified(),
            **errors(NotFound, InvalidField),
        },
    }


def _name() -> Json:
    schema = {"type": "string", "examples": ["cn-1inch", "一寸"]}
    return {"name": "name", "in": "path", "required": True, "schema": schema}


def _kept(response: Json) -> Json:
    return {**response, "headers": {"ETag": header("For If-None-Match.")}}


def _not_modified() -> Json:
    return {"304": {"description": "As it was when its ETag was given"}}


def _probe(summary: str, errors: Json) -> Json:
    schema = {
        "type": "object",
        "properties": {"status": {"type": "string"}},
        "required": ["status"],
    }
    if "503" in errors:  # a probe's 503 says what the process is doing, in the same form
        errors = {"503": as_json("Loading or draining", schema)}
    return {"summary": summary, "responses": {"200": as_json("Yes", schema), **errors}}


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


def _schemas() -> Json:
    models: list[tuple[type[BaseModel], Any]] = [(model, "serialization") for model in ANSWERED]
    _, schema = models_json_schema(models, ref_template=REF + "{model}")
    return {**schema["$defs"], "Problem": problem()}
