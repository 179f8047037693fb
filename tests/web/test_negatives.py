"""Photos of nobody, of several people, of somebody on the side: what every endpoint says."""

import io

import pytest

NEGATIVES = {
    "HTC_One_M8.jpg": "no-face",
    "Issue_266.jpg": "no-face",
    "azure-detection4.jpg": "several-faces",
    "azure-detection6.jpg": "several-faces",
    "vrooli-group.jpg": "several-faces",
}
SIDEWAYS = "filippo_sideways.jpg"  # its face looks to the left edge: a quarter clockwise is upright


@pytest.fixture(params=sorted(NEGATIVES.items()), ids=sorted(NEGATIVES))
def negative(request, photos):
    name, slug = request.param
    return (photos / "negatives" / name).read_bytes(), slug


def sent(client, address, photo, **fields):
    return client.post(address, data={"image": (io.BytesIO(photo), "photo.jpg"), **fields})


def test_every_photo_of_the_folder_has_its_outcome(photos):
    assert {path.name for path in (photos / "negatives").iterdir()} == {*NEGATIVES, SIDEWAYS}


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/v1/idphoto", {"spec": "cn-1inch"}),
        ("/v1/idphoto", {"spec": "us-passport"}),
        ("/v1/sheet", {"cells": "cn-2inch"}),
    ],
)
def test_they_are_refused_for_what_they_show(client, negative, address, fields):
    photo, slug = negative
    response = sent(client, address, photo, **fields)
    assert (response.status_code, response.json["type"]) == (422, f"/problems/{slug}")
    assert len(response.json.get("faces", [0, 0])) > 1


def test_a_check_reports_the_refusal(client, negative):
    photo, slug = negative
    response = sent(client, "/v1/check", photo, spec="cn-1inch")
    assert response.status_code == 200
    assert response.json["refusal"] == slug
    assert response.json["checks"][0]["verdict"] == "fail"


def test_a_portrait_that_lies_on_its_side_is_turned_upright_and_that_is_said(client, photos):
    photo = (photos / "negatives" / SIDEWAYS).read_bytes()
    report = sent(client, "/v1/check", photo, spec="cn-1inch").json
    assert report["refusal"] is None
    assert report["turned_deg"] == 90
    assert "rotation" in report["edited"]
    assert (report["source_width_px"], report["source_height_px"]) == (800, 533)
    eyes, mouth = report["face"]["landmarks"]["left_eye"], report["face"]["landmarks"]["left_mouth"]
    assert eyes[1] < mouth[1]


def test_a_head_on_its_side_that_was_taken_for_an_upright_one_is_turned(client, photos):
    photo = (photos / "formats" / "filippo-cmyk-orientation-exif.jpg").read_bytes()
    report = sent(client, "/v1/check", photo, spec="cn-1inch").json
    assert report["turned_deg"] in (90, 270)
    assert report["face"]["points"] == 478
