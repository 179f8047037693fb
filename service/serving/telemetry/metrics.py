"""What the service counts, for Prometheus. Touched only in greenlets, never in native threads.

Every label's value comes from a bounded set: methods, routes, status codes, problem types, ids of
the catalogue, names of steps and models. No label is about a client.
"""

from collections.abc import Iterable, Sequence

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    Metric,
    Summary,
    disable_created_metrics,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from service.serving.admission.permits import Permits
from service.serving.process.registry import WorkerRegistry
from service.serving.telemetry.multiprocess import MultiprocessFiles
from service.serving.telemetry.records import PhotoRecord, RequestRecord

disable_created_metrics()  # shared files cannot tell them, and one process shall not tell more

# Upper bounds, in seconds; a step takes a millisecond to a second, a photo about half of one.
REQUEST = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
WAIT = (0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30)
STEP = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
PHOTO = (0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30)
BYTES = (1e4, 3e4, 1e5, 3e5, 1e6, 2e6, 3e6, 5e6, 1e7, 2e7)


class Metrics:
    """The metrics of one process, or with `files` those of all processes forked from it.

    `more` are collectors of other parts, which are collected with them.
    """

    def __init__(
        self,
        version: str,
        permits: Permits,
        workers: WorkerRegistry,
        files: MultiprocessFiles | None = None,
        more: Sequence[Collector] = (),
    ) -> None:
        self._registry = CollectorRegistry()
        for collector in more:
            self._registry.register(collector)
        if files is not None:
            self._registry.register(files)
        self._registry.register(_Now(version, permits, workers))
        self._make_of_requests(None if files else self._registry)
        self._make_of_photos(None if files else self._registry)

    def _make_of_requests(self, registry: CollectorRegistry | None) -> None:
        self._requests = _counter(
            "requests", "Requests answered.", registry, "method", "route", "status", "problem"
        )
        self._request_seconds = _histogram(
            "request_duration_seconds",
            "Time from the request headers to the response headers.",
            REQUEST,
            registry,
            "route",
        )
        self._bytes_in = _histogram(
            "request_body_bytes",
            "Size of request bodies, as far as they were read.",
            BYTES,
            registry,
        )

    def _make_of_photos(self, registry: CollectorRegistry | None) -> None:
        self._bytes_out = _histogram(
            "photo_bytes", "Size of responses with a photo.", BYTES, registry
        )
        self._wait = _histogram(
            "queue_wait_seconds",
            "Time spent waiting for a place among the photos in progress, whether it was granted "
            "or not.",
            WAIT,
            registry,
        )
        self._step = _histogram(
            "step_duration_seconds", "Duration of each step of a photo.", STEP, registry, "step"
        )
        self._photo = _histogram(
            "photo_duration_seconds", "Processing time of finished photos.", PHOTO, registry
        )
        self._photos = _counter("photos", "Finished photos.", registry, "spec", "matting")
        self._warnings = _counter("warnings", "Warnings on finished photos.", registry, "code")
        self._loads = Summary(
            "idphoto_model_load_seconds",
            "Time to load and warm up the models, once per worker.",
            ("matting",),
            registry=registry,
        )

    def observe(self, record: RequestRecord) -> None:
        """Count a request that has been answered."""
        self._requests.labels(
            record.known_method, record.route, record.status, record.problem
        ).inc()
        self._request_seconds.labels(record.route).observe(record.seconds)
        if record.bytes_in:
            self._bytes_in.observe(record.bytes_in)
        for photo in record.photos:
            self._wait.observe(record.waited(photo))
            self._observe_photo(photo)
        if any(photo.specs for photo in record.photos):
            self._bytes_out.observe(record.bytes_out or 0)

    def _observe_photo(self, photo: PhotoRecord) -> None:
        for span in photo.spans:
            self._step.labels(span.name).observe(span.end - span.start)
        if photo.started is None or photo.finished is None or photo.outcome is None:
            return
        self._photo.observe(photo.finished - photo.started)
        for spec in photo.specs:
            self._photos.labels(spec, photo.matting).inc()
        for code in photo.outcome.warnings:
            self._warnings.labels(code).inc()

    def loaded(self, matting: str, seconds: float) -> None:
        """Count that this process has loaded and warmed its models."""
        self._loads.labels(matting).observe(seconds)

    def text(self, accept: str) -> tuple[bytes, str]:
        """Everything, and its media type: OpenMetrics where `accept` asks for it, else plain."""
        encode, media_type = choose_encoder(accept)
        return encode(self._registry), media_type


def _counter(name: str, text: str, registry: CollectorRegistry | None, *labels: str) -> Counter:
    return Counter(f"idphoto_{name}", text, labels, registry=registry)


def _histogram(
    name: str,
    text: str,
    bounds: Sequence[float],
    registry: CollectorRegistry | None,
    *labels: str,
) -> Histogram:
    return Histogram(f"idphoto_{name}", text, labels, buckets=bounds, registry=registry)


class _Now(Collector):
    """Gauges, looked up when they are collected."""

    def __init__(self, version: str, permits: Permits, workers: WorkerRegistry) -> None:
        self._version, self._permits, self._workers = version, permits, workers

    def collect(self) -> Iterable[Metric]:
        """The values at this moment, over all living workers."""
        yield InfoMetricFamily("idphoto_build", "The service.", {"version": self._version})
        permits = self._permits
        for name, text, value in (
            ("permits_limit", "Limit of photos in progress.", permits.count),
            ("permits_in_use", "Photos in progress.", permits.in_use),
            ("waiting_requests", "Requests in the queue.", permits.all_waiting),
            ("workers", "Workers that are ready.", self._workers.ready()),
        ):
            yield GaugeMetricFamily(f"idphoto_{name}", text, value)
