"""The OpenAPI 3.1 document, made from the same models that read requests and write answers."""

from collections.abc import Iterable
from typing import Any, Protocol

from flask import Blueprint
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

import service as package
from service.web.openapi.parts import REF, Json, Schemas, problem


class Resource(Protocol):
    """A module of views: what it says of itself."""

    bp: Blueprint
    SCHEMAS: Schemas

    def paths(self) -> Json:
        """Its operations by path and method."""


def document(resources: Iterable[Resource]) -> Json:
    """The whole document of `resources`."""
    paths: Json = {}
    models: list[tuple[type[BaseModel], Any]] = []
    for resource in resources:
        paths |= resource.paths()
        models += [(model, "serialization") for model in resource.SCHEMAS]
    _, schema = models_json_schema(models, ref_template=REF + "{model}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ID photo service",
            "version": package.__version__,
            "description": "Turns a portrait into a standard ID photo. Nothing is stored.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": {**schema["$defs"], "Problem": problem()}},
    }


def blueprint(resources: Iterable[Resource]) -> Blueprint:
    """GET /openapi.json of `resources`."""
    bp, described = Blueprint("openapi", __name__), tuple(resources)
    bp.add_url_rule("/openapi.json", view_func=lambda: document(described), endpoint="document")
    return bp
