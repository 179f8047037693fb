"""What is always the same is made once: with ETag and gzip, and relative addresses."""

import gzip
import re
from urllib.parse import urljoin

import pytest

from service.web.openapi import document
from service.web.page import BUILT

FIXED = ("/openapi.json", "/", "/page/page.js", "/docs", "/docs/static/swagger-ui-bundle.js")


@pytest.mark.parametrize("path", FIXED)
def test_it_comes_in_gzip_where_that_is_taken(client, path):
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    if packed.headers.get("Content-Encoding") == "gzip":
        assert gzip.decompress(packed.data) == plain.data
        assert len(packed.data) < len(plain.data) / 2
    else:
        assert len(plain.data) < 1024
    for response in (plain, packed):
        assert "Accept-Encoding" in response.headers["Vary"]
    refused = client.get(path, headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert refused.data == plain.data


@pytest.mark.parametrize("path", FIXED)
@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_who_has_it_is_told_so(client, path, coding):
    headers = {"Accept-Encoding": coding}
    tag = client.get(path, headers=headers).headers["ETag"]
    again = client.get(path, headers={**headers, "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(path, headers={**headers, "If-None-Match": '"x"'}).status_code == 200


def test_plain_and_gzip_have_tags_of_their_own(client):
    tags = {
        client.get("/openapi.json", headers={"Accept-Encoding": coding}).headers["ETag"]
        for coding in ("gzip", "identity")
    }
    assert len(tags) == 2


def test_the_document_is_made_once(client, monkeypatch):
    monkeypatch.setattr(document, "document", lambda _: pytest.fail("made anew"))
    first, second = (client.get("/openapi.json") for _ in range(2))
    assert first.data == second.data


@pytest.mark.parametrize("page", ["/", "/docs"])
def test_every_address_of_a_page_leads_to_the_service_below_a_path_of_a_proxy(client, page):
    base = f"https://portal.example/photos{page}"
    html = client.get(page).text
    values = re.findall(r"""(?:\b(?:src|href|value|url)\s*[=:]\s*)["']([^"'#]+)["']""", html)
    addresses = [one for one in values if "/" in one or one.startswith("?") or "." in one]
    addresses += [one for one in values if one == "docs"]
    assert addresses
    for address in addresses:
        if address.startswith("data:"):
            continue
        reached = urljoin(base, address)
        assert reached.startswith("https://portal.example/photos/"), address
        path = reached.removeprefix("https://portal.example/photos")
        assert client.get(path).status_code in (200, 405), address


def test_the_script_asks_for_relative_addresses():
    script = (BUILT / "page.js").read_text("utf-8")
    assert not re.findall(r"""["'`]/(?:v1|page)/""", script)
    asked = set(re.findall(r"""["'`]([\w/.]+)["'`]""", script))
    assert {"v1/idphoto", "page/catalogue.json"} <= asked


def test_docs_with_a_slash_leads_to_docs(client):
    response = client.get("/docs/")
    assert response.status_code == 308
    assert urljoin("https://portal.example/photos/docs/", response.headers["Location"]) == (
        "https://portal.example/photos/docs"
    )
    assert client.get("/docs/static/swagger-editor.js").status_code == 404
