"""JSON Schema of the models, in the plain form that client generators handle well."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

REF = "#/components/schemas/"
Json = dict[str, Any]
Schemas = tuple[type[BaseModel], ...]  # of a resource's answers
BINARY: Json = {"type": "string", "format": "binary"}
_NULL = {"type": "null"}


class PlainSchema(GenerateJsonSchema):
    """Leaves out titles of fields, which generators would take for class names."""

    def field_title_should_be_set(self, schema: object) -> bool:
        """Never."""
        del schema
        return False

    def tuple_schema(self, schema: core_schema.TupleSchema) -> JsonSchemaValue:
        """A list of that length, each item of any type: few generators know `prefixItems`."""
        made = super().tuple_schema(schema)
        kinds: list[Json] = []
        for place in made.pop("prefixItems", []):
            kinds += [kind for kind in place.get("anyOf", [place]) if kind not in kinds]
        if kinds:
            made["items"] = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
        return made


def answers(models: Iterable[type[BaseModel]]) -> Json:
    """The schemas of what the service sends, by name."""
    _, schema = models_json_schema(
        [(model, "serialization") for model in models],
        ref_template=REF + "{model}",
        schema_generator=PlainSchema,
    )
    found: Json = schema["$defs"]
    return found


def archive(manifest: type[BaseModel], example: object) -> Json:
    """A ZIP whose last entry is `manifest`, such as `example`: as if it were an object of files."""
    entries = {
        "type": "object",
        "properties": {"manifest.json": {"$ref": REF + manifest.__name__}},
        "examples": [{"manifest.json": example}],
    }
    return {
        "schema": {**BINARY, "contentMediaType": "application/zip", "contentSchema": entries},
    }


def fields(model: type[BaseModel]) -> Json:
    """The fields of a form or a query, by name."""
    schema = model.model_json_schema(schema_generator=PlainSchema)
    return {name: without_null(field) for name, field in schema["properties"].items()}


def without_null(schema: Mapping[str, Any]) -> Json:
    """The schema of an optional field without null: a form leaves such a field out."""
    plain = {k: v for k, v in schema.items() if (k, v) != ("default", None)}
    kinds = [kind for kind in plain.pop("anyOf", []) if kind != _NULL]
    if len(kinds) > 1:
        plain["anyOf"] = kinds
    return {**(kinds[0] if len(kinds) == 1 else {}), **plain}


@dataclass(frozen=True)
class Form:
    """A multipart form: the fields of a model, and one file part or several of one name."""

    name: str
    model: type[BaseModel]
    part: str
    what: str  # is in the file
    answers: tuple[str, ...]  # what the field `answer` takes
    most: int = 1  # files

    def schema(self) -> Json:
        """Its schema, which has the name of the form."""
        model = self.model.model_json_schema(schema_generator=PlainSchema)
        return {
            "type": "object",
            "description": f"The {self.what} with what is asked for. Leave out what you do not "
            "need.",
            "properties": {self.part: self._file(), **fields(self.model), "answer": self._answer()},
            "required": [self.part, *model.get("required", [])],
            "additionalProperties": False,
        }

    def _file(self) -> Json:
        if self.most == 1:
            return {**BINARY, "description": f"The {self.what}."}
        # How many is told in words: with minItems and maxItems the client that openapi-generator
        # writes in Go does not compile.
        about = f"1 to {self.most} {self.what}s, a file part each."
        return {"type": "array", "items": BINARY, "description": about}

    def _answer(self) -> Json:
        return {
            "type": "string",
            "enum": list(self.answers),
            "description": "What the answer is, for clients that cannot set `Accept`; this field "
            "wins. Default: by `Accept`.",
        }
