"""GET /v1/specs, /v1/specs/{name} and its diagram: the catalogue as it is."""

from typing import Annotated

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, ConfigDict, Field

from service.specs.diagram import diagram
from service.specs.words import Language
from service.values.document import DocumentKind
from service.values.errors import NotFound
from service.values.spec import Spec
from service.orders.fields import read_fields
from service.web.language import preferred
from service.web.state import service

bp = Blueprint("specs", __name__)

Text = Annotated[str | None, Field(max_length=64)]


class SpecQuery(BaseModel):
    """What GET /v1/specs can be narrowed by; all that is given must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    country: Annotated[
        Text, Field(description="Code or name of a country.", examples=["cn", "日本"])
    ] = None
    document: Annotated[DocumentKind | None, Field(description="Kind of document.")] = None
    q: Annotated[
        Text,
        Field(
            description="Words in English or Chinese that id, names or country must hold.",
            examples=["passport japan", "驾驶证"],
        ),
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
    """The specs that the query leaves, in the catalogue's order."""
    query = read_fields(SpecQuery, request.args.items(multi=True))
    found = service().catalogue.search(query.country or "", query.document or "", query.q or "")
    return _kept(jsonify(specs=[spec.model_dump(mode="json") for spec in found]))


@bp.get("/v1/specs/<name>")
def show(name: str) -> Response:
    """One spec, by id or alias."""
    return _kept(jsonify(_find(name).model_dump(mode="json")))


@bp.get("/v1/specs/<name>/diagram.svg")
def draw(name: str) -> Response:
    """The head's place in the frame as a drawing."""
    spec = _find(name)
    query = read_fields(DiagramQuery, request.args.items(multi=True))
    language = query.lang or preferred()
    response = Response(diagram(spec, language), content_type="image/svg+xml; charset=utf-8")
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language"
    return _kept(response)


def _find(name: str) -> Spec:
    catalogue = service().catalogue
    spec = catalogue.find(name)
    if spec is None:
        near = catalogue.near(name)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise NotFound(
            f"There is no spec '{name}'; GET /v1/specs lists them all.{hint}", suggestions=near
        )
    return spec


def _kept(response: Response) -> Response:
    """With what lets a caller keep the answer and ask whether it is still right."""
    response.headers["Cache-Control"] = "public, max-age=300"
    response.add_etag()
    response.make_conditional(request)
    return response
