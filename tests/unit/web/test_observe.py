import json
import logging
import re

import pytest
from flask import Blueprint, Flask

from service.serving.telemetry.logs import JsonFormatter, access
from service.web.observe import observe_requests


def line(record):
    return json.loads(JsonFormatter().format(record))


@pytest.fixture
def client():
    app = Flask("test")
    health = Blueprint("health", __name__)
    health.add_url_rule("/healthz", view_func=lambda: "alive")
    app.register_blueprint(health)
    app.add_url_rule("/photo/<name>", view_func=lambda **_: "done", methods=["GET", "POST"])
    observe_requests(app)
    return app.test_client()


@pytest.fixture
def logged(caplog):
    caplog.set_level(logging.DEBUG, access.name)
    return lambda: [line(record) for record in caplog.records if record.name == access.name]


def test_a_plain_request_id_of_the_caller_comes_back(client):
    headers = {"X-Request-Id": "order-17.a_B"}
    assert client.get("/photo/a", headers=headers).headers["X-Request-Id"] == "order-17.a_B"


@pytest.mark.parametrize("given", ["", "two words", "x" * 65, "{json}", "数", "a;b"])
def test_any_other_request_id_is_replaced(client, given):
    own = client.get("/photo/a", headers={"X-Request-Id": given}).headers["X-Request-Id"]
    assert own != given
    assert re.fullmatch(r"[0-9a-f]{32}", own)


def test_every_request_without_an_id_gets_its_own(client):
    ids = {client.get("/photo/a").headers["X-Request-Id"] for _ in range(3)}
    assert len(ids) == 3


def test_a_request_is_logged_with_what_became_of_it(client, logged):
    client.post("/photo/a", data=b"12345", headers={"X-Request-Id": "mine"})
    (line,) = logged()
    assert line["request_id"] == "mine"
    assert (line["method"], line["path"], line["status"]) == ("POST", "/photo/a", 200)
    assert line["bytes_out"] == 4
    assert "bytes_in" not in line, "nobody has read the body, whatever was announced"
    assert line["ms"] >= 0


def test_a_request_that_finds_nothing_is_logged_too(client, logged):
    client.get("/nothing")
    assert [line["status"] for line in logged()] == [404]


def test_neither_address_nor_query_nor_agent_of_a_caller_is_logged(client, logged):
    client.get(
        "/photo/a?secret=query",
        headers={"User-Agent": "secret-agent", "X-Forwarded-For": "203.0.113.9"},
        environ_base={"REMOTE_ADDR": "198.51.100.7"},
    )
    text = json.dumps(logged())
    assert not re.search(r"secret|203\.0\.113\.9|198\.51\.100\.7", text)


def test_probes_are_logged_for_debugging_only(client, logged):
    client.get("/healthz")
    assert [line["level"] for line in logged()] == ["debug"]
