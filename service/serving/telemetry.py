"""Request ids and JSON logs. Nothing of an image, a name or an address is ever logged."""

import json
import logging
import re
import time
import uuid
from datetime import UTC, datetime

from flask import Flask, Response, g, request

access = logging.getLogger("idphoto.access")
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and what `extra={"fields"}` adds."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for `record`."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "pid": record.process,
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class NoAddress(logging.Filter):
    """Takes callers' addresses, and what they sent, out of gunicorn's own messages."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten a message about a request that gunicorn could not read."""
        if "from ip=" in record.getMessage():
            record.msg, record.args = "a request that is no HTTP was refused", ()
        return True


def log_config(level: str) -> dict[str, object]:
    """The configuration of all logging, for logging.config.dictConfig: JSON lines on stdout."""
    loggers: dict[str, dict[str, object]] = {
        name: {"level": level.upper(), "handlers": ["out"], "propagate": False}
        for name in ("idphoto", "gunicorn.error")
    }
    # Gunicorn's own access log would name the callers' addresses; ours does not.
    loggers["gunicorn.access"] = {"level": "CRITICAL", "handlers": [], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "service.serving.telemetry.JsonFormatter"}},
        "filters": {"no-address": {"()": "service.serving.telemetry.NoAddress"}},
        "handlers": {
            "out": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "filters": ["no-address"],
                "stream": "ext://sys.stdout",
            }
        },
        "root": {"level": "WARNING", "handlers": ["out"]},
        "loggers": loggers,
    }


def watch_requests(app: Flask) -> None:
    """Give every request an id, the caller's own if it is plain, and log one line when it ends."""

    @app.before_request
    def start() -> None:
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if _GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        g.started = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.request_id
        fields = {
            "request_id": g.request_id,
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.started) * 1000, 1),
            "bytes_in": request.content_length,
            "bytes_out": response.content_length,
        }
        probe = request.blueprint == "health"
        access.log(logging.DEBUG if probe else logging.INFO, "request", extra={"fields": fields})
        return response
