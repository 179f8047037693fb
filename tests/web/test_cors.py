"""Pages of other sites: nothing unless it is set, and never with credentials."""

import pytest

from service.app import create_app
from service.settings import Settings
from service.web.cors import EXPOSED

PAGE = "https://app.example"


def asked(origins, method="GET", path="/v1/specs/cn-1inch", **headers):
    app = create_app(Settings(matting="portrait", cors_origins=origins))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().open(path, method=method, headers=named)


def granted(response):
    return {name for name, _ in response.headers if name.startswith("Access-Control-")}


def test_nothing_is_granted_by_default():
    assert not granted(asked(None, Origin=PAGE))
    response = asked(None, "OPTIONS", Origin=PAGE, Access_Control_Request_Method="POST")
    assert not granted(response)
    assert "Origin" not in response.headers.get("Vary", "")


def test_a_page_of_an_origin_that_is_set_may_read_the_answer_and_its_headers():
    response = asked(f"https://other.example, {PAGE}", Origin=PAGE)
    assert response.headers["Access-Control-Allow-Origin"] == PAGE
    assert "Origin" in response.headers["Vary"]
    exposed = response.headers["Access-Control-Expose-Headers"]
    assert {"IDPhoto-Checks", "X-Request-Id", "Retry-After"} <= set(exposed.split(", "))
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://app.example", "https://app.example:8443", "null"]
)
def test_no_other_may(origin):
    response = asked(PAGE, Origin=origin)
    assert not granted(response)
    assert "Origin" in response.headers["Vary"], "a cache keeps one answer for each origin"


def test_an_answer_for_no_page_varies_too():
    response = asked(PAGE)
    assert not granted(response)
    assert "Origin" in response.headers["Vary"]


def test_any_origin():
    response = asked("*", Origin="https://anybody.example")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_a_preflight_grants_the_headers_that_callers_need():
    wanted = "authorization,content-type,request-timeout"
    response = asked(
        PAGE,
        "OPTIONS",
        "/v1/idphoto",
        Origin=PAGE,
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers=wanted,
    )
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == PAGE
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"] == wanted
    assert int(response.headers["Access-Control-Max-Age"]) > 0


def test_a_preflight_of_another_origin_grants_nothing():
    response = asked(
        PAGE,
        "OPTIONS",
        "/v1/idphoto",
        Origin="https://evil.example",
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="authorization",
    )
    assert not granted(response)


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/v1/idphoto", 405)])
def test_a_page_may_read_problems(path, status):
    response = asked(PAGE, path=path, Origin=PAGE)
    assert response.status_code == status
    assert response.headers["Access-Control-Allow-Origin"] == PAGE


def test_every_header_of_ours_is_exposed(client, astronaut):
    response = client.post(
        "/v1/idphoto",
        query_string={"spec": "cn-1inch", "variants": '[{"background": "red"}]'},
        data=astronaut,
        content_type="image/png",
        headers={"traceparent": f"00-{1:032x}-{1:016x}-01"},
    )
    ours = {name for name, _ in response.headers if name.startswith("IDPhoto-")}
    assert "IDPhoto-Variants" in ours
    assert {*ours, "X-Request-Id", "Content-Disposition"} <= set(EXPOSED)
