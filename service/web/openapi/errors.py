"""Errors in the OpenAPI document: their schema, and the responses of each status."""

from typing import Any

from service.values.errors import ServiceError
from service.values.photo_errors import (
    BodyMissing,
    DamagedImage,
    EditingForbidden,
    MarkForbidden,
    MatteImplausible,
    NoFace,
    ResolutionTooLow,
    SeveralFaces,
    TooManyPixels,
    UnsupportedMedia,
)
from service.values.problems import PROBLEMS
from service.values.request_errors import (
    BodyTooLarge,
    BodyTooSlow,
    Busy,
    DeadlineExceeded,
    Forbidden,
    Internal,
    InvalidField,
    MalformedRequest,
    NotReady,
    QuotaExceeded,
    Unauthenticated,
    UnusableEntry,
)
from service.web.answers.problems import MEDIA_TYPE
from service.web.openapi.parts import header
from service.web.openapi.problem_examples import EXAMPLES
from service.web.openapi.schemas import REF, Json

READING = (
    MalformedRequest, BodyTooSlow, BodyTooLarge, TooManyPixels, UnsupportedMedia,
    InvalidField, EditingForbidden, MarkForbidden, DamagedImage,
)  # fmt: skip
SHOWING = (NoFace, SeveralFaces, BodyMissing, ResolutionTooLow, MatteImplausible)
KEYS = (Unauthenticated, Forbidden)  # where the service asks for keys
WORKING = (*KEYS, QuotaExceeded, Busy, Internal, NotReady, DeadlineExceeded)
_SCHEMA = {"$ref": f"{REF}Problem"}
_NAMES = {"type": "array", "items": {"type": "string"}}
_NUMBERS = {"type": "array", "items": {"type": "number"}}
_RETRY = {"Retry-After": ("Seconds to wait.", "2")}
# Of responses to a kind of error, beside those that all have.
HEADERS: dict[type[ServiceError], dict[str, tuple[str, str]]] = {
    Busy: _RETRY,
    QuotaExceeded: _RETRY,
    NotReady: _RETRY,
    Unauthenticated: {"WWW-Authenticate": ("How to send a key (RFC 6750).", "Bearer")},
}
# Beside the five of RFC 9457; each stands where it has something to say.
MEMBERS: Json = {
    "request_id": ("Identifies the request in the log.", {"type": "string"}),
    "field": ("The field at fault, the first if there are several.", {"type": "string"}),
    "errors": (
        "Every field at fault, each with what is wrong with it.",
        {"type": "array", "items": {"$ref": f"{REF}FieldError"}},
    ),
    "suggestions": ("Similar names.", _NAMES),
    "scope": ("The scope that the key would need.", {"type": "string"}),
    "retry_after": ("Seconds to wait, as in Retry-After.", {"type": "integer"}),
    "violated-policies": ("Which quotas, by their names in RateLimit-Policy.", _NAMES),
    "variant": ("The number of the variant at fault, from 1.", {"type": "integer"}),
    "photo": ("The number of the photo at fault, from 1.", {"type": "integer"}),
    "spec": ("The document at fault.", {"type": "string"}),
    "fits": (
        "How many photos of each size fit on the paper.",
        {"type": "object", "additionalProperties": {"type": "integer"}},
    ),
    "faces": (
        "Boxes of the faces, left, top, right and bottom in pixels of the photo as sent.",
        {"type": "array", "items": _NUMBERS},
    ),
    "checks": ("The checks that fail.", {"type": "array", "items": {"$ref": f"{REF}Check"}}),
    "bottom_gap_mm": ("How far above the frame's lower edge the photo ends.", {"type": "number"}),
    "side_gap_mm": ("How far inside the frame's sides the photo ends.", {"type": "number"}),
    "head_height_px": ("Crown to chin in the original photo.", {"type": "integer"}),
    "required_head_height_px": ("What the document needs of it.", {"type": "integer"}),
    "measures": (
        "How much of each part of the person is in the cut-out.",
        {"type": "object", "additionalProperties": {"type": "number"}},
    ),
    "nearest_bytes": ("The closest size that is possible.", {"type": "integer"}),
}  # fmt: skip


def errors(*kinds: type[ServiceError]) -> Json:
    """Responses by status; errors of the same status share one."""
    responses: Json = {}
    for kind in kinds:
        text = f"`{kind.slug}`: {kind.title}"
        known = responses.get(str(kind.status))
        if known is None:
            known = responses[str(kind.status)] = _response(text)
        else:
            known["description"] += f"; {text}"
        known["content"][MEDIA_TYPE]["examples"][kind.slug] = {
            "$ref": f"#/components/examples/{kind.slug}"
        }
        for name, (about, example) in HEADERS.get(kind, {}).items():
            known.setdefault("headers", {})[name] = header(about, example)
    return responses


def _response(text: str) -> Json:
    return {"description": text, "content": {MEDIA_TYPE: {"schema": _SCHEMA, "examples": {}}}}


def any_refusal() -> Json:
    """The errors of a resource that has none of its own, such as that of a wrong method."""
    response = _response("A request that cannot be answered")
    response["content"][MEDIA_TYPE]["examples"]["method-not-allowed"] = {
        "$ref": "#/components/examples/method-not-allowed"
    }
    return {"4XX": response}


def problem() -> Json:
    """The schema of every error, and of its parts, by name."""
    one_field: Json = {
        "type": "object",
        "description": "What is wrong with one field.",
        "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
        "required": ["field", "detail"],
    }
    return {"Problem": _problem(), "FieldError": one_field}


def _problem() -> Json:
    of_its_own: dict[str, Any] = {
        name: {"description": about, **schema} for name, (about, schema) in MEMBERS.items()
    }
    return {
        "type": "object",
        "description": "RFC 9457: every error of the service.",
        "properties": {
            "type": {
                "type": "string",
                "format": "uri-reference",
                "description": "The kind of problem. Programs should decide by this member.",
                "examples": [f"/problems/{kind.slug}" for kind in PROBLEMS],
            },
            "title": {"type": "string", "description": "The kind of problem in words."},
            "status": {"type": "integer", "description": "The HTTP status."},
            "detail": {"type": "string", "description": "What is wrong, and how to fix it."},
            **of_its_own,
        },
        "required": ["type", "title", "status", "detail"],
    }


def examples() -> Json:
    """One example of each kind of problem, under its slug; the manifest has that of an entry."""
    return {
        kind.slug: {
            "summary": kind.title,
            "value": {
                "type": f"/problems/{kind.slug}",
                "title": kind.title,
                "status": kind.status,
                "detail": EXAMPLES[kind.slug][0],
                "request_id": "5f1c6f0a9d3b4e0f8a51c2d7e6b49a10",
                **EXAMPLES[kind.slug][1],
            },
        }
        for kind in PROBLEMS
        if kind is not UnusableEntry
    }
