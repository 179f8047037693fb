"""Every photo in, every file out: what a caller sends and what he gets back."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from service.steps.decode.formats import MEDIA_TYPES
from tests.web.test_idphoto import opened, post, problem

REPORT = {"Accept": "application/json"}


def saved(photo, file_format, **options):
    out = io.BytesIO()
    Image.open(io.BytesIO(photo)).convert("RGB").save(out, file_format, **options)
    return out.getvalue()


@pytest.mark.parametrize("file_format", ["JPEG", "WEBP", "AVIF", "TIFF", "BMP"])
def test_a_photo_in_any_format_becomes_the_same_id_photo(client, astronaut, file_format):
    data = saved(astronaut, file_format, **({"quality": 95} if file_format != "BMP" else {}))
    kind = f"image/{file_format.lower()}"
    assert kind in MEDIA_TYPES
    response = client.post("/v1/idphoto?spec=cn-1inch", data=data, content_type=kind)
    expected = np.asarray(opened(post(client, astronaut, spec="cn-1inch"))).astype(int)
    assert (
        np.abs(np.asarray(opened(response)) - expected).mean() < 6
    )  # another place or colour is far above


def test_a_phone_s_heic_becomes_an_id_photo(client, photos):
    data = (photos / "formats" / "female.heic").read_bytes()
    response = client.post("/v1/idphoto?spec=cn-1inch", data=data, content_type="image/heic")
    assert opened(response).size == (295, 413)


@pytest.mark.parametrize("background", ["blue", "transparent"])
def test_a_webp_is_written_on_request(client, astronaut, background):
    response = post(client, astronaut, spec="cn-1inch", background=background, format="webp")
    image = opened(response)
    assert response.content_type == "image/webp"
    assert 'filename="cn-1inch.webp"' in response.headers["Content-Disposition"]
    assert (image.format, image.size) == ("WEBP", (295, 413))
    assert image.mode == ("RGBA" if background == "transparent" else "RGB")


def test_a_transparent_jpeg_is_refused(client, astronaut):
    response = post(client, astronaut, spec="cn-1inch", background="transparent", format="jpeg")
    assert "webp" in problem(response, 422, "invalid-field")["detail"]


@pytest.mark.parametrize(("low", "high"), [(10, 15), (20, 25), (60, 80)])
def test_the_file_keeps_to_a_range_in_both_meanings_of_kb(client, astronaut, low, high):
    response = post(client, astronaut, REPORT, spec="cn-2inch", min_kb=str(low), max_kb=str(high))
    data = base64.b64decode(response.json["image"])
    file = response.json["report"]["file"]
    assert low * 1024 <= len(data) == file["bytes"] <= high * 1000
    assert (file["format"], file["padding"]) == ("jpeg", 0)
    assert 20 <= file["quality"] <= 100


def test_a_document_s_own_range_and_quality_are_kept(client, astronaut):
    response = post(client, astronaut, REPORT, spec="cn-id-card")
    file = response.json["report"]["file"]
    assert 14 * 1024 <= len(base64.b64decode(response.json["image"])) <= 20_000
    assert file["quality"] >= 70


def test_a_caller_s_own_limit_goes_before_the_document_s(client, astronaut):
    response = post(client, astronaut, REPORT, spec="cn-id-card", max_kb="60")
    assert response.json["report"]["file"]["quality"] == 95


def test_a_document_s_range_is_not_for_a_png(client, astronaut):
    response = post(client, astronaut, REPORT, spec="cn-id-card", format="png")
    file = response.json["report"]["file"]
    assert file["bytes"] > 20_000
    assert file["quality"] is None


def test_a_size_out_of_reach_is_422_with_the_nearest(client, astronaut):
    response = post(client, astronaut, spec="cn-1inch", max_kb="2")
    assert problem(response, 422, "size-unreachable")["nearest_bytes"] > 2000
    response = post(client, astronaut, spec="cn-1inch", min_kb="500")
    nearest = problem(response, 422, "size-unreachable")["nearest_bytes"]
    assert 50_000 < nearest < 500 * 1024


def test_a_small_jpeg_is_padded_only_on_request(client, astronaut):
    response = post(client, astronaut, REPORT, spec="cn-1inch", min_kb="500", pad="true")
    data = base64.b64decode(response.json["image"])
    assert 500 * 1024 <= len(data) <= 501 * 1024
    assert response.json["report"]["file"]["padding"] > 100_000
    assert Image.open(io.BytesIO(data)).size == (295, 413)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"min_kb": "30", "max_kb": "30"}, "min_kb"),
        ({"min_kb": "50", "max_kb": "20"}, "min_kb"),
        ({"max_kb": "0"}, "max_kb"),
        ({"max_kb": "many"}, "max_kb"),
        ({"min_kb": "-1"}, "min_kb"),
        ({"pad": "perhaps"}, "pad"),
        ({"pad": "true", "format": "png"}, "pad"),
        ({"format": "heic"}, "format"),
        ({"spec": "cn-id-card", "max_kb": "10"}, "max_kb"),
    ],
)
def test_a_range_that_cannot_be_is_named(client, astronaut, fields, field):
    response = post(client, astronaut, **{"spec": "cn-1inch", **fields})
    assert problem(response, 422, "invalid-field")["field"] == field


BROWSER = "text/html,application/xhtml+xml,image/avif,image/webp,image/apng,*/*;q=0.8"


@pytest.mark.parametrize("accept", [BROWSER, "image/webp", "image/png"])
def test_accept_leads_to_no_type_of_file_that_the_document_does_not_take(client, astronaut, accept):
    data = {"image": (io.BytesIO(astronaut), "me"), "spec": "cn-id-card"}
    response = client.post("/v1/idphoto", data=data, headers={"Accept": accept})
    assert response.content_type == "image/jpeg"


def test_a_type_of_file_that_the_document_does_not_take_carries_a_warning(client, astronaut):
    codes = {}
    for kind in ("jpeg", "png"):
        data = {"image": (io.BytesIO(astronaut), "me"), "spec": "cn-id-card", "format": kind}
        response = client.post("/v1/idphoto", data=data)
        assert response.status_code == 200, response.text
        assert response.content_type == f"image/{kind}"
        codes[kind] = response.headers.get("IDPhoto-Warnings", "")
    assert "other-file-type" in codes["png"]
    assert "other-file-type" not in codes["jpeg"]


@pytest.mark.parametrize("empty", ["", "null", "undefined"])
@pytest.mark.parametrize("name", ["format", "variants"])
def test_a_field_that_is_left_out_leaves_the_choice_to_accept(client, astronaut, name, empty):
    data = {"image": (io.BytesIO(astronaut), "me"), "spec": "photo-35x45", name: empty}
    response = client.post("/v1/idphoto", data=data, headers={"Accept": "image/png"})
    assert response.content_type == "image/png", response.text
