import base64
import gc
import io
import json
from pathlib import Path

import gevent
import numpy as np
import pytest
from PIL import Image

from service.serving.admission.permits import Permits
from service.values.colour import COLOURS
from service.values.photo import Photo

ROOT = Path(__file__).parents[2]


def post(client, photo, headers=None, **fields):
    data = {"image": (io.BytesIO(photo), "photo.png"), **fields}
    return client.post("/v1/idphoto", data=data, headers=headers or {})


def opened(response):
    assert response.status_code == 200, response.text
    return Image.open(io.BytesIO(response.data))


def problem(response, status, slug):
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    assert response.json["type"] == f"/problems/{slug}"
    assert response.json["status"] == status
    assert response.json["title"]
    assert response.json["detail"]
    return response.json


def test_a_form_gives_the_finished_jpeg(client, astronaut):
    response = post(client, astronaut, spec="cn-1inch", background="blue")
    image = opened(response)
    assert response.content_type == "image/jpeg"
    assert image.format == "JPEG"
    assert image.size == (295, 413)
    assert tuple(round(value) for value in image.info["dpi"]) == (300, 300)
    assert response.headers["IDPhoto-Matting"] == "portrait"
    assert response.headers["Cache-Control"] == "no-store"
    corner = np.asarray(image)[:20, :20].reshape(-1, 3).mean(axis=0)
    assert np.abs(corner - COLOURS["blue"]).max() < 3


def test_a_raw_body_with_query_gives_the_same_photo_as_a_form(client, astronaut):
    form = post(client, astronaut, spec="cn-1inch", background="red", format="png")
    raw = client.post(
        "/v1/idphoto?spec=cn-1inch&background=red&format=png",
        data=astronaut,
        content_type="image/png",
    )
    assert raw.status_code == 200
    assert raw.data == form.data


@pytest.mark.parametrize("name", ["1-inch", "一寸", " CN-1INCH", "1寸"])
def test_a_spec_is_known_by_its_aliases(client, astronaut, name):
    assert opened(post(client, astronaut, spec=name)).size == (295, 413)


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("cn-id-card", (358, 441)),
        ("cn-cet", (240, 320)),
        ("us-passport", (600, 600)),
        ("sg-passport", (400, 514)),
        ("gb-passport", (413, 531)),
    ],
)
def test_documents_of_every_kind_give_their_exact_pixels(client, astronaut, name, size):
    assert opened(post(client, astronaut, spec=name)).size == size


def test_a_document_s_own_first_background_is_the_default(client, astronaut):
    image = opened(post(client, astronaut, spec="cn-diploma", format="png", allow_editing="true"))
    assert image.getpixel((2, 2)) == (100, 197, 255)


def test_dpi_scales_the_pixels(client, astronaut):
    image = opened(post(client, astronaut, spec="cn-1inch", dpi="400"))
    assert image.size == (394, 551)
    assert round(image.info["dpi"][0]) == 400


@pytest.mark.parametrize(
    ("background", "rgb"),
    [("#438edb", (67, 142, 219)), ("438EDB", (67, 142, 219)), ("White", (255, 255, 255))],
)
def test_a_background_may_be_a_name_or_any_colour(client, astronaut, background, rgb):
    image = opened(post(client, astronaut, spec="cn-1inch", background=background, format="png"))
    assert image.getpixel((2, 2)) == rgb


def test_transparent_is_a_png_with_the_person_alone(client, astronaut):
    image = opened(post(client, astronaut, spec="cn-1inch", background="transparent"))
    assert image.format == "PNG"
    assert image.mode == "RGBA"
    alpha = np.asarray(image)[..., 3]
    assert alpha[2, 2] == 0
    assert alpha[200, 147] == 255


def test_json_carries_the_image_and_a_report(client, astronaut):
    response = post(
        client, astronaut, {"Accept": "application/json"}, spec="一寸", background="blue"
    )
    assert response.content_type == "application/json"
    report = response.json["report"]
    image = Image.open(io.BytesIO(base64.b64decode(response.json["image"])))
    assert image.size == (report["width_px"], report["height_px"]) == (295, 413)
    assert report["spec"] == "cn-1inch"
    assert report["matting"] == "portrait"
    assert 20 <= report["head"]["head_height_mm"] <= 24.5
    assert set(report["timings_ms"]) >= {"decode", "face", "matting", "encode"}


