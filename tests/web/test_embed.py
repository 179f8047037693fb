"""The page in a frame of another site: off unless origins are set, and then for them alone."""

import dataclasses

import pytest

from service.settings import Settings
from service.web.state import KEY

ORIGINS = ("https://a.example", "http://localhost:3000")


@pytest.fixture
def embedding(app):
    """A client of the app with origins set."""
    own = app.extensions[KEY]
    app.extensions[KEY] = dataclasses.replace(own, embed_origins=ORIGINS)
    yield app.test_client()
    app.extensions[KEY] = own


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_no_page_can_be_framed_unless_asked_for(client, embedding, path):
    for each in (client, embedding):
        assert "frame-ancestors 'none'" in each.get(path).headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/page/en.html", "/page/zh.html"])
def test_the_page_has_no_other_address_where_anybody_could_frame_it(client, embedding, path):
    for each in (client, embedding):
        assert each.get(path).status_code == 404


def test_without_origins_there_is_nothing_to_embed(client):
    response = client.get("/embed?spec=cn-1inch", headers={"Accept": "application/json"})
    assert response.status_code == 404
    assert "IDPHOTO_EMBED_ORIGINS" in response.json["detail"]


@pytest.mark.parametrize(("language", "said"), [("en", "en"), ("zh", "zh"), ("xx", "en")])
def test_the_origins_may_frame_it_and_are_told_to_the_page(embedding, language, said):
    response = embedding.get(f"/embed?spec=cn-1inch&lang={language}")
    policy = response.headers["Content-Security-Policy"]
    assert policy.endswith(f"frame-ancestors {' '.join(ORIGINS)}")
    assert policy.count("frame-ancestors") == 1
    assert "unsafe" not in policy
    assert response.text.count(f'<html data-embed="{" ".join(ORIGINS)}" lang="{said}">') == 1
    page = embedding.get(f"/?lang={said}").text
    assert response.text.partition("<meta")[2] == page.partition("<meta")[2]
    assert "data-embed" not in page


def test_it_is_made_once_and_told_by_its_tag(embedding):
    tag = embedding.get("/embed").headers["ETag"]
    assert embedding.get("/embed", headers={"If-None-Match": tag}).status_code == 304
    assert tag != embedding.get("/").headers["ETag"]


@pytest.mark.parametrize(
    "value",
    ["*", "https://a.example, *", "https://a.example/path", "a.example", "https://*.example",
     "https://a.example;script-src", "https://a.example\"><script>"],
)  # fmt: skip
def test_an_origin_is_one_site_and_never_everybody(value):
    with pytest.raises(ValueError, match="is not an origin"):
        Settings(embed_origins=value)


def test_several_are_comma_separated():
    set_so = Settings(embed_origins=" https://A.example ,http://localhost:3000")
    assert set_so.embed_origins == "https://a.example,http://localhost:3000"
