"""The parts that the service and the command line share, made from the settings."""

import cv2

from service.models.faces import FaceDetector
from service.models.matting import Choice, choose
from service.pipeline.engine import Engine
from service.serving.process.resources import return_large_blocks
from service.settings import Settings
from service.specs import catalogue
from service.specs.catalogue import Catalogue
from service.steps.decode.gate import Limits
from service.values.marks import Labelling


def choose_matting(config: Settings) -> Choice:
    """The matting model. Raises ConfigError when it is not available."""
    return choose(
        config.matting,
        config.providers,
        config.model_home,
        config.model_mirror,
        config.model_fetch_seconds,
    )


def read_catalogue(config: Settings) -> Catalogue:
    """The documents that are shipped, and the operator's own. Raises ConfigError."""
    return catalogue.load(catalogue.SHIPPED, *filter(None, [config.specs_dir]))


def decoding_limits(config: Settings) -> Limits:
    """What may be decoded, as the operator has set it."""
    return Limits(max_pixels=int(config.max_megapixels * 1e6))


def load_engine(choice: Choice, config: Settings) -> Engine:
    """Load the models into this process, each photo on one thread."""
    cv2.setNumThreads(1)
    return_large_blocks()
    return Engine(
        FaceDetector(),
        choice.load(),
        decoding_limits(config),
        Labelling(config.source_type, config.aigc_producer),
    )