def test_the_transform_takes_the_senders_pixels_to_the_finished_ones(client, astronaut):
    report = post(client, astronaut, {"Accept": "application/json"}, spec="cn-1inch").json["report"]
    transform = np.array(report["transform"])
    eyes = [report["face"]["landmarks"][name] for name in ("left_eye", "right_eye")]
    left, right = (transform @ [*eye, 1.0] for eye in eyes)
    from_bottom = (report["height_px"] - (left[1] + right[1]) / 2) / report["dpi"] * 25.4
    assert abs(left[1] - right[1]) < 1.5, "the eyes are level"
    assert abs(from_bottom - report["head"]["eye_line_mm"]) < 0.3
    assert abs((left[0] + right[0]) / 2 - report["width_px"] / 2) < 0.1 * report["width_px"]


def test_a_caution_is_told_in_header_and_report(client, astronaut):
    response = post(client, astronaut, spec="cn-1inch", dpi="400")
    assert "enlarged" in response.headers["IDPhoto-Warnings"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "spec"),
        ({"spec": "atlantis"}, "spec"),
        ({"spec": "cn-1inch", "background": "plaid"}, "background"),
        ({"spec": "cn-1inch", "background": "#12345"}, "background"),
        ({"spec": "cn-1inch", "format": "gif"}, "format"),
        ({"spec": "cn-1inch", "format": "jpeg", "background": "transparent"}, "format"),
        ({"spec": "cn-1inch", "dpi": "71"}, "dpi"),
        ({"spec": "cn-1inch", "dpi": "many"}, "dpi"),
        ({"spec": "cn-1inch", "colour": "blue"}, "colour"),
        ({"spec": "cn-1inch", "edge": "sharp"}, "edge"),
        ({"spec": "cn-1inch", "erode": "7"}, "erode"),
        ({"spec": "cn-1inch", "edge": "closed-form", "erode": "0"}, "erode"),
        ({"spec": "cn-1inch", "width_mm": "25"}, "width_mm"),
        ({"spec": "hk-passport-digital", "dpi": "1200"}, "dpi"),
        ({"spec": "cn-cet", "dpi": "600"}, "dpi"),
        ({"head_ratio": "0.6"}, "head_ratio"),
        ({"width_mm": "35"}, "height_mm"),
        ({"height_px": "600"}, "width_px"),
        ({"width_mm": "35", "height_mm": "45", "width_px": "413", "height_px": "531"}, "width_px"),
        ({"width_mm": "5", "height_mm": "8"}, "width_mm"),
        ({"width_mm": "nan", "height_mm": "45"}, "width_mm"),
        ({"width_px": "100000", "height_px": "100000"}, "width_px"),
        ({"width_mm": "150", "height_mm": "200", "dpi": "1200"}, "dpi"),
        ({"width_mm": "100", "height_mm": "40"}, "width_mm"),
        ({"width_mm": "35", "height_mm": "45", "head_ratio": "0.2"}, "head_ratio"),
        (
            {"width_mm": "35", "height_mm": "45", "head_ratio": "0.9", "top_ratio": "0.3"},
            "head_ratio",
        ),
        ({"width_mm": "35", "height_mm": "45", "eye_line_ratio": "0.3"}, "eye_line_ratio"),
    ],
)
def test_a_wrong_field_is_named(client, astronaut, fields, field):
    assert problem(post(client, astronaut, **fields), 422, "invalid-field")["field"] == field


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"width_px": "4000", "height_px": "4000"}, "height_px"),
        ({"width_px": "2000", "height_px": "2001"}, "height_px"),
        ({"width_mm": "200", "height_mm": "200"}, "height_mm"),
        ({"width_mm": "200", "height_mm": "200", "dpi": "600"}, "dpi"),
        ({"width_mm": "51", "height_mm": "51", "dpi": "1200", "edge": "closed-form"}, "dpi"),
        ({"spec": "hk-passport-digital", "dpi": "600"}, "dpi"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/idphoto", "/v1/check"])
def test_more_pixels_than_a_photo_may_have_are_refused_before_it_is_decoded(
    client, path, fields, field
):
    response = client.post(
        path, data=b"no image", query_string=fields, headers={"Content-Type": "image/png"}
    )
    told = problem(response, 422, "invalid-field")
    assert told["field"] == field
    assert "4000000 pixels in all" in told["detail"]


def test_as_many_pixels_as_a_photo_may_have_are_made(client, astronaut):
    enlarged = io.BytesIO()
    Image.open(io.BytesIO(astronaut)).resize((2000, 2000)).save(enlarged, "JPEG")
    response = post(client, enlarged.getvalue(), width_px="2000", height_px="2000")
    assert Image.open(io.BytesIO(response.data)).size == (2000, 2000)


@pytest.mark.parametrize(
    ("fields", "size", "dpi"),
    [
        ({"width_mm": "35", "height_mm": "45"}, (413, 531), 300),
        ({"width_mm": "35", "height_mm": "45", "dpi": "150"}, (207, 266), 150),
        ({"width_px": "358", "height_px": "441", "dpi": "350"}, (358, 441), 350),
        ({"width_px": "500", "height_px": "500"}, (500, 500), 300),
    ],
)
def test_a_size_of_one_s_own_needs_no_spec(client, astronaut, fields, size, dpi):
    image = opened(post(client, astronaut, **fields))
    assert image.size == size
    assert round(image.info["dpi"][0]) == dpi


@pytest.mark.parametrize("ratio", [0.5, 0.65])
def test_a_head_ratio_is_the_share_of_the_height_that_the_head_takes(client, astronaut, ratio):
    fields = {"width_mm": "35", "height_mm": "45", "head_ratio": str(ratio), "top_ratio": "0.1"}
    report = post(client, astronaut, {"Accept": "application/json"}, **fields).json["report"]
    assert report["spec"] == "custom"
    assert report["head"]["head_height_mm"] / 45 == pytest.approx(ratio, abs=0.021)
    assert report["head"]["top_mm"] / 45 == pytest.approx(0.1, abs=0.021)


def test_an_eye_line_ratio_is_where_the_eyes_come_to_lie(client, astronaut):
    fields = {"width_mm": "35", "height_mm": "45", "head_ratio": "0.6", "eye_line_ratio": "0.58"}
    report = post(client, astronaut, {"Accept": "application/json"}, **fields).json["report"]
    assert report["head"]["eye_line_mm"] / 45 == pytest.approx(0.58, abs=0.06)


def test_a_mistyped_spec_is_answered_with_those_that_were_meant(client, astronaut):
    body = problem(post(client, astronaut, spec="us-pasport"), 422, "invalid-field")
    assert body["suggestions"][0] == "us-passport"


def test_a_field_sent_twice_is_refused(client, astronaut):
    response = client.post(
        "/v1/idphoto?spec=cn-1inch", data={"image": (io.BytesIO(astronaut), "a"), "spec": "一寸"}
    )
    assert problem(response, 422, "invalid-field")["field"] == "spec"


def test_the_name_of_an_image_is_no_image(client):
    response = client.post(
        "/v1/idphoto",
        data={"image": "me.jpg", "spec": "cn-1inch"},
        content_type="multipart/form-data",
    )
    problem(response, 415, "unsupported-media")


def test_an_unknown_file_part_is_refused(client, astronaut):
    response = client.post(
        "/v1/idphoto",
        data={
            "image": (io.BytesIO(astronaut), "a"),
            "photo": (io.BytesIO(astronaut), "b"),
            "spec": "cn-1inch",
        },
    )
    assert problem(response, 422, "invalid-field")["field"] == "photo"


def test_an_empty_image_is_refused(client):
    assert problem(post(client, b"", spec="cn-1inch"), 422, "invalid-field")["field"] == "image"


def test_what_is_not_an_image_is_415(client):
    problem(post(client, b"%PDF-1.7 not a photo", spec="cn-1inch"), 415, "unsupported-media")
    response = client.post("/v1/idphoto?spec=cn-1inch", json={"image": "..."})
    problem(response, 415, "unsupported-media")


def test_a_truncated_image_is_422(client, astronaut):
    out = io.BytesIO()
    Image.open(io.BytesIO(astronaut)).save(out, "JPEG")
    problem(post(client, out.getvalue()[:8000], spec="cn-1inch"), 422, "damaged-image")


def test_no_face_is_422(client):
    out = io.BytesIO()
    Image.new("RGB", (400, 500), "green").save(out, "PNG")
    problem(post(client, out.getvalue(), spec="cn-1inch"), 422, "no-face")


def test_several_faces_are_422_with_their_boxes(client, astronaut):
    one = Image.open(io.BytesIO(astronaut)).convert("RGB")
    two = Image.new("RGB", (1024, 512))
    two.paste(one, (0, 0))
    two.paste(one, (512, 0))
    out = io.BytesIO()
    two.save(out, "PNG")
    faces = problem(post(client, out.getvalue(), spec="cn-1inch"), 422, "several-faces")["faces"]
    assert len(faces) == 2
    centres = sorted((left + right) / 2 for left, _, right, _ in faces)
    assert 512 - 20 < centres[1] - centres[0] < 512 + 20


def test_a_bust_without_shoulders_is_422_and_says_by_how_much(client, astronaut):
    tight = Image.open(io.BytesIO(astronaut)).convert("RGB").crop((150, 0, 310, 185))
    out = io.BytesIO()
    tight.save(out, "PNG")
    body = problem(post(client, out.getvalue(), spec="cn-1inch"), 422, "body-missing")
    assert body["bottom_gap_mm"] > 1


def test_a_head_of_too_few_pixels_is_422_and_says_how_many_there_must_be(client, astronaut):
    body = problem(post(client, astronaut, spec="hk-passport-digital"), 422, "resolution-too-low")
    assert body["required_head_height_px"] > 2 * body["head_height_px"] > 300


def test_too_large_a_body_is_413(client, app):
    size = app.config["MAX_CONTENT_LENGTH"] + 1
    response = client.post(
        "/v1/idphoto?spec=cn-1inch", data=b"\xff" * size, content_type="image/jpeg"
    )
    problem(response, 413, "body-too-large")


def test_a_broken_form_is_a_clear_4xx(client):
    response = client.post(
        "/v1/idphoto", data=b"no parts here", content_type="multipart/form-data; boundary=x"
    )
    assert response.status_code in (400, 422)
    assert response.content_type == "application/problem+json"


def test_every_answer_has_a_request_id_and_keeps_a_plain_one(client):
    assert len(client.get("/livez").headers["X-Request-Id"]) == 32
    given = client.get("/livez", headers={"X-Request-Id": "order-7"})
    assert given.headers["X-Request-Id"] == "order-7"
    odd = client.get("/livez", headers={"X-Request-Id": 'a"b c'})
    assert odd.headers["X-Request-Id"] != 'a"b c'
    wrong = client.post("/v1/idphoto", headers={"X-Request-Id": "order-8"})
    assert wrong.json["request_id"] == "order-8"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json, text/plain, */*", "application/json"),
        ("*/*", "image/jpeg"),
        ("image/jpeg, application/json;q=0.5", "image/jpeg"),
        ("application/json;q=0, */*", "image/jpeg"),
    ],
)
def test_json_is_for_those_who_name_it(client, astronaut, accept, kind):
    answer = post(client, astronaut, {"Accept": accept}, spec="cn-1inch")
    assert answer.content_type == kind


