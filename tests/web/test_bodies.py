"""Bodies as HTTP libraries send them: by their bytes, not by what their headers call them."""

import base64
import io
import json

import pytest
from PIL import Image

from tests.web.test_idphoto import opened, problem

QUERY = "/v1/idphoto?spec=cn-1inch"
FORM = "multipart/form-data; boundary=x"
TERMINATED = {"wsgi.input_terminated": True}


@pytest.fixture(scope="module")
def photo(astronaut):
    """A JPEG of some tens of kilobytes."""
    out = io.BytesIO()
    Image.open(io.BytesIO(astronaut)).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def part(head, content):
    return b"--x\r\n" + head + b"\r\n\r\n" + content + b"\r\n"


def disposition(rest):
    return b"Content-Disposition: form-data; " + rest


def form(client, *parts, kind=FORM, end=b"--x--\r\n", path="/v1/idphoto"):
    spec = part(disposition(b'name="spec"'), b"cn-1inch")
    return client.post(path, data=b"".join([spec, *parts, end]), content_type=kind)


@pytest.mark.parametrize(
    "kind",
    [
        "image/jpg", "IMAGE/JPG", None, "", "binary/octet-stream", "application/octet-stream",
        "text/plain;charset=UTF-8", "application/x-www-form-urlencoded", "application/json", "x",
    ],
)  # fmt: skip
def test_a_photo_is_taken_whatever_its_type_is_called(client, photo, kind):
    assert opened(client.post(QUERY, data=photo, content_type=kind)).size == (295, 413)


@pytest.mark.parametrize("kind", ["application/x-zip", "multipart/x-zip", None, "text/plain"])
def test_a_zip_is_taken_whatever_its_type_is_called(client, kind):
    response = client.post("/v1/batch?spec=cn-1inch", data=b"PK\3\4", content_type=kind)
    expected = ("unsupported-media", 415) if kind == "multipart/x-zip" else ("damaged-archive", 422)
    problem(response, expected[1], expected[0])


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("application/json", b'{"image": "..."}'),
        ("application/x-www-form-urlencoded", b"image=%2F9j%2F4AAQ&spec=cn-1inch"),
        ("multipart/mixed; boundary=x", b"--x--"),
        ("multipart/related; boundary=x", b"--x--"),
    ],
)
def test_text_in_another_structure_is_told_what_to_send(client, kind, data):
    detail = problem(client.post(QUERY, data=data, content_type=kind), 415, "unsupported-media")
    assert kind.partition(";")[0] in detail["detail"]
    assert "multipart/form-data" in detail["detail"]


@pytest.mark.parametrize("kind", ["image/jpeg", None, "text/plain"])
def test_a_form_that_is_called_something_else_is_told_so(client, photo, kind):
    response = form(client, part(disposition(b'name="image"; filename="a"'), photo), kind=kind)
    assert "multipart/form-data" in problem(response, 400, "malformed-request")["detail"]


@pytest.mark.parametrize(
    ("parts", "kind", "end", "said"),
    [
        ((), "multipart/form-data", b"--x--", "no boundary"),
        ((), "multipart/form-data; boundary=", b"--x--", "no boundary"),
        ((), "multipart/form-data; boundary=other", b"--x--", "does not occur"),
        ((), FORM, b"", "ends before its closing line"),
        ((part(b"Content-Type: image/jpeg", b"abc"),), FORM, b"--x--", "no Content-Disposition"),
        ((part(disposition(b'filename="a"'), b"abc"),), FORM, b"--x--", "no name"),
    ],
)
def test_a_form_that_cannot_be_read_is_told_what_is_wrong(client, parts, kind, end, said):
    response = form(client, *parts, kind=kind, end=end)
    assert said in problem(response, 400, "malformed-request")["detail"]


def test_a_large_form_with_another_boundary_is_told_so(client, photo):
    image = part(disposition(b'name="image"; filename="a"'), photo + bytes(2_000_000))
    response = form(client, image, kind="multipart/form-data; boundary=other")
    assert "does not occur" in problem(response, 400, "malformed-request")["detail"]


