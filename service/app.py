"""The composition root: settings in, a Flask app out. Nothing else reads the settings."""

import logging

import cv2
from flask import Flask
from gevent import sleep

from service import settings
from service.models.faces import FaceDetector
from service.models.matters import Choice, choose
from service.pipeline.idphoto import Studio
from service.pipeline.warmup import warm_up
from service.serving.bodies import Bodies
from service.serving.compute import Compute
from service.serving.cores import available_cores
from service.serving.patience import finish_bodies
from service.serving.permits import Permits
from service.serving.roster import Roster
from service.serving.telemetry import watch_requests
from service.settings import Settings
from service.specs import catalogue
from service.steps.decode import Limits
from service.web import health, idphoto, openapi, page, problems, specs
from service.web.forms import MemoryRequest
from service.web.service import Service

log = logging.getLogger("idphoto.app")


class IdPhotoApp(Flask):
    """Flask with requests that keep uploads in memory."""

    request_class = MemoryRequest


def create_app(config: Settings | None = None) -> Flask:
    """The app of the master: everything but models, which every worker loads with `warm`.

    Raises ConfigError when the settings cannot work here.
    """
    config = config or settings.load()
    app = IdPhotoApp("service")
    app.config["MAX_CONTENT_LENGTH"] = int(config.max_body_mb * 1e6)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    choice = choose(
        config.matting,
        config.providers,
        config.model_home,
        config.model_mirror,
        config.model_fetch_seconds,
    )
    app.extensions["idphoto"] = Service(
        catalogue=catalogue.load(),
        compute=Compute(_permits(config)),
        bodies=Bodies(_body_bytes(config)),
        roster=Roster(config.workers),
        matting=choice.name,
        body_seconds=config.body_seconds,
        deadline_seconds=config.deadline_seconds,
    )
    app.extensions["idphoto-models"] = choice
    app.extensions["idphoto-limits"] = Limits(max_pixels=int(config.max_megapixels * 1e6))
    watch_requests(app)
    finish_bodies(app, config.body_seconds, 2 * app.config["MAX_CONTENT_LENGTH"])
    problems.install(app)
    for room in (idphoto, specs, health, page, openapi):
        app.register_blueprint(room.bp)
    page.install_docs(app)
    return app


def warm(app: Flask) -> None:
    """Load the models into this process and make a first photo; the service is then ready."""
    choice: Choice = app.extensions["idphoto-models"]
    cv2.setNumThreads(1)
    studio = Studio(FaceDetector(), choice.load(), app.extensions["idphoto-limits"])
    service: Service = app.extensions["idphoto"]
    refusal = warm_up(studio, next(iter(service.catalogue)))
    service.studio = studio
    fields = {"matting": choice.name, "refusal": refusal.slug if refusal else None}
    log.info("models are warm", extra={"fields": fields})


def _permits(config: Settings) -> Permits:
    count = config.permits or 2 * available_cores()
    return Permits(count, config.queue_length or 2 * count, config.queue_seconds, sleep)


def _body_bytes(config: Settings) -> int:
    """A worker's part of the memory for bodies, which holds at least one of the largest."""
    return int(max(config.body_memory_mb / config.workers, config.max_body_mb) * 1e6)
