"""The composition root: settings in, a Flask app out. Nothing else reads the settings."""

import logging

import cv2
import numpy as np
from flask import Flask
from gevent import sleep

from service import settings
from service.models.faces import FaceDetector
from service.models.matters import Choice, choose
from service.pipeline.idphoto import Studio
from service.serving.compute import Compute
from service.serving.cores import available_cores
from service.serving.permits import Permits
from service.serving.telemetry import watch_requests
from service.settings import Settings
from service.specs import catalogue
from service.steps.decode import Limits
from service.values.photo import Face
from service.values.watch import Watch
from service.web import check, health, idphoto, openapi, page, problems, specs
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
        catalogue=catalogue.load(catalogue.SHIPPED, *filter(None, [config.specs_dir])),
        compute=Compute(_permits(config), config.deadline_seconds),
        matting=choice.name,
        body_seconds=config.body_seconds,
    )
    app.extensions["idphoto-models"] = choice
    app.extensions["idphoto-limits"] = Limits(max_pixels=int(config.max_megapixels * 1e6))
    watch_requests(app)
    problems.install(app)
    for room in (idphoto, check, specs, health, page, openapi):
        app.register_blueprint(room.bp)
    page.install_docs(app)
    return app


def warm(app: Flask) -> None:
    """Load the models into this process and run each of them once; the service is then ready."""
    choice: Choice = app.extensions["idphoto-models"]
    cv2.setNumThreads(1)
    detector, matter = FaceDetector(), choice.load()
    grey = np.full((320, 256, 3), 127, np.uint8)
    detector.find(grey, 28)
    matter.alpha(grey, _FACE_OF_NOBODY, Watch())
    service: Service = app.extensions["idphoto"]
    service.studio = Studio(detector, matter, app.extensions["idphoto-limits"])
    log.info("models are warm", extra={"fields": {"matting": choice.name}})


def _permits(config: Settings) -> Permits:
    count = config.permits or 2 * available_cores()
    queue = config.queue_length or 4 * count
    return Permits(count, -(-queue // config.workers), config.queue_seconds, sleep)


_FACE_OF_NOBODY = Face(
    box=(98.0, 80.0, 158.0, 160.0),
    score=1.0,
    landmarks=np.array([[115.0, 110.0], [141.0, 110.0], [128, 125], [118, 138], [138, 138]]),
)
