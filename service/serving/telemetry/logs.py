"""JSON logs: the form of a line, and what the access log says of a request.

No part of an image, a name or an address is ever logged.
"""

import json
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from service.serving.telemetry.records import RequestRecord, Trace

access = logging.getLogger("idphoto.access")


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
        text = json.dumps(line, ensure_ascii=False)
        return text if text.isprintable() else "".join(map(_escaped, text))


def _escaped(character: str) -> str:
    """Escape a character as JSON does if a terminal would act on it instead of showing it.

    These are DEL, the controls of ISO 6429, line separators and marks of direction.
    """
    if character.isprintable():
        return character
    return json.dumps(character)[1:-1] if character > "\x7f" else f"\\u{ord(character):04x}"


class NoAddress(logging.Filter):
    """Takes clients' addresses, and what they sent, out of gunicorn's own messages."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten a message about a request that gunicorn could not read."""
        if "from ip=" in record.getMessage():
            record.msg, record.args = "rejected a request that is not valid HTTP", ()
        return True


def log_config(level: str) -> dict[str, object]:
    """The configuration of all logging, for logging.config.dictConfig: JSON lines on stdout."""
    loggers: dict[str, dict[str, object]] = {
        name: {"level": level.upper(), "handlers": ["out"], "propagate": False}
        for name in ("idphoto", "gunicorn.error")
    }
    # An audit is complete or none, whatever the level of the rest.
    loggers["idphoto.audit"] = {"level": "INFO", "handlers": ["out"], "propagate": False}
    # Gunicorn's own access log would name the clients' addresses; ours does not.
    loggers["gunicorn.access"] = {"level": "CRITICAL", "handlers": [], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "service.serving.telemetry.logs.JsonFormatter"}},
        "filters": {"no-address": {"()": "service.serving.telemetry.logs.NoAddress"}},
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


def log_request(record: RequestRecord, trace: Trace | None, ids: Mapping[str, object]) -> None:
    """Write the access log's line; `ids` are its members that name the request."""
    fields: dict[str, object] = {
        **ids,
        "trace_id": trace and trace.trace_id,
        "span_id": trace and trace.span_id,
        "method": record.method,
        "status": record.status,
        "problem": record.problem or None,
        "ms": _ms(record.seconds),
        "bytes_in": record.bytes_in,
        "bytes_out": record.bytes_out,
        "photos": record.batch and len(record.photos),
    }
    if record.photos:
        fields |= _of_photos(record)
    level = logging.DEBUG if record.probe else logging.INFO
    stated = {name: value for name, value in fields.items() if value is not None}
    access.log(level, "request", extra={"fields": stated})


def _of_photos(record: RequestRecord) -> dict[str, object]:
    """The members about one photo, or about those of a batch together."""
    photos = record.photos
    spec = photos[0].spec
    files = Counter(one for photo in photos for one in photo.specs)
    outcomes = [photo.outcome for photo in photos if photo.outcome and photo.finished is not None]
    steps: Counter[str] = Counter()
    for photo in photos:
        steps.update(photo.steps_ms)
    return {
        "spec": spec,
        "made": dict(files) if files and files != {spec: 1} else None,
        "matting": next((photo.matting for photo in photos if photo.matting), None),
        "warnings": _each(outcome.warnings for outcome in outcomes) or None,
        "marks": _each(outcome.marks for outcome in outcomes) if outcomes else None,
        "queue_ms": _ms(sum(record.waited(photo) for photo in photos)),
        "steps_ms": {name: round(ms, 1) for name, ms in steps.items()} or None,
    }


def _each(lists: Iterable[Sequence[str]]) -> list[str]:
    """What is in any of `lists`, once each, in order of first occurrence."""
    return list(dict.fromkeys(name for names in lists for name in names))


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
