"""The service's models, as a command of this package needs them: on the CPU, for one thread."""

import hashlib

import numpy as np

from service import settings
from service.cancellation import CancellationToken
from service.models.faces import FaceDetector
from service.models.matting import choose
from service.pipeline.engine import Engine
from service.steps.decode.gate import Limits
from service.steps.matting import MattingModel
from service.values.photo import RGB, Face, Prediction


def matting_model(name: str | None = None) -> MattingModel:
    """The model of that name, or that of the settings. Raises ConfigError without its weights."""
    config = settings.load()
    choice = choose(name or config.matting, "cpu", config.model_home, config.model_mirror)
    return choice.load()


def load_engine(matting: str | None = None) -> Engine:
    """All models, with the matting model of that name. Raises ConfigError without its weights."""
    return Engine(FaceDetector(), matting_model(matting), Limits())


class CachedMatting:
    """A matting model that answers a window that it has seen from memory."""

    def __init__(self, model: MattingModel) -> None:
        """In front of `model`."""
        self.name = model.name
        self._model = model
        self._predictions: dict[bytes, Prediction] = {}

    def predict(self, window: RGB, face: Face, token: CancellationToken, /) -> Prediction:
        """What the model says of a window (H, W, 3)."""
        key = hashlib.sha256(np.ascontiguousarray(window).tobytes()).digest()
        if key not in self._predictions:
            self._predictions[key] = self._model.predict(window, face, token)
        return self._predictions[key]
