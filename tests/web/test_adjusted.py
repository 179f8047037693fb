"""A photo whose placement was changed by hand."""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image

from service.web.openapi.parts import EXAMPLES
from tests.web.test_idphoto import post, problem

JSON = {"Accept": "application/json"}


def made(client, photo, **fields):
    """The picture (H, W, 3) and its report."""
    fields = {"spec": "cn-1inch", "background": "white", "format": "png", **fields}
    response = post(client, photo, JSON, **fields)
    assert response.status_code == 200, response.text
    picture = Image.open(io.BytesIO(base64.b64decode(response.json["image"]))).convert("RGB")
    return np.asarray(picture, np.float32), response.json["report"]


def checked(client, photo, **fields):
    data = {"image": (io.BytesIO(photo), "photo.png"), "spec": "cn-1inch", **fields}
    return client.post("/v1/check", data=data)


def verdicts(report):
    return {check["id"]: check["verdict"] for check in report["checks"]}


def test_the_person_stands_so_many_pixels_farther(client, astronaut):
    before, automatic = made(client, astronaut)
    # 295 px are 25 mm: 10 px of the paper are a whole number of neither, so 0.8475 mm.
    after, report = made(client, astronaut, offset_x_mm=str(10 / 11.8), offset_y_mm=str(-5 / 11.8))
    face, moved = before[150:250, 100:200], after[145:245, 110:210]
    assert np.abs(face - moved).mean() < 2
    assert automatic["adjusted"] is None
    assert report["adjusted"] == {
        "offset_x_mm": pytest.approx(0.8475, abs=1e-3),
        "offset_y_mm": pytest.approx(-0.4237, abs=1e-3),
        "scale": 1.0,
        "roll_deg": 0.0,
    }
    assert report["head"]["face_centre_mm"] == pytest.approx(
        automatic["head"]["face_centre_mm"] + 0.85, abs=0.02
    )


def test_the_lengths_of_a_placement_by_hand_are_judged_as_any_other(client, astronaut):
    _, report = made(client, astronaut, spec="us-passport", allow_editing="true")
    assert verdicts(report)["head-height"] == "pass"
    _, report = made(client, astronaut, spec="us-passport", allow_editing="true", scale="0.6")
    assert verdicts(report)["head-height"] == "fail"
    assert "range-missed" in {warning["code"] for warning in report["warnings"]}
    assert report["head"]["missed_mm"]["head_height_mm"] < 0
    assert report["verdict"] == "rejected"


def test_a_tilt_by_hand_is_told_and_judged(client, astronaut):
    _, automatic = made(client, astronaut)
    _, report = made(client, astronaut, roll_deg="9")
    assert automatic["head"]["roll_deg"] == 0
    assert report["head"]["roll_deg"] == 9
    assert verdicts(report)["roll"] == "fail"
    assert "rotation" in report["edited"]


def test_strict_refuses_an_adjustment_that_breaks_a_rule(client, astronaut):
    fields = {"spec": "us-passport", "allow_editing": "true", "strict": "true"}
    response = post(client, astronaut, **fields, scale="0.6")
    assert "head-height" in {one["id"] for one in problem(response, 422, "check-failed")["checks"]}


def test_a_smaller_person_shows_more_of_the_body_and_no_streaks(client, astronaut):
    picture, _ = made(client, astronaut, scale="0.5", offset_y_mm="3", background="#0000ff")
    blue = (picture[..., 2] > 250) & (picture[..., :2] < 5).all(axis=2)
    assert blue[:100].mean() > 0.85  # above the head nothing but background
    assert blue[:, [0, -1]][:200].all()


@pytest.mark.parametrize("check", [False, True])
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"offset_x_mm": "9"}, "offset_x_mm"),
        ({"offset_y_mm": "-12"}, "offset_y_mm"),
        ({"scale": "2"}, "scale"),
        ({"scale": "2.5"}, "scale"),
        ({"scale": "0"}, "scale"),
        ({"scale": "nan"}, "scale"),
        ({"roll_deg": "16"}, "roll_deg"),
        ({"offset_x_mm": "1 cm"}, "offset_x_mm"),
        ({"spec": "cn-diploma", "roll_deg": "1"}, "roll_deg"),
    ],
)
def test_what_cannot_be_is_refused_and_the_field_named(client, astronaut, fields, field, check):
    fields = {"spec": "cn-1inch", **fields}
    response = (checked if check else post)(client, astronaut, **fields)
    assert problem(response, 422, "invalid-field")["field"] == field


def test_the_refusal_is_told_in_chinese_too(client, astronaut):
    response = post(client, astronaut, {"Accept-Language": "zh"}, spec="cn-1inch", offset_x_mm="9")
    assert "超出" in problem(response, 422, "invalid-field")["detail"]


def test_a_check_tells_what_making_it_would_find(client, astronaut):
    fields = {"offset_y_mm": "1", "scale": "1.1", "roll_deg": "-2"}
    _, report = made(client, astronaut, **fields)
    told = checked(client, astronaut, **fields).json
    assert told["adjusted"] == report["adjusted"]
    assert told["head"] == report["head"]


def test_each_variant_has_an_adjustment_of_its_own(client, astronaut):
    variants = [{"offset_x_mm": 1}, {"scale": 1.1}, {"offset_x_mm": 60}, {"spec": "cn-2inch"}]
    fields = {"spec": "cn-1inch", "roll_deg": "1", "variants": json.dumps(variants)}
    answers = post(client, astronaut, JSON, **fields).json["variants"]
    adjusted = [one["report"]["adjusted"] for one in answers if one.get("report")]
    assert [(one["offset_x_mm"], one["scale"], one["roll_deg"]) for one in adjusted] == [
        (1, 1, 1),
        (0, 1.1, 1),
        (0, 1, 1),
    ]
    assert answers[2]["problem"]["field"] == "offset_x_mm"


def test_the_sheet_prints_what_was_adjusted(client, astronaut):
    data = {"image": (io.BytesIO(astronaut), "photo.png"), "cells": "cn-1inch:2", "scale": "1.1"}
    told = client.post("/v1/sheet", data=data, headers=JSON).json["report"]["photos"][0]
    _, alone = made(client, astronaut, scale="1.1")
    assert told["adjusted"]["scale"] == 1.1
    assert told["head"] == alone["head"]


def test_the_example_of_the_document_tells_of_it():
    report = json.loads((EXAMPLES / "idphoto.json").read_text("utf-8"))["report"]
    assert report["adjusted"] is None
