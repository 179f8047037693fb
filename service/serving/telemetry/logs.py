"""Request ids and JSON logs. Nothing of an image, a name or an address is ever logged.

One line is written for each request, when it has been answered; the same facts, gathered as an
RequestRecord, are what metrics and traces are made of.
"""

import json
import logging
import re
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from flask import Flask, Response, g, request

from service.serving.request.connection import bytes_received
from service.serving.telemetry.records import Batch, RequestRecord, PhotoRecord, Trace
from service.serving.telemetry.traceparent import passed_on, traceresponse

access = logging.getLogger("idphoto.access")
# Asked all the time by machines: logged for debugging only, and not traced.
_PROBES = ("health", "metrics")
CALLER_HEADER = "IDPhoto-Caller"
GONE = 499  # nginx's word for a caller who left, for the log alone
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


def watch_requests(
    app: Flask,
    observe: Callable[[RequestRecord], object] = lambda _: None,
    trace: Callable[[RequestRecord, Mapping[str, str]], Trace | None] = passed_on,
) -> None:
    """Give every request an id, the caller's own if it is plain, and tell what became of it.

    `trace` records the request and says where it stands in its trace; `observe` counts it.
    """

    @app.before_request
    def start() -> None:
        g.request_id = _plain(request.headers.get("X-Request-Id", "")) or uuid.uuid4().hex
        g.started = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        record = _exchange(response)
        headers = {name.lower(): value for name, value in request.headers.items()}
        ids = {
            "request_id": g.request_id,
            "caller": _plain(request.headers.get(CALLER_HEADER, "")),
            "path": request.path,
        }

        def tell(record: RequestRecord) -> Trace | None:
            traced = (passed_on if record.probe else trace)(record, headers)
            observe(record)
            level = logging.DEBUG if record.probe else logging.INFO
            access.log(level, "request", extra={"fields": _fields(record, traced, ids)})
            return traced

        response.headers["X-Request-Id"] = g.request_id
        if record.batch is not None:  # there is nothing to tell before all of it is sent
            response.call_on_close(lambda: tell(_ended(record)))
        elif (traced := tell(record)) is not None:
            response.headers["traceresponse"] = traceresponse(traced)
        return response


def follow(spec: str) -> PhotoRecord:
    """Tell of the current request that it makes a photo of this spec, from now on."""
    g.photo = photo = PhotoRecord(spec)
    return photo


def follow_batch() -> Batch:
    """Tell of the current request that it makes several photos, which are told of when it ends."""
    g.batch = batch = Batch()
    return batch


def _ended(record: RequestRecord) -> RequestRecord:
    """The record of a batch whose answer has ended, be it that its caller hung up."""
    batch = record.batch
    assert batch is not None
    status = record.status if batch.complete else GONE
    return replace(record, status=status, ended=time.perf_counter(), bytes_out=batch.bytes_out)


def _exchange(response: Response) -> RequestRecord:
    return RequestRecord(
        method=request.method,
        route=request.url_rule.rule if request.url_rule else "",
        probe=request.blueprint in _PROBES,
        status=response.status_code,
        problem=g.get("problem", ""),
        started=g.started,
        ended=time.perf_counter(),
        bytes_in=bytes_received(request.environ),
        bytes_out=response.content_length,
        photo=g.get("photo"),
        batch=g.get("batch"),
    )


def _fields(
    record: RequestRecord, trace: Trace | None, ids: Mapping[str, object]
) -> dict[str, object]:
    """The members of the access log's line; those that do not apply are left out."""
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
    return {name: value for name, value in fields.items() if value is not None}


def _of_photos(record: RequestRecord) -> dict[str, object]:
    """What is said of one photo, or of those of a batch together."""
    photos = record.photos
    spec = photos[0].spec
    made = Counter(one for photo in photos for one in photo.made)
    finished = [photo.marks for photo in photos if photo.marks is not None]
    steps: Counter[str] = Counter()
    for photo in photos:
        steps.update(photo.steps_ms)
    return {
        "spec": spec,
        "made": dict(made) if made and made != {spec: 1} else None,
        "matting": next((photo.matting for photo in photos if photo.matting), None),
        "warnings": _each(photo.warnings for photo in photos) or None,
        "marks": _each(finished) if finished else None,
        "queue_ms": _ms(sum(record.waited(photo) for photo in photos)),
        "steps_ms": {name: round(ms, 1) for name, ms in steps.items()} or None,
    }


def _each(lists: Iterable[Sequence[str]]) -> list[str]:
    """What is in any of `lists`, once each, in the order of its first time."""
    return list(dict.fromkeys(one for several in lists for one in several))


def _plain(given: str) -> str | None:
    """What somebody else calls a request or its caller, if it cannot upset the log."""
    return given if _GIVEN_ID.fullmatch(given) else None


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 1)