def test_a_part_whose_headers_do_not_end_is_told_so(client):
    response = form(client, b"--x\r\nContent-Disposition: " + b"x" * 2_000_000)
    assert "are not terminated" in problem(response, 400, "malformed-request")["detail"]


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "big5", "shift_jis"])
def test_text_is_read_in_the_charset_that_its_part_names(client, photo, charset):
    head = disposition(b'name="spec"\r\nContent-Type: text/plain; charset=') + charset.encode()
    image = part(disposition(b'name="image"; filename="a"'), photo)
    body = part(head, "一寸".encode(charset)) + image + b"--x--"
    assert opened(client.post("/v1/idphoto", data=body, content_type=FORM)).size == (295, 413)
    if charset != "utf-8":
        body = part(disposition(b'name="spec"'), "一寸".encode(charset)) + image + b"--x--"
        response = client.post("/v1/idphoto", data=body, content_type=FORM)
        assert "UTF-8" in problem(response, 422, "invalid-field")["detail"]


def test_an_empty_form_is_told_so(client):
    response = client.post("/v1/idphoto", input_stream=io.BytesIO(), content_type=FORM)
    assert "empty" in problem(response, 400, "malformed-request")["detail"]


NAMES = ["照片.jpg".encode(code) for code in ("utf-8", "gbk", "big5")] + [
    "写真.jpg".encode("shift-jis"),
    "Müller.jpg".encode("latin-1"),
    b"",
    b"a\\",
    bytes(range(128, 256)),
]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_may_have_any_name(client, photo, name):
    image = part(disposition(b'name="image"; filename="' + name + b'"'), photo)
    assert opened(form(client, image)).size == (295, 413)


@pytest.mark.parametrize(
    "head",
    [
        b'name="image"',
        b'name="image"\r\nContent-Type: image/jpeg',
        b'name="Image"; filename="a"',
        b"name=image",
        b"name=\"image\"; filename*=gbk''%D5%D5%C6%AC.jpg",
    ],
)
def test_an_image_needs_no_file_name(client, photo, head):
    assert opened(form(client, part(disposition(head), photo))).size == (295, 413)


@pytest.mark.parametrize("size", [None, 700_000, 2_000_000])
@pytest.mark.parametrize("prefix", [b"", b"data:image/jpeg;base64,", b"DATA:;base64,"])
def test_an_image_may_be_text_in_base64(client, photo, prefix, size):
    padded = photo + bytes((size or len(photo)) - len(photo))  # behind the end marker
    text = prefix + base64.b64encode(padded)
    assert opened(form(client, part(disposition(b'name="image"'), text))).size == (295, 413)


@pytest.mark.parametrize("change", [
    lambda text: text.rstrip(b"="),
    lambda text: text.translate(bytes.maketrans(b"+/", b"-_")),
    lambda text: b"\r\n".join(text[at : at + 76] for at in range(0, len(text), 76)),
    lambda text: b" " + text + b"\n",
])  # fmt: skip
def test_base64_may_be_written_in_any_way(client, photo, change):
    text = change(base64.b64encode(photo + b"\0"))
    assert opened(form(client, part(disposition(b'name="image"'), text))).size == (295, 413)
    assert opened(client.post(QUERY, data=text, content_type="text/plain")).size == (295, 413)


def test_a_part_that_says_it_is_base64_is_decoded(client, photo):
    head = disposition(b'name="image"; filename="a"\r\nContent-Transfer-Encoding: base64')
    image = part(head, base64.encodebytes(photo))
    assert opened(form(client, image)).size == (295, 413)


@pytest.mark.parametrize("text", [b"data:image/jpeg;base64,?", b"data:image/jpeg;base64,A"])
def test_a_data_uri_that_cannot_be_decoded_is_told_so(client, text):
    response = form(client, part(disposition(b'name="image"'), text))
    told = problem(response, 422, "invalid-field")
    assert told["field"] == "image"
    assert "base64" in told["detail"]


@pytest.mark.parametrize(
    "text", [b"C:\\fakepath\\photo.jpg", b"null", b"@photo.jpg", b"http://a/b"]
)
def test_text_that_is_no_image_is_no_image(client, text):
    problem(form(client, part(disposition(b'name="image"'), text)), 415, "unsupported-media")