def test_the_headers_that_the_documentation_shows_are_those_of_its_photo(client):
    photo = (ROOT / "docs" / "astronaut.jpg").read_bytes()
    answer = client.post("/v1/idphoto?spec=cn-1inch&background=blue", data=photo)
    described = client.get("/openapi.json").json["paths"]["/v1/idphoto"]["post"]["responses"]["200"]
    for name in ("IDPhoto-Checks", "IDPhoto-Warnings", "IDPhoto-Marks"):
        for page in ("guides/integrate.md", "zh/integrate.md"):
            text = (ROOT / "docs" / page).read_text("utf-8")
            assert f"| `{name}` | `{answer.headers[name]}` |" in text, (page, name)
        assert described["headers"][name]["example"] == answer.headers[name]


def test_an_empty_field_counts_as_left_out(client, astronaut):
    image = opened(post(client, astronaut, spec="cn-1inch", background="", format="", dpi=""))
    assert image.format == "JPEG"
    assert image.size == (295, 413)


def test_a_refused_photo_is_not_kept_in_memory(client, astronaut):
    gc.collect()
    gc.disable()
    try:
        tight = Image.open(io.BytesIO(astronaut)).convert("RGB").crop((150, 0, 310, 185))
        out = io.BytesIO()
        tight.resize((1600, 1850)).save(out, "PNG")
        problem(post(client, out.getvalue(), spec="cn-1inch"), 422, "body-missing")
        kept = [
            found
            for found in gc.get_objects()
            if isinstance(found, Photo) and found.source_size == (1600, 1850)
        ]
    finally:
        gc.enable()
    assert not kept


