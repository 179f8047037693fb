import io
from typing import get_args

import cv2
import numpy as np
import pytest
from PIL import Image

from service.values.check import CheckId

JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def portrait(astronaut):
    """The portrait with pixels enough for passports."""
    return encoded(Image.open(io.BytesIO(astronaut)).convert("RGB").resize((1536, 1536)))


def encoded(image):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    return out.getvalue()


def check(client, photo, **fields):
    return sent(client, "/v1/check", photo, **fields)


def make(client, photo, headers=None, **fields):
    return sent(client, "/v1/idphoto", photo, headers, **fields)


def sent(client, path, photo, headers=None, **fields):
    data = {"image": (io.BytesIO(photo), "photo"), **fields}
    return client.post(path, data=data, headers=headers or {})


def verdicts(report):
    return {one["id"]: one["verdict"] for one in report["checks"]}


def failed(report):
    return {name for name, verdict in verdicts(report).items() if verdict == "fail"}


def test_a_check_reports_and_makes_no_photo(client, portrait):
    response = check(client, portrait, spec="cn-1inch")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    report = response.json
    assert "image" not in report
    assert "encode" not in report["timings_ms"]
    assert report["refusal"] is None
    assert [one["id"] for one in report["checks"]] == sorted(
        verdicts(report), key=get_args(CheckId).index
    ), "in the order in which they are documented"
    assert failed(report) == set()
    assert verdicts(report)["mouth-closed"] == "warn", "she laughs, and no source forbids it"
    for one in report["checks"]:
        assert set(one) == {
            "id", "value", "unit", "limit", "uncertainty", "verdict", "message",
                "advice",
        }  # fmt: skip
        assert one["message"]["en"]
        assert one["message"]["zh"]


@pytest.mark.parametrize(
    ("spec", "chosen"), [("us-passport", False), ("cn-1inch", True)], ids=["refused", "allowed"]
)
def test_who_may_replace_no_background_is_not_told_to_choose_one(client, portrait, spec, chosen):
    limits = {"limits": '{"background-colour": [null, 0]}', "background": "original"}
    checks = {one["id"]: one for one in check(client, portrait, spec=spec, **limits).json["checks"]}
    colour = checks["background-colour"]
    assert colour["verdict"] in ("warn", "fail")
    assert colour["advice"]["en"].startswith("Choose a background") == chosen
    assert colour["advice"]["zh"].startswith("请站在") != chosen
    assert (checks["head-covering"]["advice"] is None) == chosen, "cn-1inch has no rule on hats"


def test_a_check_and_the_finished_photo_say_the_same(client, portrait):
    alone = check(client, portrait, spec="cn-1inch").json
    beside = make(client, portrait, JSON, spec="cn-1inch").json["report"]
    for same in ("checks", "summary", "edited", "warnings", "head", "transform"):
        assert alone[same] == beside[same]


def test_every_check_is_in_every_report(client, portrait):
    everything = set(get_args(CheckId))
    nobody = encoded(Image.new("RGB", (400, 500), "green"))
    for photo in (portrait, nobody):
        report = check(client, photo, spec="cn-1inch").json
        assert set(verdicts(report)) == everything
        assert sum(report["summary"].values()) == len(report["checks"]) == len(everything)


def test_nobody_and_a_group_are_reports_with_the_refusal(client, astronaut):
    nobody = check(client, encoded(Image.new("RGB", (400, 500), "green")), spec="cn-1inch")
    assert nobody.status_code == 200
    assert nobody.json["refusal"] == "no-face"
    assert failed(nobody.json) == {"faces"}
    assert nobody.json["edited"] == []
    one = Image.open(io.BytesIO(astronaut)).convert("RGB")
    two = Image.new("RGB", (1024, 512))
    two.paste(one, (0, 0))
    two.paste(one, (512, 0))
    group = check(client, encoded(two), spec="cn-1inch").json
    assert group["refusal"] == "several-faces"
    assert group["checks"][0]["value"] == 2


def test_a_bust_without_shoulders_fails_the_check_that_says_so(client, portrait):
    tight = Image.open(io.BytesIO(portrait)).crop((450, 0, 930, 555))
    report = check(client, encoded(tight), spec="cn-1inch").json
    assert report["refusal"] == "body-missing"
    assert failed(report) & {"body-complete", "shoulders-complete"}
    assert verdicts(report)["sharpness"] == "pass", "what can be seen is judged all the same"
    heights = [check["value"] for check in report["checks"] if check["id"] == "head-height"]
    assert heights != [None], "it was placed as well as it can be"


