"""What generators of clients, linters and Swagger UI need of the OpenAPI document."""

import ast
import copy
import io
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import service
from docs import openapi as example_docs
from service.orders.check import CheckFields
from service.orders.sheet import SheetFields
from service.orders.variants import OrderFields
from service.values.errors import ServiceError
from service.values.problems import PROBLEMS
from service.web.openapi.errors import MEMBERS
from service.web.openapi.parts import EXAMPLES
from tests.web.conftest import app, client  # noqa: F401 - fixtures

FORMS = {
    "IdPhotoForm": ("image", OrderFields),
    "CheckForm": ("image", CheckFields),
    "SheetForm": ("image", SheetFields),
    "BatchForm": ("photos", OrderFields),
}


@pytest.fixture
def document(client):  # noqa: F811
    return client.get("/openapi.json").json


def operations(document):
    for item in document["paths"].values():
        yield from item.values()


def parts(node):
    """Every object in the document."""
    if isinstance(node, dict):
        yield node
    for child in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        yield from parts(child)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_has_a_name_and_knows_no_null(document, name):
    form = document["components"]["schemas"][name]
    part, model = FORMS[name]
    assert form["properties"].keys() == {part, *model.model_fields, "answer"}
    for field in form["properties"].values():
        assert field["description"]
        assert field["type"] in ("string", "integer", "number", "boolean", "array")
        assert field.get("default", "") is not None
    required = {one for one, field in model.model_fields.items() if field.is_required()}
    assert set(form["required"]) == {part, *required}
    assert form["additionalProperties"] is False


def test_a_body_is_one_named_form_and_nothing_is_said_twice(document):
    bodies = [one["requestBody"]["content"] for one in operations(document) if "requestBody" in one]
    assert len(bodies) == len(FORMS)
    for content in bodies:
        assert content.keys() == {"multipart/form-data"}
        assert content["multipart/form-data"]["schema"].keys() == {"$ref"}
    for operation in operations(document):
        if "requestBody" in operation:
            assert "as the body" in operation["description"], "the other way, in prose"
            places = {parameter["in"] for parameter in operation["parameters"]}
            assert "query" not in places


def test_every_operation_has_a_name_a_tag_and_words(document):
    tags = {tag["name"]: tag["description"] for tag in document["tags"]}
    assert all(tags.values())
    names = [operation["operationId"] for operation in operations(document)]
    assert len(set(names)) == len(names)
    used = set()
    for path, item in document["paths"].items():
        for operation in item.values():
            (tag,) = operation["tags"]
            used.add(tag)
            assert operation["summary"], path
            assert operation["description"], path
    assert used == tags.keys()
    assert document["servers"]


def test_every_answer_has_an_example_that_fits_it(document):
    seen = 0
    for operation in operations(document):
        for status, response in operation["responses"].items():
            for kind, media in response.get("content", {}).items():
                if media["schema"].get("format") == "binary":
                    continue
                assert ("example" in media) != ("examples" in media), (status, kind)
                for value in values(media, document):
                    validate(value, media["schema"], document)
                    seen += 1
    assert seen > 60


def values(media, document):
    if "example" in media:
        return [media["example"]]
    examples = document["components"]["examples"]
    assert media["examples"]
    return [
        (examples[one["$ref"].rpartition("/")[2]] if "$ref" in one else one)["value"]
        for one in media["examples"].values()
    ]


def test_the_examples_of_manifests_fit_them(document):
    archives = [
        part for part in parts(document) if part.get("contentMediaType") == "application/zip"
    ]
    assert len(archives) == 2
    for archive in archives:
        entries = archive["contentSchema"]
        validate(entries["examples"][0], entries, document)


def test_problems_has_every_error_by_its_status():
    assert set(PROBLEMS) == set(ServiceError.__subclasses__())
    statuses = [kind.status for kind in PROBLEMS]
    assert statuses == sorted(statuses)


def test_every_error_has_an_example(document):
    text = json.dumps(document)
    for kind in PROBLEMS:
        assert f'"/problems/{kind.slug}", "title": "{kind.title}"' in text, kind.slug


def test_the_example_of_an_error_is_the_one_that_its_status_names(document):
    for operation in operations(document):
        for status, response in operation["responses"].items():
            for slug in (
                response.get("content", {}).get("application/problem+json", {}).get("examples", ())
            ):
                example = document["components"]["examples"][slug]["value"]
                assert status in (str(example["status"]), "4XX")
                assert f"`{slug}`" in response["description"] or status == "4XX"


def test_a_problem_has_every_member_that_any_error_carries(document):
    kinds = {kind.__name__ for kind in PROBLEMS}
    named = set()
    for path in Path(service.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = getattr(node, "func", None)
            if getattr(called, "id", None) in kinds | {"_about"}:
                named |= {keyword.arg for keyword in node.keywords if keyword.arg}
    assert {"field", "faces", "retry_after", "nearest_bytes", "photo"} <= named
    assert named <= MEMBERS.keys()
    assert MEMBERS.keys() <= document["components"]["schemas"]["Problem"]["properties"].keys()


def test_binary_answers_are_told_by_their_content_type(document):
    content = document["paths"]["/v1/idphoto"]["post"]["responses"]["200"]["content"]
    images = {kind: media["schema"] for kind, media in content.items() if kind.startswith("image/")}
    assert images.keys() == {"image/jpeg", "image/png", "image/webp"}
    assert all(schema == {"type": "string", "format": "binary"} for schema in images.values())
    assert next(iter(content)) == "application/json", "what generated clients make a type of"


def test_lists_are_of_items_that_every_generator_knows(document):
    for part in parts(document):
        if part.get("type") == "array":
            assert "items" in part
            assert "prefixItems" not in part


def test_the_examples_have_the_shape_of_answers_of_today(client):  # noqa: F811
    """`make docs` writes them anew."""
    for name, answer in example_docs.answers(client).items():
        kept = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
        assert shape(kept) == shape(copy.deepcopy(answer)), f"run make docs: {name}"


def shape(value):
    if isinstance(value, dict):
        return {name: shape(child) for name, child in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value and isinstance(value[0], dict) else []
    return None


def validate(value, schema, document):
    Draft202012Validator({**schema, "components": document["components"]}).validate(value)


@pytest.mark.parametrize(
    ("path", "form"),
    [("idphoto", "IdPhotoForm"), ("check", "CheckForm"), ("sheet", "SheetForm")],
)
def test_the_values_that_the_docs_page_fills_in_make_a_photo(client, astronaut, path, form):  # noqa: F811
    """The script of /docs fills fields that have a value in the document, and leaves the rest."""
    page = client.get("/docs").text
    assert 'const own = ["default", "example", "examples"]' in page
    fields = client.get("/openapi.json").json["components"]["schemas"][form]["properties"]
    filled = {
        name: field.get("default", field.get("examples", [None])[0])
        for name, field in fields.items()
        if field.keys() & {"default", "example", "examples"}
    }
    assert filled.keys() & {"spec", "cells"}
    answer = client.post(f"/v1/{path}", data={**filled, "image": (io.BytesIO(astronaut), "a.png")})
    assert answer.status_code == 200, answer.text
