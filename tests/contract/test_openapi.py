"""The service against its own OpenAPI document, with requests that the document allows and not."""

import io
import json
import zipfile

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from schemathesis.specs.openapi.checks import positive_data_acceptance

from service.values.problems import PROBLEMS
from tests.web.conftest import app, client  # noqa: F401 - fixtures

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/idphoto"),
        ("POST", "/v1/batch"),
        ("POST", "/v1/check"),
        ("POST", "/v1/sheet"),
        ("GET", "/v1/specs"),
        ("GET", "/v1/specs/{name}"),
        ("GET", "/v1/specs/{name}/diagram.svg"),
        ("GET", "/livez"),
        ("GET", "/readyz"),
        ("GET", "/healthz"),
        ("GET", "/metrics"),
    ],
)
def test_answers_keep_to_the_document(app, method, path):  # noqa: F811
    """No 5xx, no status or body that the document does not name, whatever is sent.

    That a well-formed request is accepted cannot be held: no schema says that a photo has a face.
    """
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    assert set(schema) == set(app.test_client().get("/openapi.json").json["paths"])

    @given(case=schema[path][method].as_strategy())
    @settings(
        max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    def hold(case):
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    hold()


def test_answers_of_the_photo_endpoint_fit_their_schemas(client, astronaut):  # noqa: F811
    document = client.get("/openapi.json").json
    answers = document["paths"]["/v1/idphoto"]["post"]["responses"]
    good = client.post(
        "/v1/idphoto?spec=cn-1inch",
        data=astronaut,
        content_type="image/png",
        headers={"Accept": "application/json"},
    )
    _validate(document, answers["200"]["content"]["application/json"]["schema"], good.data)
    bad = client.post("/v1/idphoto?spec=x", data=astronaut, content_type="image/png")
    _validate(document, answers["422"]["content"]["application/problem+json"]["schema"], bad.data)


def test_answers_with_variants_fit_their_schemas(client, astronaut):  # noqa: F811
    document = client.get("/openapi.json").json
    answers = document["paths"]["/v1/idphoto"]["post"]["responses"]["200"]["content"]
    variants = '[{"spec": "cn-1inch"}, {"spec": "x"}]'

    def posted(accept):
        return client.post(
            "/v1/idphoto",
            query_string={"variants": variants},
            data=astronaut,
            content_type="image/png",
            headers={"Accept": accept},
        )

    _validate(document, answers["application/json"]["schema"], posted("application/json").data)
    for accept in ("application/zip", "multipart/mixed"):
        assert posted(accept).mimetype == accept in answers
    with zipfile.ZipFile(io.BytesIO(posted("application/zip").data)) as archive:
        _validate(
            document, {"$ref": "#/components/schemas/Manifest"}, archive.read("manifest.json")
        )


def test_the_manifest_of_a_batch_fits_its_schema(client, astronaut):  # noqa: F811
    document = client.get("/openapi.json").json
    sent = io.BytesIO()
    with zipfile.ZipFile(sent, "w") as archive:
        archive.writestr("good.png", astronaut)
        archive.writestr("bad.png", b"no image")
    answer = client.post(
        "/v1/batch?spec=cn-1inch", data=sent.getvalue(), content_type="application/zip"
    )
    assert answer.mimetype in document["paths"]["/v1/batch"]["post"]["responses"]["200"]["content"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        manifest = archive.read("manifest.json")
    _validate(document, {"$ref": "#/components/schemas/BatchManifest"}, manifest)


def test_answers_of_the_sheet_endpoint_fit_their_schemas(client, astronaut):  # noqa: F811
    document = client.get("/openapi.json").json
    answers = document["paths"]["/v1/sheet"]["post"]["responses"]
    for cells, status, media_type in (
        ("cn-1inch:4", "200", "application/json"),
        ("cn-1inch:99", "422", "application/problem+json"),
    ):
        answer = client.post(
            f"/v1/sheet?cells={cells}",
            data=astronaut,
            content_type="image/png",
            headers={"Accept": "application/json"},
        )
        assert str(answer.status_code) == status
        _validate(document, answers[status]["content"][media_type]["schema"], answer.data)


def test_a_sheet_of_several_photos_fits_its_schema(client, astronaut):  # noqa: F811
    document = client.get("/openapi.json").json
    operation = document["paths"]["/v1/sheet"]["post"]
    photos = document["components"]["schemas"]["SheetForm"]["properties"]["image"]
    assert photos["type"] == "array"
    assert photos["description"].startswith("1 to 8 photos")
    answer = client.post(
        "/v1/sheet",
        data={
            "image": [(io.BytesIO(astronaut), "a.png"), (io.BytesIO(astronaut), "b.png")],
            "cells": "cn-1inch@1:2,cn-1inch@2:1",
        },
        headers={"Accept": "application/json"},
    )
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    _validate(document, schema, answer.data)


def test_every_error_is_in_the_document(client):  # noqa: F811
    document = client.get("/openapi.json").json
    text = json.dumps(document)
    elsewhere = {"method-not-allowed"}
    for kind in PROBLEMS:
        if kind.slug not in elsewhere:
            assert f"`{kind.slug}`" in text or kind.slug == "not-ready", kind.slug


def _validate(document, schema, body):
    Draft202012Validator({**schema, "components": document["components"]}).validate(
        json.loads(body)
    )
