"""The service's OpenAPI document, as far as the types of clients follow from it."""

import hashlib
import json
from pathlib import Path
from typing import Any

from service.app import create_app
from service.settings import Settings

Json = dict[str, Any]
DIGEST = Path(__file__).parent / "api.sha256"  # of the document that the types were written from
MARK = "Written by `make clients`; do not edit."  # in the first line of each generated file


def document() -> Json:
    """The document without its version and without examples of whole answers."""
    client = create_app(Settings(matting="portrait")).test_client()
    found: Json = client.get("/openapi.json").json  # type: ignore[assignment]
    del found["components"]["examples"]
    found["info"] = {"title": "ID photo service", "version": ""}
    plain: Json = _without_examples(found)
    return plain


def digest(described: Json) -> str:
    """A short name for this very document."""
    return hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()


def _without_examples(part: Any) -> Any:  # noqa: ANN401 - JSON
    """Those of one value stay: they are a help in an editor."""
    if isinstance(part, list):
        return [_without_examples(item) for item in part]
    if not isinstance(part, dict):
        return part
    answers = {"example", "examples"} if "schema" in part else set()
    dropped = {"contentSchema", *answers}
    return {name: _without_examples(item) for name, item in part.items() if name not in dropped}
