"""Parts that recur in the OpenAPI document: bodies, parameters and answers."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from service.web.body import LEAST_TIMEOUT, TIMEOUT_HEADER
from service.web.observe import CALLER_HEADER
from service.web.openapi.schemas import BINARY, REF, Form, Json, fields

EXAMPLES = Path(__file__).parent / "examples"  # real answers, shortened; `make docs` writes them
OUTCOME = {
    "IDPhoto-Matting": ("The network or method that cut the person out.", "portrait-u2netp"),
    "IDPhoto-Checks": (
        "Number of checks with each verdict.",
        "pass=26, warn=4, fail=0, not-assessed=11",
    ),
    "IDPhoto-Warnings": ("Codes of the warnings: what a person should look at.", "enlarged"),
    "IDPhoto-Marks": ("How the photo is marked as edited.", "digital-source-type"),
}


def sending(part: str, what: str) -> str:
    """How a file is sent, for people: OpenAPI has one operation for a path and a method."""
    return (
        f"Send a form with the file part `{part}` and the other fields. Without a form: send the "
        f"{what} itself as the body, and the same fields in the query."
    )


def taking(form: Form) -> Json:
    """Parameters and body of an operation that takes the form."""
    schema = {"$ref": REF + form.name}
    return {
        "parameters": [_timeout(), _caller()],
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}},
    }


def file_out(description: str, types: Iterable[str], answer: Json, examples: Json) -> Json:
    """A file of one of `types`, or in JSON, by the content type.

    JSON comes first: generated clients ask for it, and make a type of it.
    """
    told = {name: header(about, example) for name, (about, example) in OUTCOME.items()}
    in_json = {"application/json": {"schema": answer, "examples": examples}}
    return {
        "description": description,
        "headers": told,
        "content": {**in_json, **{kind: {"schema": BINARY} for kind in types}},
    }


def query(model: type[BaseModel]) -> list[Json]:
    """The fields of a model as parameters of the query."""
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": schema.pop("description"),
            "schema": schema,
        }
        for name, schema in fields(model).items()
    ]


def _timeout() -> Json:
    return {
        "name": TIMEOUT_HEADER,
        "in": "header",
        "required": False,
        "description": "Seconds that the client is willing to wait; then it gets 504, and "
        "processing stops. A batch ends with what is finished by then. Default and "
        "maximum: the service's own deadline.",
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


def as_json(description: str, schema: Json, example: object) -> Json:
    """A response in JSON of that schema."""
    content = {"application/json": {"schema": schema, "example": example}}
    return {"description": description, "content": content}


def header(description: str, example: str) -> Json:
    """A header of a response, as text."""
    return {"description": description, "schema": {"type": "string"}, "example": example}


def example(name: str) -> Any:  # noqa: ANN401 - JSON
    """A real answer, shortened."""
    return json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
