import json
import logging
import logging.config
import re

import pytest

from service.serving.telemetry.logs import JsonFormatter, log_config


def record(message="hello", level=logging.WARNING, **extra):
    record = logging.LogRecord("idphoto.test", level, __file__, 1, message, None, None)
    vars(record).update(extra)
    return record


def line(record):
    return json.loads(JsonFormatter().format(record))


# Lines


def test_a_line_is_one_json_object_with_time_level_and_message():
    text = JsonFormatter().format(record("two\nlines"))
    assert "\n" not in text
    entry = json.loads(text)
    assert entry["message"] == "two\nlines"
    assert entry["level"] == "warning"
    assert entry["logger"] == "idphoto.test"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", entry["time"])


def test_fields_of_a_message_become_members():
    assert line(record(fields={"status": 200}))["status"] == 200


def test_chinese_stays_readable():
    assert "一寸" in JsonFormatter().format(record("一寸"))


def test_an_exception_is_in_the_same_line():
    try:
        raise KeyError("lost")
    except KeyError as error:
        entry = line(record(exc_info=(KeyError, error, error.__traceback__)))
    assert "KeyError: 'lost'" in entry["exception"]


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


@pytest.mark.parametrize(
    "path",
    [
        "/a\n",
        "/\x1b[31m",
        "/\x7f",
        "/\x85",
        "/\x9b",
        "/\u2028",
        "/\u202egpj",
        "/\udc80",
        "/\U000e0001",
    ],
)
def test_nothing_that_is_logged_does_anything_to_a_terminal(path):
    text = JsonFormatter().format(record(path, fields={"path": path}))
    assert text.isprintable()
    assert json.loads(text)["path"] == path
