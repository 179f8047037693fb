"""OpenTelemetry: a span for each request and for each step of its photo.

Imported only when tracing is on: it needs what requirements-otel.txt installs. Exporter, sampler
and service name follow the standard OTEL_* variables.
"""

import atexit
import os
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

import gevent
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.propagate import extract
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, StatusCode, Tracer, set_span_in_context

from service.serving.telemetry.records import OTHER, PhotoRecord, RequestRecord, Trace
from service.values.errors import ConfigError

# A collector that does not answer may hold up a worker's end for this long.
LAST_SECONDS = 1.5
OTHER_METHOD = "_OTHER"  # OpenTelemetry's semantic conventions for HTTP


class Tracing:
    """Records requests as spans. Made in the arbiter; a worker exports from its first span on."""

    def __init__(self, version: str, provider: Callable[[Resource], TracerProvider]) -> None:
        self._version, self._provider = version, provider

    @cached_property
    def _tracer(self) -> Tracer:
        named = Resource.create({"service.name": "idphoto", "service.version": self._version})
        return self._provider(named.merge(OTELResourceDetector().detect())).get_tracer("idphoto")

    def __call__(self, record: RequestRecord, headers: Mapping[str, str]) -> Trace | None:
        """Record what has happened, as part of the caller's trace if it names one."""
        at = _wall_clock()
        span = self._tracer.start_span(
            _name(record),
            extract(headers),
            SpanKind.SERVER,
            _attributes(record),
            start_time=at(record.started),
        )
        for photo in record.photos if span.is_recording() else ():
            for name, start, end in _parts(photo, record.ended):
                step = self._tracer.start_span(
                    name, set_span_in_context(span), start_time=at(start)
                )
                step.end(at(end))
        if record.status >= 500:
            span.set_status(StatusCode.ERROR, record.problem)
        span.end(at(record.ended))
        known = span.get_span_context()
        if not known.is_valid:  # OTEL_SDK_DISABLED
            return None
        sampled = known.trace_flags.sampled
        return Trace(f"{known.trace_id:032x}", f"{known.span_id:016x}", sampled)


def exporting(resource: Resource) -> TracerProvider:
    """Spans go out in batches over OTLP, from a greenlet of the worker that calls this."""
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    atexit.register(_send_the_last, provider)
    return provider


def _send_the_last(provider: TracerProvider) -> None:
    with gevent.Timeout(LAST_SECONDS, False):
        provider.shutdown()


def check_environment() -> None:
    """Raise ConfigError where the OTEL_* variables ask for something that is not installed."""
    for name in ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"):
        if os.environ.get(name, "http/protobuf") != "http/protobuf":
            raise ConfigError(f"{name}: only http/protobuf is supported")


def _parts(photo: PhotoRecord, ended: float) -> Iterator[tuple[str, float, float]]:
    """Name, start and end of the wait and of each step."""
    yield "queue", photo.queued, photo.started or ended
    for span in photo.spans:
        yield span.name, span.start, span.end


def _name(record: RequestRecord) -> str:
    """The span's name, from a bounded set, whatever method the caller made up."""
    method = "HTTP" if record.known_method == OTHER else record.method
    return f"{method} {record.route}".strip()


def _attributes(record: RequestRecord) -> dict[str, str | int | float]:
    unknown = record.known_method == OTHER
    attributes: dict[str, str | int | float] = {
        "http.request.method": OTHER_METHOD if unknown else record.method,
        "http.route": record.route,
        "http.response.status_code": record.status,
    }
    if record.problem:
        attributes["error.type"] = record.problem
    for photo in record.photos[:1]:  # those of a batch are of one kind
        attributes["idphoto.spec"] = photo.spec
        if photo.matting:
            attributes["idphoto.matting"] = photo.matting
    return attributes


def _wall_clock() -> Callable[[float], int]:
    """From seconds of `perf_counter` to nanoseconds since 1970."""
    offset = time.time_ns() - time.perf_counter_ns()
    return lambda seconds: int(seconds * 1e9) + offset
