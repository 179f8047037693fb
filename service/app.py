"""The composition root of the service: settings in, a Flask app out."""

import logging
import os
import time
from collections.abc import Callable, Mapping

from flask import Flask
from gevent import sleep

import service as package
from service import environment, settings
from service.access.metrics import QuotaMetrics
from service.access_parts import make_access
from service.bootstrap import choose_matting, load_engine, read_catalogue
from service.pipeline.warmup import warm_up
from service.serving.admission.batches import Batches
from service.serving.admission.bodies import Bodies
from service.serving.admission.permits import Permits
from service.serving.process.registry import WorkerRegistry
from service.serving.process.resources import available_cores
from service.serving.request.executor import Executor
from service.serving.telemetry.metrics import Metrics
from service.serving.telemetry.multiprocess import multiprocess_files
from service.serving.telemetry.records import RequestRecord, Trace
from service.serving.telemetry.traceparent import passed_on
from service.settings import Settings
from service.values.errors import ConfigError
from service.web import check, docs, health, idphoto, metrics, page, sheet, specs
from service.web.access import ask_for_keys
from service.web.answers import problems
from service.web.batch import route as batch
from service.web.body import MemoryRequest
from service.web.connections import discard_bodies, hurry_answers
from service.web.cors import allow_origins
from service.web.observe import observe_requests
from service.web.openapi import document as openapi
from service.web.ports import serve_metrics_apart
from service.web.state import KEY, ProcessState

log = logging.getLogger("idphoto.app")


class IdPhotoApp(Flask):
    """Flask with requests that keep uploads in memory."""

    request_class = MemoryRequest


def create_app(config: Settings | None = None, *, forks: bool = False) -> Flask:
    """The app of the arbiter: everything but models, which every worker loads with `warm`.

    `forks` tells that workers will be forked from this process: they then share their metrics.
    Raises ConfigError when the settings cannot work here.
    """
    config = config or settings.load()
    for warning in environment.warnings_of(os.environ):
        log.warning(warning)
    app = IdPhotoApp("service")
    app.config["MAX_CONTENT_LENGTH"] = int(config.max_body_mb * 1e6)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions[KEY] = own = _state(config, forks)
    observe_requests(app, own.metrics.observe, _tracing(config))
    largest = max(app.config["MAX_CONTENT_LENGTH"], own.batches.max_bytes)
    discard_bodies(app, own.bodies, config.body_seconds, 2 * largest)
    allow_origins(app, _listed(config.cors_origins))
    serve_metrics_apart(app, config.metrics_bind)
    if own.access is not None:
        ask_for_keys(app, own.access)
    hurry_answers(app, config.body_seconds)
    problems.install(app)
    resources: list[openapi.Resource] = [idphoto, batch, check, sheet, specs, health]
    if config.metrics:
        resources.append(metrics)
    for blueprint in (*(resource.bp for resource in resources), page.bp, docs.bp):
        app.register_blueprint(blueprint)
    app.register_blueprint(openapi.blueprint(resources, guarded=own.access is not None))
    return app


def warm(app: Flask) -> None:
    """Load the models into this process and make a first photo; the service is then ready."""
    start = time.perf_counter()
    own: ProcessState = app.extensions[KEY]
    engine = own.load_engine()
    refusal = warm_up(engine, next(iter(own.catalogue)))
    own.engine = engine
    seconds = time.perf_counter() - start
    own.metrics.loaded(own.matting, seconds)
    fields = {
        "matting": own.matting,
        "refusal": refusal.slug if refusal else None,
        "ms": round(seconds * 1000),
    }
    log.info("models are warm", extra={"fields": fields})


def _state(config: Settings, forks: bool) -> ProcessState:
    choice = choose_matting(config)
    permits, registry = _permits(config), WorkerRegistry(config.workers)
    access = make_access(config, permits, _batches_at_once(config, permits.count))
    files = multiprocess_files() if forks and config.metrics else None
    more = [QuotaMetrics(access.quotas)] if access else []
    return ProcessState(
        access=access,
        catalogue=read_catalogue(config),
        executor=Executor(permits),
        quick=Executor(_quick_permits()),
        bodies=Bodies(_body_bytes(config)),
        batches=_batches(config, permits.count),
        registry=registry,
        metrics=Metrics(package.__version__, permits, registry, files, more),
        matting=choice.name,
        load_engine=lambda: load_engine(choice, config),
        body_seconds=config.body_seconds,
        deadline_seconds=config.deadline_seconds,
        embed_origins=_listed(config.embed_origins),
    )


def _listed(origins: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (origins or "").split(",")))


def _tracing(config: Settings) -> Callable[[RequestRecord, Mapping[str, str]], Trace | None]:
    if not config.tracing:
        return passed_on
    try:
        from service.serving.telemetry import tracing
    except ImportError as error:
        raise ConfigError(
            f"IDPHOTO_TRACING needs OpenTelemetry ({error}); install requirements-otel.txt"
        ) from error
    tracing.check_environment()
    return tracing.Tracing(package.__version__, tracing.exporting)


def _quick_permits() -> Permits:
    """First looks never wait: one for each core, and one too many is refused at once."""
    return Permits(available_cores(), 0, 0.0, sleep)


def _permits(config: Settings) -> Permits:
    count = config.permits or 2 * available_cores()
    return Permits(
        count,
        config.queue_length or 2 * count,
        config.queue_seconds,
        sleep,
        reserved=_batches_at_once(config, count),
    )


def _batches_at_once(config: Settings, permits: int) -> int:
    return config.batches or max(1, permits // 2)


def _batches(config: Settings, permits: int) -> Batches:
    return Batches(
        most=_batches_at_once(config, permits),
        max_bytes=int(config.max_batch_mb * 1e6),
        photos=config.batch_photos,
        seconds=config.batch_seconds,
    )


def _body_bytes(config: Settings) -> int:
    """A worker's part of the memory for bodies, which holds at least one of the largest."""
    return int(max(config.body_memory_mb / config.workers, config.max_body_mb) * 1e6)
