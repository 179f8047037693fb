"""What of the Python client is generated: pydantic models, typed fields, a class per problem."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from clients.document import MARK, Json
from service.values.problems import PROBLEMS

PACKAGE = Path(__file__).parent / "python" / "idphoto_client"
MODELS, FIELDS, PROBLEM_CLASSES, SYNC = (
    PACKAGE / f"{name}.py" for name in ("models", "fields", "problems", "client")
)
GENERATOR = "datamodel-code-generator==0.89.0"
# What a newer service may do otherwise, such as a check with another id: not for a client to judge.
CONSTRAINTS = frozenset(
    (
        "minItems", "maxItems", "minLength", "maxLength", "pattern", "minimum", "maximum",
        "exclusiveMinimum", "exclusiveMaximum", "propertyNames", "format", "examples", "enum",
    )
)  # fmt: skip
# From code that waits with `await` to code that does not.
PLAIN = (
    (
        r'^""".*"""',
        '"""The client for ordinary code; made of `asynchronous.py` by `make clients`."""',
    ),
    (r"\b(async|await) ", ""),
    (r"\b(Async|async|a)(?=(Client|IdPhotoClient|Iterator|contextmanager|close|iter_bytes)\b)", ""),
    (r"__a(enter|exit)__", r"__\1__"),
    (r"import anyio\nimport httpx", "import httpx"),
    (r"from collections", "import time\nfrom collections"),
    (r"anyio\.sleep", "time.sleep"),
    (r"for file in (files.feed\(piece\)):\n +yield file", r"yield from \1"),
)
# Members of which more is known than their schema says.
MEANT: Json = {"problem": {"anyOf": [{"$ref": "#/components/schemas/Problem"}, {"type": "null"}]}}
BYTES = (
    (r"\b(image|sheet): str\b", r"\1: Base64Bytes"),
    (r"from pydantic import ", "from pydantic import Base64Bytes, "),
)
LIMIT = {"type": "array", "items": {"anyOf": [{"type": "number"}, {"type": "null"}]}}
LIMITS = {"type": "object", "additionalProperties": LIMIT}


def write(described: Json) -> None:
    """Answers, fields and problems from the API, and the client that does not wait with `await`."""
    schemas: Json = described["components"]["schemas"]
    answers = {n: schema for n, schema in schemas.items() if not n.endswith(("Form", "Variants"))}
    _generate(
        MODELS,
        {name: _lenient(schema) for name, schema in answers.items()},
        f'"""Answers. {MARK}"""',
        "pydantic_v2.BaseModel",
    )
    _rewrite(MODELS, MODELS, BYTES)
    forms = {
        "PhotoFields": _form(schemas["IdPhotoForm"], "image", "answer", "variants"),
        "SheetFields": _form(schemas["SheetForm"], "image", "answer"),
        "SpecQuery": _query(described["paths"]["/v1/specs"]["get"]),
    }
    _generate(FIELDS, forms, f'"""Fields of requests. {MARK}"""', "typing.TypedDict")
    PROBLEM_CLASSES.write_text(_problems(), "utf-8")
    write_synchronous()


def write_synchronous() -> None:
    """The module `client`, from `asynchronous`."""
    _rewrite(PACKAGE / "asynchronous.py", SYNC, PLAIN)
    _run([sys.executable, "-m", "ruff", "format", "--quiet", str(SYNC)])


def _rewrite(source: Path, target: Path, rules: Sequence[tuple[str, str]]) -> None:
    text = source.read_text("utf-8")
    for pattern, plain in rules:
        text = re.sub(pattern, plain, text)
    target.write_text(text, "utf-8")


def _lenient(schema: Any) -> Any:  # noqa: ANN401 - JSON
    """The schema of an answer without its constraints."""
    if isinstance(schema, list):
        return [_lenient(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {name: part for name, part in schema.items() if name not in CONSTRAINTS}
    if kept.get("additionalProperties") is False:
        del kept["additionalProperties"]
    named = kept.pop("properties", None)  # by names of fields, which may be those of constraints
    plain = {name: _lenient(part) for name, part in kept.items()}
    if named is not None:
        plain["properties"] = {n: MEANT.get(n, _lenient(part)) for n, part in named.items()}
    return plain


def _form(schema: Json, *left_out: str) -> Json:
    """The fields of a form, as values of Python."""
    fields = {name: field for name, field in schema["properties"].items() if name not in left_out}
    if "limits" in fields:
        fields["limits"] = {**LIMITS, "description": fields["limits"]["description"]}
    required = [name for name in schema["required"] if name not in left_out]
    return {"type": "object", "properties": fields, "required": required}


def _query(operation: Json) -> Json:
    fields = {
        one["name"]: {**one["schema"], "description": one["description"]}
        for one in operation["parameters"]
    }
    return {"type": "object", "properties": fields}


def _problems() -> str:
    classes = "".join(
        f'\n\nclass {kind.__name__}(ProblemError):\n    """{_line(kind.__doc__)}"""\n\n'
        f'    slug = "{kind.slug}"\n'
        for kind in PROBLEMS
    )
    return (
        f'"""A class for each type of problem. {MARK}"""\n\n'
        f"from idphoto_client.errors import ProblemError\n{classes}"
    )


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _generate(path: Path, schemas: Json, header: str, kind: str) -> None:
    empty = {"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": {}}
    uv = [sys.executable, "-m", "uv", "tool", "run", "--from", GENERATOR, "datamodel-codegen"]
    options = [
        "--input-file-type", "openapi", "--output-model-type", kind, "--target-python-version",
        "3.11", "--use-standard-collections", "--use-union-operator", "--use-annotated",
        "--enum-field-as-literal", "all", "--use-schema-description", "--use-field-description",
        "--strict-nullable", "--disable-timestamp", "--formatters", "builtin",
        "--custom-file-header", header,
    ]  # fmt: skip
    with TemporaryDirectory() as folder:
        source = Path(folder) / "openapi.json"
        source.write_text(json.dumps({**empty, "components": {"schemas": schemas}}))
        _run([*uv, *options, "--input", str(source), "--output", str(path)])


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True)  # noqa: S603 - a command of ours
