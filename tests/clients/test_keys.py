"""The Python client with a service that asks for keys."""

import httpx
import pytest

from idphoto_client import IdPhotoClient, problems
from service.app import create_app, warm
from service.settings import Settings
from tests.keys_file import write


@pytest.fixture(scope="module")
def app_and_keys(tmp_path_factory):
    path = tmp_path_factory.mktemp("keys") / "keys.toml"
    keys = write(path, shop={"per_minute": 1}, checks={"scopes": ("check",)})
    app = create_app(Settings(matting="portrait", keys_file=path, permits=2))
    warm(app)
    return app, keys


@pytest.fixture
def client(app_and_keys):
    transport = httpx.WSGITransport(app_and_keys[0])
    with httpx.Client(transport=transport) as http:
        yield IdPhotoClient("http://service.test", http)


def test_without_a_key_it_is_unauthenticated(client, files):
    with pytest.raises(problems.Unauthenticated):
        client.check_photo(files / "person.jpg", spec="cn-1inch")


def test_a_key_for_less_is_forbidden(client, app_and_keys, files):
    checks = client.with_options(api_key=app_and_keys[1]["checks"])
    assert checks.check_photo(files / "nobody.jpg", spec="cn-1inch").refusal == "no-face"
    with pytest.raises(problems.Forbidden):
        checks.make_photo(files / "person.jpg", spec="cn-1inch")


def test_a_used_up_quota_fails_at_once_with_when_it_is_back(client, app_and_keys, files):
    shop = client.with_options(api_key=app_and_keys[1]["shop"], timeout=10)
    shop.make_photo(files / "person.jpg", spec="cn-1inch")
    with pytest.raises(problems.QuotaExceeded) as caught:
        shop.make_photo(files / "person.jpg", spec="cn-1inch")
    assert 10 < caught.value.retry_after <= 60
