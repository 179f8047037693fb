"""The views for web frameworks: an upload becomes a photo, or advice for the user."""

import importlib.util
import io

import django
import pytest
from PIL import Image
from starlette.testclient import TestClient

from tests.server.conftest import ROOT


def view(path, service, monkeypatch):
    """The example's module, with the service where it is."""
    monkeypatch.setenv("IDPHOTO_URL", service)
    spec = importlib.util.spec_from_file_location(path.replace("/", "_"), ROOT / "examples" / path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_flask(service, monkeypatch):
    client = view("flask/app.py", service, monkeypatch).app.test_client()

    def post(photo):
        answer = client.post("/photo", data={"portrait": (io.BytesIO(photo), "portrait.jpg")})
        return answer.status_code, answer.data

    return post


def by_fastapi(service, monkeypatch):
    client = TestClient(view("fastapi/app.py", service, monkeypatch).app)

    def post(photo):
        with client:
            answer = client.post("/photo", files={"portrait": photo})
        return answer.status_code, answer.content

    return post


def by_django(service, monkeypatch):
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import RequestFactory

    if not settings.configured:
        settings.configure(SECRET_KEY="for tests")
        django.setup()
    module = view("django/views.py", service, monkeypatch)

    def post(photo):
        upload = SimpleUploadedFile("portrait.jpg", photo)
        answer = module.photo(RequestFactory().post("/photo", {"portrait": upload}))
        return answer.status_code, answer.content

    return post


@pytest.fixture(params=[by_flask, by_fastapi, by_django], ids=lambda made: made.__name__)
def framework(request):
    return request.param


def test_an_upload_becomes_a_photo(framework, service, files, monkeypatch):
    post = framework(service, monkeypatch)
    status, photo = post((files / "person.jpg").read_bytes())
    assert status == 200
    assert Image.open(io.BytesIO(photo)).size == (295, 413)


def test_the_user_is_told_what_to_do_better(framework, service, files, monkeypatch):
    status, said = framework(service, monkeypatch)((files / "nobody.jpg").read_bytes())
    assert status == 422
    assert b"no-face" in said
    assert b"upright" in said


def test_a_service_that_is_away_is_no_fault_of_the_user(framework, files, monkeypatch):
    post = framework("http://127.0.0.1:9", monkeypatch)
    status, said = post((files / "person.jpg").read_bytes())
    assert status == 503
    assert b"minute" in said
