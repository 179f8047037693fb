import re

import pytest

from service.app import create_app
from service.settings import Settings
from service.values.problems import PROBLEMS


def test_a_warm_service_is_alive_and_ready(client):
    assert client.get("/livez").status_code == 200
    for path in ("/readyz", "/healthz"):
        response = client.get(path)
        assert response.status_code == 200
        assert response.json["matting"] == "portrait"


def test_before_its_models_are_loaded_it_is_alive_but_not_ready(astronaut):
    cold = create_app(Settings(matting="portrait")).test_client()
    assert cold.get("/livez").status_code == 200
    assert cold.get("/readyz").status_code == 503
    response = cold.post("/v1/idphoto?spec=cn-1inch", data=astronaut, content_type="image/png")
    assert response.status_code == 503
    assert response.json["type"] == "/problems/not-ready"
    assert response.headers["Retry-After"]


@pytest.mark.parametrize("path", ["/nowhere", "/v1/", "/v1/idphoto/x"])
def test_unknown_addresses_are_problems_too(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"
    assert "/docs" in response.json["detail"]


def test_a_wrong_method_names_the_right_one(client):
    response = client.get("/v1/idphoto")
    assert response.status_code == 405
    assert response.json["type"] == "/problems/method-not-allowed"
    assert "POST" in response.headers["Allow"]
    assert "POST" in response.json["detail"]


def test_every_problem_type_can_be_looked_up(client):
    for kind in PROBLEMS:
        described = client.get(f"/problems/{kind.slug}").json
        assert described["status"] == kind.status
        assert described["about"]


def test_page_and_docs_load_nothing_from_elsewhere(client):
    for path in ("/", "/docs"):
        html = client.get(path).text
        loaded = re.findall(r"""(?:src|href|url)\s*[=:(]\s*["']([^"']+)""", html)
        assert loaded, path
        for address in loaded:
            assert "://" not in address, address
            assert not address.startswith("//"), address
            if address.startswith("docs/static"):
                assert client.get(f"/{address}").status_code == 200
    assert "validatorUrl: null" in client.get("/docs").text