def test_every_edge_cuts_the_same_person_out(client, astronaut):
    asked = [{"edge": "guided"}, {"edge": "post-process"}, {"edge": "network"}]
    asked += [{"edge": "closed-form", "erode": "7"}]
    alphas = []
    for fields in asked:
        made = opened(post(client, astronaut, spec="cn-1inch", background="transparent", **fields))
        alphas.append(np.asarray(made, np.int16)[..., 3])
    for other in alphas[1:]:
        assert np.abs(other - alphas[0]).mean() < 8
        assert (other != alphas[0]).any()


@pytest.mark.parametrize("given", ["soon", "", "-1", "0", "0.05", "1e3", "nan", "1,5"])
def test_a_timeout_that_is_no_number_of_seconds_is_400(client, astronaut, given):
    response = post(client, astronaut, {"Request-Timeout": given}, spec="cn-1inch")
    assert "Request-Timeout" in problem(response, 400, "malformed-request")["detail"]


def test_a_caller_may_wait_for_less_than_the_deadline(client, astronaut):
    hurried = {"Request-Timeout": "0.1"}
    slow = {"edge": "closed-form", "variants": json.dumps([{"spec": "cn-2inch"}] * 8)}
    problem(post(client, astronaut, hurried, **slow), 504, "deadline-exceeded")
    assert post(client, astronaut, {"Request-Timeout": "600"}, spec="cn-1inch").status_code == 200


