import json
import logging
import logging.config
import re

import pytest
from flask import Blueprint, Flask

from service.serving.telemetry.logs import JsonFormatter, access, log_config, watch_requests


def record(message="hello", level=logging.WARNING, **extra):
    made = logging.LogRecord("idphoto.test", level, __file__, 1, message, None, None)
    vars(made).update(extra)
    return made


def line(made):
    return json.loads(JsonFormatter().format(made))


@pytest.fixture
def client():
    app = Flask("test")
    health = Blueprint("health", __name__)
    health.add_url_rule("/healthz", view_func=lambda: "alive")
    app.register_blueprint(health)
    app.add_url_rule("/photo/<name>", view_func=lambda **_: "done", methods=["GET", "POST"])
    watch_requests(app)
    return app.test_client()


@pytest.fixture
def logged(caplog):
    caplog.set_level(logging.DEBUG, access.name)
    return lambda: [line(made) for made in caplog.records if made.name == access.name]


# Lines


def test_a_line_is_one_json_object_with_time_level_and_message():
    text = JsonFormatter().format(record("two\nlines"))
    assert "\n" not in text
    found = json.loads(text)
    assert found["message"] == "two\nlines"
    assert found["level"] == "warning"
    assert found["logger"] == "idphoto.test"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", found["time"])


def test_fields_of_a_message_become_members():
    assert line(record(fields={"status": 200}))["status"] == 200


def test_chinese_stays_readable():
    assert "一寸" in JsonFormatter().format(record("一寸"))


def test_an_exception_is_in_the_same_line():
    try:
        raise KeyError("lost")
    except KeyError as error:
        found = line(record(exc_info=(KeyError, error, error.__traceback__)))
    assert "KeyError: 'lost'" in found["exception"]


@pytest.fixture
def own_logging():
    """Loggers as they were, whatever dictConfig did to them."""
    names = ("", "idphoto", "gunicorn.error", "gunicorn.access")
    loggers = [logging.getLogger(name) for name in names]
    before = [(one.level, one.handlers[:], one.propagate) for one in loggers]
    yield
    for one, (level, handlers, propagate) in zip(loggers, before, strict=True):
        one.level, one.handlers, one.propagate = level, handlers, propagate
        one.manager._clear_cache()


@pytest.mark.usefixtures("own_logging")
@pytest.mark.parametrize(
    ("name", "level", "shown"),
    [
        ("idphoto.models", logging.INFO, True),
        ("idphoto.models", logging.DEBUG, False),
        ("gunicorn.error", logging.INFO, True),
        ("gunicorn.access", logging.INFO, False),
        ("urllib3", logging.INFO, False),
        ("urllib3", logging.WARNING, True),
    ],
)
def test_at_level_info_what_matters_is_printed_once(capsys, name, level, shown):
    logging.config.dictConfig(log_config("info"))
    logging.getLogger(name).log(level, "a message")
    assert capsys.readouterr().out.count("a message") == int(shown)


# Requests


def test_a_plain_request_id_of_the_caller_comes_back(client):
    headers = {"X-Request-Id": "order-17.a_B"}
    assert client.get("/photo/a", headers=headers).headers["X-Request-Id"] == "order-17.a_B"


@pytest.mark.parametrize("given", ["", "two words", "x" * 65, "{json}", "数", "a;b"])
def test_any_other_request_id_is_replaced(client, given):
    found = client.get("/photo/a", headers={"X-Request-Id": given}).headers["X-Request-Id"]
    assert found != given
    assert re.fullmatch(r"[0-9a-f]{32}", found)


def test_every_request_without_an_id_gets_its_own(client):
    ids = {client.get("/photo/a").headers["X-Request-Id"] for _ in range(3)}
    assert len(ids) == 3


def test_a_request_is_logged_with_what_became_of_it(client, logged):
    client.post("/photo/a", data=b"12345", headers={"X-Request-Id": "mine"})
    (found,) = logged()
    assert found["request_id"] == "mine"
    assert (found["method"], found["path"], found["status"]) == ("POST", "/photo/a", 200)
    assert found["bytes_out"] == 4
    assert "bytes_in" not in found, "nobody has read the body, whatever was announced"
    assert found["ms"] >= 0


def test_a_request_that_finds_nothing_is_logged_too(client, logged):
    client.get("/nothing")
    assert [found["status"] for found in logged()] == [404]


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
    assert [found["level"] for found in logged()] == ["debug"]