def test_a_long_text_in_another_field_is_still_too_large(client, photo):
    image = part(disposition(b'name="image"; filename="a"'), photo)
    long = part(disposition(b'name="variants"'), b"x" * 600_000)
    problem(form(client, image, long), 413, "body-too-large")


def chunked(client, data, path=QUERY, kind="image/jpeg"):
    """As gunicorn hands on a body in chunks: without a length, and ended."""
    return client.post(
        path,
        input_stream=io.BytesIO(data),
        headers={"Transfer-Encoding": "chunked"},
        content_type=kind,
        environ_overrides=TERMINATED,
    )


def test_a_body_in_chunks_is_taken(client, photo):
    assert opened(chunked(client, photo)).size == (295, 413)
    spec, image = disposition(b'name="spec"'), disposition(b'name="image"; filename="a"')
    body = part(spec, b"cn-1inch") + part(image, photo) + b"--x--\r\n"
    assert opened(chunked(client, body, "/v1/idphoto", FORM)).size == (295, 413)


def test_a_body_in_chunks_keeps_to_the_same_limit(client, app, photo):
    most = app.config["MAX_CONTENT_LENGTH"]
    assert opened(chunked(client, photo + bytes(most - len(photo)))).size == (295, 413)
    over = problem(chunked(client, photo + bytes(most + 1 - len(photo))), 413, "body-too-large")
    assert "20 MB" in over["detail"]
    body = part(disposition(b'name="image"; filename="a"'), photo + bytes(most)) + b"--x--\r\n"
    problem(chunked(client, body, "/v1/idphoto?spec=cn-1inch", FORM), 413, "body-too-large")


@pytest.mark.parametrize("kind", ["image/jpeg", None])
def test_a_request_without_a_body_is_told_so(client, kind):
    told = problem(client.post(QUERY, content_type=kind), 422, "invalid-field")
    assert told["field"] == "image"
    assert "empty" in told["detail"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json;charset=UTF-8", "application/json"),
        ("APPLICATION/JSON", "application/json"),
        ("application/json; q=0.9, */*; q=0.8", "application/json"),
        ("application/json, text/plain, */*", "application/json"),
        ("image/*, application/json;q=0.1", "image/jpeg"),
        ("image/*;q=0.1, application/json", "application/json"),
        ("image/jpg, application/json;q=0.5", "image/jpeg"),
        ("text/json", "application/json"),
        ("*/*", "image/jpeg"),
        ("text/html", "image/jpeg"),
        ("image/webp", "image/webp"),
        ("IMAGE/WEBP;q=0.9, image/jpeg;q=0.5", "image/webp"),
        ("image/png, image/jpeg;q=0.5, application/json;q=0.1", "image/png"),
        ("image/webp, image/jpeg", "image/jpeg"),
        ("application/json, image/webp;q=0.5", "application/json"),
    ],
)
def test_the_answer_is_what_accept_prefers(client, photo, accept, kind):
    response = client.post(QUERY, data=photo, headers={"Accept": accept})
    assert response.status_code == 200
    assert response.content_type == kind
    if kind == "application/json":
        assert json.loads(response.data)["media_type"] == "image/jpeg"
    else:
        assert opened(response).format == kind.removeprefix("image/").upper()


def test_a_format_that_is_asked_for_goes_before_accept(client, photo):
    asked = client.post(f"{QUERY}&format=png", data=photo, headers={"Accept": "image/webp"})
    assert asked.content_type == "image/png"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json;charset=UTF-8", "application/json"),
        ("APPLICATION/JSON", "application/json"),
        ("multipart/mixed;q=0.9, application/json;q=0.1", "multipart/mixed"),
        ("*/*", "application/zip"),
    ],
)
def test_several_files_are_negotiated_by_the_same_rule(client, photo, accept, kind):
    query = '/v1/idphoto?variants=[{"spec": "cn-1inch"}]'
    response = client.post(query, data=photo, headers={"Accept": accept})
    assert response.mimetype == kind