def test_a_full_service_refuses_before_it_reads(client, app, monkeypatch):
    full = Permits(1, 0, 1.0, gevent.sleep)
    monkeypatch.setattr(app.extensions["idphoto"].executor, "permits", full)
    permit = full.acquire()
    response = client.post("/v1/idphoto?spec=cn-1inch", data=b"x", content_type="text/plain")
    assert problem(response, 429, "busy")["retry_after"] == int(response.headers["Retry-After"])
    permit.release()
    response = client.post("/v1/idphoto?spec=cn-1inch", data=b"x", content_type="text/plain")
    problem(response, 415, "unsupported-media")


def test_too_large_a_body_is_413_even_where_no_memory_is_left(client, app, monkeypatch):
    monkeypatch.setattr(app.extensions["idphoto"].bodies, "limit", 1000)
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 5000)
    response = client.post("/v1/idphoto?spec=cn-1inch", data=bytes(6000), content_type="image/png")
    problem(response, 413, "body-too-large")
    assert "Retry-After" not in response.headers


@pytest.mark.parametrize("form", [True, False])
def test_a_body_that_breaks_off_is_that_of_a_caller_who_left(client, astronaut, form):
    boundary = b"--x\r\nContent-Disposition: form-data; name=image; filename=a\r\n\r\n"
    response = client.post(
        "/v1/idphoto?spec=cn-1inch",
        input_stream=io.BytesIO(boundary * form + astronaut[:20_000]),
        content_type="multipart/form-data; boundary=x" if form else "image/png",
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": str(len(astronaut))},
    )
    assert response.status_code == 499


def test_more_senders_than_the_process_has_time_for_are_429(client, app, astronaut, monkeypatch):
    monkeypatch.setattr(app.extensions["idphoto"].bodies, "senders", 0)
    response = post(client, astronaut)
    assert problem(response, 429, "busy")["retry_after"] >= 1


def test_more_bytes_than_the_process_may_hold_are_429(client, app, astronaut, monkeypatch):
    monkeypatch.setattr(app.extensions["idphoto"].bodies, "limit", len(astronaut) - 1)
    response = post(client, astronaut, spec="cn-1inch")
    assert problem(response, 429, "busy")["retry_after"] >= 1
    assert app.extensions["idphoto"].bodies.held == 0