def test_too_few_pixels_fail_the_check_that_says_so(client, astronaut):
    small = encoded(Image.open(io.BytesIO(astronaut)).convert("RGB").resize((240, 240)))
    report = check(client, small, spec="cn-1inch").json
    assert report["refusal"] == "resolution-too-low"
    assert "resolution" in failed(report)


def test_what_is_no_image_is_an_error_here_too(client, portrait):
    assert check(client, b"%PDF-1.7", spec="cn-1inch").status_code == 415
    assert check(client, portrait[:9000], spec="cn-1inch").status_code == 422
    assert check(client, portrait, spec="atlantis").json["field"] == "spec"


def test_an_image_answer_counts_its_checks(client, portrait):
    response = make(client, portrait, spec="cn-1inch")
    report = check(client, portrait, spec="cn-1inch").json
    counts = dict(part.split("=") for part in response.headers["IDPhoto-Checks"].split(", "))
    assert {name: int(count) for name, count in counts.items()} == report["summary"]


def test_strict_refuses_a_laugh(client, portrait):
    assert make(client, portrait, spec="cn-1inch", strict="true").status_code == 200
    refused = make(client, portrait, spec="photo-35x45", strict="true")  # wants a neutral face
    assert (refused.status_code, refused.json["type"]) == (422, "/problems/check-failed")
    assert [one["id"] for one in refused.json["checks"]] == ["mouth-closed"]


def test_strict_refuses_what_fails_and_names_it(client, portrait):
    grey = encoded(Image.open(io.BytesIO(portrait)).convert("L").convert("RGB"))
    assert make(client, grey, spec="cn-1inch").status_code == 200
    refused = make(client, grey, spec="cn-1inch", strict="true")
    assert refused.status_code == 422
    assert refused.json["type"].endswith("/check-failed")
    assert [one["id"] for one in refused.json["checks"]] == ["face-chroma"]


def test_original_crops_and_leaves_every_pixel_s_colour(client, portrait):
    report = make(client, portrait, JSON, spec="cn-1inch", background="original").json["report"]
    assert "background" not in report["edited"]
    answer = make(client, portrait, spec="cn-1inch", background="original", format="png")
    kept = np.asarray(Image.open(io.BytesIO(answer.data)), int)
    sent = np.asarray(Image.open(io.BytesIO(portrait)).convert("RGB"))
    transform = np.array(report["transform"])
    where = cv2.warpAffine(sent, transform, (295, 413), borderMode=cv2.BORDER_REPLICATE)
    assert np.abs(kept - where).mean() < 6


def test_who_forbids_editing_gets_a_crop_unless_it_is_asked_for(client, portrait):
    plain = make(client, portrait, JSON, spec="us-passport").json["report"]
    assert "background" not in plain["edited"]
    assert verdicts(plain)["cut-out"] == "not-assessed"
    refused = make(client, portrait, spec="us-passport", background="white")
    assert refused.status_code == 422
    assert refused.json["type"].endswith("/editing-forbidden")
    assert refused.json["field"] == "background"
    fields = {"spec": "us-passport", "background": "white", "allow_editing": "true"}
    asked = make(client, portrait, JSON, **fields).json["report"]
    assert "background" in asked["edited"]
    default = make(client, portrait, JSON, spec="us-passport", allow_editing="true")
    assert "background" in default.json["report"]["edited"]


def test_a_background_that_the_document_does_not_name_is_a_failure(client, portrait):
    green = check(client, portrait, spec="cn-1inch", background="#00ff00").json
    assert verdicts(green)["background-colour"] == "fail"
    fields = {"spec": "cn-id-card", "background": "red", "strict": "true"}
    refused = make(client, portrait, **fields)
    assert (refused.status_code, refused.json["type"]) == (422, "/problems/check-failed")
    assert "background-colour" in [check["id"] for check in refused.json["checks"]]


def test_a_size_of_ones_own_names_no_background(client, portrait):
    own = {"width_mm": "30", "height_mm": "40", "background": "red"}
    assert verdicts(check(client, portrait, **own).json)["background-colour"] == "not-assessed"
