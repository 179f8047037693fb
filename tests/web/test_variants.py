"""Several finished photos of one photo in one request."""

import base64
import email
import io
import json
import re
import zipfile
from email.policy import HTTP

import numpy as np
import pytest
from PIL import Image

from service.values.orders import MOST_VARIANTS
from tests.web.test_idphoto import opened, post, problem

JSON = {"Accept": "application/json"}
THREE = [
    {"spec": "cn-1inch", "background": "blue"},
    {"spec": "cn-1inch", "background": "transparent"},
    {"spec": "cn-2inch", "background": "white", "format": "webp"},
]


def sent(client, photo, variants, headers=JSON, **fields):
    return post(client, photo, headers, variants=json.dumps(variants), **fields)


def told(response):
    assert response.status_code == 200, response.text
    return response.json


def files(response):
    """Names and contents of a ZIP's entries."""
    assert response.content_type == "application/zip", response.text
    archive = zipfile.ZipFile(io.BytesIO(response.data))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


def kind(data):
    image = Image.open(io.BytesIO(data))
    return image.format, image.size, image.mode


@pytest.mark.parametrize("accept", [None, "*/*", "application/zip", "image/png"])
def test_a_zip_with_a_manifest_is_what_comes_unless_said_otherwise(client, astronaut, accept):
    response = sent(client, astronaut, THREE, {"Accept": accept} if accept else {})
    content = files(response)
    assert list(content) == [
        "01-cn-1inch.jpg",
        "02-cn-1inch.png",
        "03-cn-2inch.webp",
        "manifest.json",
    ]
    assert kind(content["01-cn-1inch.jpg"]) == ("JPEG", (295, 413), "RGB")
    assert kind(content["02-cn-1inch.png"]) == ("PNG", (295, 413), "RGBA")
    assert kind(content["03-cn-2inch.webp"]) == ("WEBP", (413, 579), "RGB")
    manifest = json.loads(content["manifest.json"])
    assert (manifest["made"], manifest["failed"]) == (3, 0)
    assert [one["variant"] for one in manifest["variants"]] == [1, 2, 3]
    assert [one["file"] for one in manifest["variants"]] == list(content)[:3]
    assert manifest["variants"][2]["report"]["file"]["bytes"] == len(content["03-cn-2inch.webp"])
    assert response.headers["IDPhoto-Variants"] == "made=3, failed=0"
    assert response.headers["IDPhoto-Matting"] == "portrait"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Vary"] == "Accept"


def test_multipart_has_the_manifest_first_and_a_part_for_each_file(client, astronaut):
    response = sent(client, astronaut, THREE, {"Accept": "multipart/mixed"})
    head = f"Content-Type: {response.content_type}\r\n\r\n".encode()
    first, *others = email.message_from_bytes(head + response.data, policy=HTTP).iter_parts()
    manifest = json.loads(first.get_content())
    assert first.get_content_type() == "application/json"
    assert [part.get_filename() for part in others] == [one["file"] for one in manifest["variants"]]
    assert [part.get_content_type() for part in others] == ["image/jpeg", "image/png", "image/webp"]
    for part in others:
        assert len(part.get_content()) == int(part["Content-Length"])
        assert kind(part.get_content())[0] == part.get_content_subtype().upper()


def test_json_has_files_in_base64_and_their_reports(client, astronaut):
    answer = told(sent(client, astronaut, THREE))
    for one, size in zip(answer["variants"], [(295, 413), (295, 413), (413, 579)], strict=True):
        assert Image.open(io.BytesIO(base64.b64decode(one["image"]))).size == size
        assert (one["report"]["width_px"], one["report"]["height_px"]) == size
        assert one["problem"] is None


def test_one_decode_and_one_matte_serve_all_variants(client, astronaut, costly_steps):
    assert told(sent(client, astronaut, THREE))["made"] == 3
    assert costly_steps == ["decode", "matte"]


def test_a_variant_is_the_photo_that_a_request_of_its_own_gives(client, astronaut):
    """The largest is: smaller ones come from the pixels that were decoded for it."""
    single = opened(post(client, astronaut, spec="cn-2inch", background="red", format="png"))
    both = [{"spec": "cn-1inch"}, {"spec": "cn-2inch", "background": "red", "format": "png"}]
    data = base64.b64decode(told(sent(client, astronaut, both))["variants"][1]["image"])
    assert (np.asarray(Image.open(io.BytesIO(data))) == np.asarray(single)).all()


def test_what_stands_outside_the_list_holds_for_variants_that_say_nothing_else(client, astronaut):
    answer = told(
        sent(
            client, astronaut, [{}, {"background": None, "format": ""}, {"spec": "cn-2inch"}],
            spec="cn-1inch", background="red", format="png",
        )
    )  # fmt: skip
    assert [one["file"] for one in answer["variants"]] == [
        "01-cn-1inch.png", "02-cn-1inch.png", "03-cn-2inch.png",
    ]  # fmt: skip
    for one in answer["variants"]:
        corner = Image.open(io.BytesIO(base64.b64decode(one["image"]))).getpixel((2, 2))
        assert corner == (255, 0, 0)


