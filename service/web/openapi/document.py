"""The OpenAPI 3.1 document, made from the same models that read requests and write answers."""

from collections.abc import Iterable
from typing import Protocol

from flask import Blueprint, Response, request

import service as package
from service.web.asset import Asset
from service.web.openapi.errors import examples, problem
from service.web.openapi.keys import SCHEMES, security
from service.web.openapi.schemas import Json, Schemas, answers


class Resource(Protocol):
    """A module of views and its operations."""

    bp: Blueprint
    ABOUT: str
    SCHEMAS: Schemas
    NAMED: Json

    def paths(self) -> Json:
        """Its operations by path and method."""


def document(resources: Iterable[Resource], guarded: bool) -> Json:
    """The whole document of `resources`, each with a tag of its own; `guarded` by keys or not."""
    described = tuple(resources)
    paths = {path: item for resource in described for path, item in _tagged(resource).items()}
    models = [model for resource in described for model in resource.SCHEMAS]
    named = {name: said for resource in described for name, said in resource.NAMED.items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ID photo service",
            "version": package.__version__,
            "description": "Turns a portrait into a standard ID photo. Nothing is stored.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "contact": {"name": "Whoever runs this service"},
        },
        # Relative to this document, so that it is right behind a proxy with a path of its own.
        "servers": [{"url": ".", "description": "Where this document is"}],
        "security": security(guarded),
        "tags": [{"name": one.bp.name, "description": one.ABOUT} for one in described],
        "paths": paths,
        "components": {
            "schemas": {**answers(models), **named, **problem()},
            "examples": examples(),
            "securitySchemes": SCHEMES,
        },
    }


def _tagged(resource: Resource) -> Json:
    """The resource's operations, under its tag."""
    return {
        path: {method: {"tags": [resource.bp.name], **said} for method, said in item.items()}
        for path, item in resource.paths().items()
    }


def blueprint(resources: Iterable[Resource], *, guarded: bool = False) -> Blueprint:
    """GET /openapi.json, made once from `resources`."""
    bp, asset = Blueprint("openapi", __name__), Asset.of_json(document(resources, guarded))

    @bp.get("/openapi.json", endpoint="document")
    def show() -> Response:
        return asset.answer(request)

    return bp
