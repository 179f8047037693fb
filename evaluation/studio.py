"""The service's models, as a command of this package needs them: on the CPU, for one thread."""

import hashlib

import numpy as np

from service import settings
from service.models.faces import FaceDetector
from service.models.matters import choose
from service.pipeline.idphoto import Studio
from service.steps.decode import Limits
from service.steps.matting import Matter
from service.values.photo import RGB, Alpha, Face
from service.values.watch import Watch


def matting_model(name: str | None = None) -> Matter:
    """The model of that name, or that of the settings. Raises ConfigError without its weights."""
    config = settings.load()
    choice = choose(name or config.matting, "cpu", config.model_home, config.model_mirror)
    return choice.load()


def open_studio(matting: str | None = None) -> Studio:
    """All models, with the matting model of that name. Raises ConfigError without its weights."""
    return Studio(FaceDetector(), matting_model(matting), Limits())


class CachedMatting:
    """A matting model that answers a window that it has seen from memory."""

    def __init__(self, model: Matter) -> None:
        """In front of `model`."""
        self.name = model.name
        self._model = model
        self._alphas: dict[bytes, Alpha] = {}

    def alpha(self, window: RGB, face: Face, watch: Watch, /) -> Alpha:
        """The model's alpha of a window (H, W, 3)."""
        key = hashlib.sha256(np.ascontiguousarray(window).tobytes()).digest()
        if key not in self._alphas:
            self._alphas[key] = self._model.alpha(window, face, watch)
        return self._alphas[key]