def test_what_is_wrong_with_one_variant_stands_in_its_place(client, large):
    variants = [
        {"spec": "no-such"},
        {"spec": "cn-1inch"},
        {"spec": "us-passport", "background": "blue"},
        {"spec": "cn-1inch", "max_kb": 2},
        {"spec": "cn-1inch", "colour": "blue"},
        {"spec": "cn-1inch", "dpi": "many"},
        {"spec": "cn-1inch", "format": "jpeg", "background": "transparent"},
        {"spec": "cn-1inch", "dpi": 1200, "strict": True},
        {"width_mm": 30, "height_mm": 40},
    ]
    response = sent(client, large, variants)
    answer = told(response)
    types = [one["problem"] and one["problem"]["type"][10:] for one in answer["variants"]]
    assert types == [
        "invalid-field", None, "editing-forbidden", "size-unreachable", "invalid-field",
        "invalid-field", "invalid-field", "resolution-too-low", None,
    ]  # fmt: skip
    assert (answer["made"], answer["failed"]) == (2, 7)
    assert response.headers["IDPhoto-Variants"] == "made=2, failed=7"
    assert [one["file"] for one in answer["variants"] if one["file"]] == [
        "02-cn-1inch.jpg", "09-custom.jpg",
    ]  # fmt: skip
    unknown, _, forbidden, unreachable, *_ = (one["problem"] for one in answer["variants"])
    assert (unknown["field"], unknown["status"]) == ("spec", 422)
    assert forbidden["field"] == "background"
    assert unreachable["nearest_bytes"] > 2000
    assert unreachable["request_id"] == response.headers["X-Request-Id"]
    entries = files(sent(client, large, variants, {}))
    assert list(entries) == ["02-cn-1inch.jpg", "09-custom.jpg", "manifest.json"]
    assert json.loads(entries["manifest.json"])["failed"] == 7


def test_variants_that_all_fail_are_still_told_one_by_one(client, astronaut):
    response = sent(client, astronaut, [{"max_kb": 1}, {"max_kb": 2}], spec="cn-1inch")
    answer = told(response)
    assert (answer["made"], answer["failed"]) == (0, 2)
    assert "IDPhoto-Matting" not in response.headers


def test_a_photo_without_a_face_is_one_problem_for_all(client):
    out = io.BytesIO()
    Image.new("RGB", (400, 500), "white").save(out, "PNG")
    problem(sent(client, out.getvalue(), THREE), 422, "no-face")


def test_a_broken_photo_is_one_problem_for_all(client):
    problem(sent(client, b"no image", THREE), 415, "unsupported-media")


def test_when_no_variant_can_be_read_the_first_says_why(client, astronaut):
    response = sent(client, astronaut, [{"spec": "no-such"}, {"dpi": 1}])
    first = problem(response, 422, "invalid-field")
    assert (first["field"], first["variant"]) == ("spec", 1)
    assert first["detail"].startswith("None of the 2 variants can be made. The first: ")


def test_true_and_false_are_no_numbers(client, astronaut):
    variants = [{"dpi": True}, {"max_kb": False}, {"pad": True}]
    one, other, fine = told(sent(client, astronaut, variants, spec="cn-1inch"))["variants"]
    assert [wrong["problem"]["field"] for wrong in (one, other)] == ["dpi", "max_kb"]
    assert fine["file"]


@pytest.mark.parametrize(
    "variants",
    [
        "blue",
        "{}",
        "[]",
        '["cn-1inch"]',
        "[" * 5000,
        '[{"spec": "cn-1inch"}',
        json.dumps([{"spec": "cn-1inch"}] * (MOST_VARIANTS + 1)),
        json.dumps([{"width_px": 1900, "height_px": 2100}] * 5),
    ],
)
def test_a_list_that_cannot_be_is_refused_before_the_photo_is_looked_at(client, variants):
    response = post(client, b"no image", JSON, variants=variants)
    assert problem(response, 422, "invalid-field")["field"] == "variants"


def test_a_wrong_field_outside_the_list_is_refused_for_all(client, astronaut):
    assert problem(sent(client, astronaut, THREE, dpi="1"), 422, "invalid-field")["field"] == "dpi"


def test_a_raw_body_takes_its_variants_from_the_query(client, astronaut):
    response = client.post(
        "/v1/idphoto",
        query_string={"variants": json.dumps(THREE)},
        data=astronaut,
        content_type="image/png",
    )
    assert len(files(response)) == 4


def test_check_and_sheet_take_no_variants(client, astronaut):
    for path, fields in (("/v1/check", {"spec": "cn-1inch"}), ("/v1/sheet", {"cells": "cn-1inch"})):
        data = {"image": (io.BytesIO(astronaut), "a.png"), "variants": "[{}]", **fields}
        assert problem(client.post(path, data=data), 422, "invalid-field")["field"] == "variants"


def test_each_variant_is_counted_as_a_photo_of_its_spec(client, app, astronaut):
    def photos():
        pairs = re.findall(
            r'idphoto_photos_total{.*spec="(cn-1inch|cn-2inch)"} (.+)', client.get("/metrics").text
        )
        return {spec: float(number) for spec, number in pairs}

    before = photos()
    told(sent(client, astronaut, [*THREE, {"spec": "cn-2inch", "max_kb": 1}]))
    after = photos()
    assert after["cn-1inch"] == before.get("cn-1inch", 0) + 2
    assert after["cn-2inch"] == before.get("cn-2inch", 0) + 1
    assert app.extensions["idphoto"].executor.permits.in_use == 0
