"""The service's OpenAPI document, as far as the types of clients follow from it."""

import hashlib
import json
from typing import Any

from service.app import create_app
from service.settings import Settings

Json = dict[str, Any]


def document() -> Json:
    """The document without its version and without examples of whole answers."""
    client = create_app(Settings(matting="portrait")).test_client()
    found: Json = client.get("/openapi.json").json  # type: ignore[assignment]
    del found["components"]["examples"]
    found["info"] = {"title": "ID photo service", "version": ""}
    plain: Json = _without_examples(found)
    return plain


def digest(described: Json) -> str:
    """What the generated files say they were made from."""
    text = json.dumps(described, sort_keys=True).encode()
    return hashlib.sha256(text).hexdigest()[:16]


def _without_examples(part: Any) -> Any:  # noqa: ANN401 - JSON
    """Those of one value stay: they are a help in an editor."""
    if isinstance(part, list):
        return [_without_examples(item) for item in part]
    if not isinstance(part, dict):
        return part
    answers = {"example", "examples"} if "schema" in part else set()
    dropped = {"contentSchema", *answers}
    return {name: _without_examples(item) for name, item in part.items() if name not in dropped}
