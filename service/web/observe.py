"""Hooks around every request: its id, and the record that log, metrics and traces are made of.

One line is logged for each request, when it has been answered.
"""

import re
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import quote

from flask import Flask, Response, g, request

from service.serving.request.connection import bytes_received
from service.serving.telemetry.audit import log_audit
from service.serving.telemetry.logs import log_request
from service.serving.telemetry.records import BatchRecord, PhotoRecord, RequestRecord, Trace
from service.serving.telemetry.traceparent import passed_on, traceresponse
from service.values.request_errors import Unauthenticated
from service.web.access import current_identity

# Asked all the time by machines: logged for debugging only, and not traced.
_PROBES = ("health", "metrics")
CALLER_HEADER = "IDPhoto-Caller"
GONE = 499  # nginx's status for a client that has gone, for the log alone
_PLAIN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def observe_requests(
    app: Flask,
    observe: Callable[[RequestRecord], object] = lambda _: None,
    trace: Callable[[RequestRecord, Mapping[str, str]], Trace | None] = passed_on,
) -> None:
    """Give every request an id, the client's own if it is plain, and report what became of it.

    `trace` records the request and returns its place in the trace; `observe` counts it.
    """

    @app.before_request
    def start() -> None:
        g.request_id = _plain(request.headers.get("X-Request-Id", "")) or uuid.uuid4().hex
        g.started = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        record, ids = _record(response), _ids()
        headers = {name.lower(): value for name, value in request.headers.items()}

        def tell(record: RequestRecord) -> Trace | None:
            traced = (passed_on if record.probe else trace)(record, headers)
            observe(record)
            log_request(record, traced, ids)
            log_audit(record, ids)
            return traced

        response.headers["X-Request-Id"] = g.request_id
        if record.batch is not None:  # there is nothing to tell before all of it is sent
            response.call_on_close(lambda: tell(_ended(record)))
        elif (traced := tell(record)) is not None:
            response.headers["traceresponse"] = traceresponse(traced)
        return response


def record_photo(spec: str) -> PhotoRecord:
    """Record that the current request makes a photo of this spec, from now on."""
    g.photo = photo = PhotoRecord(spec)
    return photo


def record_batch() -> BatchRecord:
    """Record that the current request makes several photos, which are reported when it ends."""
    g.batch = batch = BatchRecord()
    return batch


def _ended(record: RequestRecord) -> RequestRecord:
    """The record of a batch whose answer has ended, even if its client has gone."""
    batch = record.batch
    assert batch is not None
    status = record.status if batch.complete else GONE
    return replace(record, status=status, ended=time.perf_counter(), bytes_out=batch.bytes_out)


def _ids() -> dict[str, object]:
    """What identifies the current request in the log.

    `caller` is a gateway's name for its caller; where keys are needed, only with a valid one.
    """
    identity = current_identity()
    denied = g.get("problem") == Unauthenticated.slug
    caller = None if denied else _plain(request.headers.get(CALLER_HEADER, ""))
    if identity is None:
        return {"request_id": g.request_id, "caller": caller, "path": plain_path()}
    key = {"key": identity.caller.name, "key_id": identity.key_id}
    return {"request_id": g.request_id, **key, "caller": caller, "path": plain_path()}


def plain_path() -> str:
    """The path of the current request; invisible characters stay percent-encoded."""
    return "".join(
        character if character.isprintable() else quote(character) for character in request.path
    )


def _record(response: Response) -> RequestRecord:
    return RequestRecord(
        method=request.method,
        route=request.url_rule.rule if request.url_rule else "",
        probe=request.blueprint in _PROBES,
        status=response.status_code,
        problem=g.get("problem", ""),
        started=g.started,
        ended=time.perf_counter(),
        bytes_in=bytes_received(request.environ),
        bytes_out=0 if _has_no_body(response) else response.content_length,
        photo=g.get("photo"),
        batch=g.get("batch"),
    )


def _has_no_body(response: Response) -> bool:
    """Whether no body follows the headers (RFC 9110, 6.4.1), whatever they announce."""
    return request.method == "HEAD" or response.status_code in (204, 304)


def _plain(name: str) -> str | None:
    """A name that somebody else gave a request or its caller, if it is safe to log."""
    return name if _PLAIN_ID.fullmatch(name) else None
