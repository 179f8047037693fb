"""The page of all operations, from the OpenAPI document itself."""

import json
from typing import Any

from service.app import create_app
from service.settings import Settings

HEAD = """# API

<!-- Written by `make docs`; changes here are lost. -->

Every operation, from the OpenAPI document that the service itself serves at `/openapi.json`. At
`/docs` the same document can be browsed and tried out; nothing there is loaded from elsewhere.

Paths below `/v1/` follow the [stability promise](../stability.md). Errors are
`application/problem+json`: see [Errors](errors.md). Each `POST` takes a multipart form, or the file
itself as the body with the fields in the query: see [Integrate](../guides/integrate.md).
"""


def page() -> str:
    """Markdown with a section for each operation."""
    app = create_app(Settings(matting="portrait"))
    document: dict[str, Any] = json.loads(app.test_client().get("/openapi.json").data)
    sections = [
        _section(method.upper(), path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]
    return "\n".join([HEAD, *sections])


def _section(method: str, path: str, operation: dict[str, Any]) -> str:
    parts = [f"## {method} {path}\n", f"{operation['summary']}.\n", f"{operation['description']}\n"]
    named = operation.get("parameters", [])
    if named:
        rows = [f"| `{one['name']}` | {one['in']} | {_about(one)} |" for one in named]
        parts += ["| parameter | in | meaning |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"]
    answers = "\n".join(
        f"| {status} | {_types(answer)} | {_plain(answer['description'])} |"
        for status, answer in operation["responses"].items()
    )
    parts.append(f"| status | media type | meaning |\n| --- | --- | --- |\n{answers}\n")
    return "\n".join(parts)


def _about(parameter: dict[str, Any]) -> str:
    return _plain(
        parameter.get("description") or parameter.get("schema", {}).get("description", "")
    )


def _types(answer: dict[str, Any]) -> str:
    return ", ".join(f"`{kind}`" for kind in answer.get("content", {}))


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
