"""GET /v1/specs, /v1/specs/{name} and its diagram: the catalogue."""

from typing import Annotated

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, ConfigDict, Field

from service.orders.fields import read_fields
from service.specs.diagram import diagram
from service.values.document import DocumentKind, Language, Submission
from service.values.request_errors import InvalidField, NotFound
from service.values.spec import Spec
from service.web.language import preferred
from service.web.openapi.errors import KEYS, errors
from service.web.openapi.parts import as_json, example, header, query
from service.web.openapi.schemas import REF, Json, Schemas
from service.web.state import state

bp = Blueprint("specs", __name__)

Text = Annotated[str | None, Field(max_length=64)]


MOST = 500  # specs on one page


class SpecQuery(BaseModel):
    """The filters of GET /v1/specs, all of which must match, and the part of the list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    country: Annotated[
        Text, Field(description="Code or name of a country.", examples=["cn", "日本"])
    ] = None
    document: Annotated[DocumentKind | None, Field(description="Kind of document.")] = None
    submission: Annotated[
        Submission | None, Field(description="How the authority gets the photo.")
    ] = None
    q: Annotated[
        Text,
        Field(
            description="Words in English or Chinese to search for in id, names and country.",
            examples=["passport japan", "驾驶证"],
        ),
    ] = None
    limit: Annotated[
        int | None,
        Field(ge=1, le=MOST, description="Maximum number of documents to return. Default: all."),
    ] = None
    offset: Annotated[
        int | None, Field(ge=0, description="How many documents to skip. Default: 0.")
    ] = None


class DiagramQuery(BaseModel):
    """The one field of a diagram."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lang: Annotated[
        Language | None,
        Field(description="Language of the labels. Default: by Accept-Language, else en."),
    ] = None


@bp.get("/v1/specs")
def index() -> Response:
    """The documents that match; those of a country that is named come first."""
    asked = read_fields(SpecQuery, request.args.items(multi=True))
    found = state().catalogue.search(
        asked.country or "", asked.document or "", asked.q or "", asked.submission or ""
    )
    start = asked.offset or 0
    end = start + (asked.limit or len(found))
    specs = [spec.model_dump(mode="json") for spec in found[start:end]]
    return _cacheable(
        jsonify(specs=specs, total=len(found), next_offset=end if end < len(found) else None)
    )


@bp.get("/v1/specs/<name>")
def show(name: str) -> Response:
    """One spec, by id or alias."""
    return _cacheable(jsonify(_find(name).model_dump(mode="json")))


@bp.get("/v1/specs/<name>/diagram.svg")
def draw(name: str) -> Response:
    """A drawing of the head's place in the frame."""
    spec = _find(name)
    asked = read_fields(DiagramQuery, request.args.items(multi=True))
    language = asked.lang or preferred()
    response = Response(diagram(spec, language), content_type="image/svg+xml; charset=utf-8")
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language"
    return _cacheable(response)


def _find(name: str) -> Spec:
    catalogue = state().catalogue
    spec = catalogue.find(name)
    if spec is None:
        near = catalogue.near(name)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        hint_zh = f"您要找的是否是 {'、'.join(near)}？" if near else ""
        raise NotFound(
            f"There is no document '{name}'; GET /v1/specs lists all of them.{hint}",
            f"没有规格“{name}”；GET /v1/specs 列出全部规格。{hint_zh}",
            suggestions=near,
        )
    return spec


def _cacheable(response: Response) -> Response:
    """Add the headers by which a client may cache the answer and revalidate it."""
    response.headers["Cache-Control"] = "public, max-age=300"
    response.add_etag()
    response.make_conditional(request)
    return response


def paths() -> Json:
    """The operations."""
    return {
        "/v1/specs": {"get": _list_operation()},
        "/v1/specs/{name}": {"get": _show_operation()},
        "/v1/specs/{name}/diagram.svg": {"get": _draw_operation()},
    }


def _list_operation() -> Json:
    schema = {"$ref": f"{REF}SpecList"}
    page = {"specs": [example("spec")], "total": 1, "next_offset": None}
    return {
        "operationId": "listSpecs",
        "summary": "The documents of the catalogue",
        "description": "The catalogue, filtered by country, kind of document and words; all "
        "filters have to match.",
        "parameters": query(SpecQuery),
        "responses": {
            "200": _with_etag(as_json("The documents that match", schema, page)),
            **_not_modified(),
            **errors(*KEYS, InvalidField),
        },
    }


def _show_operation() -> Json:
    return {
        "operationId": "getSpec",
        "summary": "One document, by id or alias",
        "description": "Its size, where the head belongs, backgrounds, the file, and the source.",
        "parameters": [_name_parameter()],
        "responses": {
            "200": _with_etag(as_json("The spec", {"$ref": f"{REF}Spec"}, example("spec"))),
            **_not_modified(),
            **errors(*KEYS, NotFound),
        },
    }


def _draw_operation() -> Json:
    picture = {
        "description": "The drawing",
        "content": {"image/svg+xml": {"schema": {"type": "string"}, "example": DRAWING}},
    }
    return {
        "operationId": "drawSpec",
        "summary": "Where the head belongs in the document's frame, as SVG",
        "description": "A drawing with the ranges of head height, margins and eye line in mm.",
        "parameters": [_name_parameter(), *query(DiagramQuery)],
        "responses": {
            "200": _with_etag(picture),
            **_not_modified(),
            **errors(*KEYS, NotFound, InvalidField),
        },
    }


def _name_parameter() -> Json:
    schema = {"type": "string", "examples": ["cn-1inch", "一寸"]}
    return {"name": "name", "in": "path", "required": True, "schema": schema}


def _with_etag(response: Json) -> Json:
    return {**response, "headers": {"ETag": header("For If-None-Match.", '"9f86d081884c7d65"')}}


def _not_modified() -> Json:
    return {"304": {"description": "Not modified since its ETag was given"}}


ABOUT = "The documents of the catalogue, and their rules."
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 25 35">...</svg>'
NAMED: Json = {
    "SpecList": {
        "type": "object",
        "description": "The documents that match.",
        "properties": {
            "specs": {"type": "array", "items": {"$ref": f"{REF}Spec"}},
            "total": {"type": "integer", "description": "How many documents match."},
            "next_offset": {
                "type": ["integer", "null"],
                "description": "`offset` of the page after this one; null: this is the last.",
            },
        },
        "required": ["specs", "total", "next_offset"],
    }
}
SCHEMAS: Schemas = (Spec,)
