"""The field `answer`, for clients that cannot set `Accept`."""

import io
import json
import zipfile

import pytest
from PIL import Image

PHOTO = {"spec": "cn-1inch", "background": "blue"}
VARIANTS = {"variants": '[{"spec": "cn-1inch"}, {"spec": "cn-2inch"}]'}


@pytest.fixture
def post(client, astronaut):
    def posted(path, accept=None, **fields):
        form = {"image": (io.BytesIO(astronaut), "a.png"), **fields}
        headers = {"Accept": accept} if accept else {}
        return client.post(f"/v1/{path}", data=form, headers=headers)

    return posted


@pytest.mark.parametrize("accept", [None, "*/*", "image/*", "image/jpeg", "text/html"])
@pytest.mark.parametrize("answer", ["json", "JSON"])
def test_json_without_accept(post, accept, answer):
    response = post("idphoto", accept, answer=answer, **PHOTO)
    assert response.mimetype == "application/json"
    assert response.json["report"]["spec"] == "cn-1inch"


@pytest.mark.parametrize("accept", ["application/json", "application/json, image/*;q=0.5"])
def test_the_image_for_a_client_that_always_accepts_json(post, accept):
    response = post("idphoto", accept, answer="image", **PHOTO)
    assert response.mimetype == "image/jpeg"
    assert Image.open(io.BytesIO(response.data)).size == (295, 413)


def test_the_image_is_the_kind_that_accept_prefers_beside_json(post):
    accept = "application/json, image/png;q=0.5"
    assert post("idphoto", accept, answer="image", **PHOTO).mimetype == "image/png"


@pytest.mark.parametrize("accept", ["image/png", "image/png, application/json"])
def test_json_holds_the_kind_of_image_that_accept_prefers(post, accept):
    assert post("idphoto", accept, answer="json", **PHOTO).json["media_type"] == "image/png"


def test_a_wrong_answer_hides_no_other_fault(post):
    told = post("idphoto", answer="bogus", dpi="1", **PHOTO).json
    assert told["field"] == "dpi"


def test_in_the_query_too(client, astronaut):
    response = client.post(
        "/v1/idphoto?spec=cn-1inch&answer=json", data=astronaut, content_type="image/png"
    )
    assert response.json["media_type"] == "image/jpeg"


def test_its_name_in_any_case(post):
    assert post("idphoto", **{" Answer ": "json"}, **PHOTO).mimetype == "application/json"


def test_an_empty_one_leaves_it_to_accept(post):
    assert post("idphoto", "application/json", answer="", **PHOTO).mimetype == "application/json"
    assert post("idphoto", answer="", **PHOTO).mimetype == "image/jpeg"


def test_several_files_by_name(post):
    archive = post("idphoto", "application/json", answer="zip", **VARIANTS)
    with zipfile.ZipFile(io.BytesIO(archive.data)) as files:
        assert json.loads(files.read("manifest.json"))["made"] == 2
    assert post("idphoto", answer="json", **VARIANTS).json["made"] == 2
    assert post("idphoto", answer="multipart", **VARIANTS).mimetype == "multipart/mixed"


def test_a_sheet_as_json_and_as_its_file(post):
    assert post("sheet", answer="json", cells="cn-1inch:2").json["report"]["counts"]
    pdf = post("sheet", "application/json", answer="image", cells="cn-1inch:2", format="pdf")
    assert pdf.mimetype == "application/pdf"


def test_what_an_answer_cannot_be_is_said(post):
    for path, fields in (
        ("idphoto", {"answer": "zip", **PHOTO}),
        ("idphoto", {"answer": "image", **VARIANTS}),
        ("idphoto", {"answer": "xml", **PHOTO}),
        ("sheet", {"answer": "zip", "cells": "cn-1inch"}),
        ("check", {"answer": "image", **PHOTO}),
    ):
        response = post(path, **fields)
        assert response.status_code == 422, fields
        assert response.json["field"] == "answer"
    twice = post("idphoto?answer=json", answer="json", **PHOTO)
    assert (twice.status_code, twice.json["field"]) == (422, "answer")


def test_a_check_and_a_batch_take_the_only_one_there_is(post, client, astronaut):
    assert post("check", answer="json", **PHOTO).json["spec"] == "cn-1inch"
    sent = io.BytesIO()
    with zipfile.ZipFile(sent, "w") as archive:
        archive.writestr("a.png", astronaut)
    form = {"photos": (io.BytesIO(sent.getvalue()), "a.zip"), "spec": "cn-1inch"}
    assert client.post("/v1/batch", data={**form, "answer": "zip"}).status_code == 200


@pytest.mark.parametrize("word", ["", "null", "undefined"])
def test_what_javascript_writes_for_nothing_is_nothing(post, word):
    fields = dict.fromkeys(("dpi", "width_mm", "erode", "max_kb", "strict", "variants"), word)
    response = post("idphoto", answer=word, **fields, **PHOTO)
    assert response.status_code == 200, response.text
