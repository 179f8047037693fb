"""Which model mattes, decided once in the arbiter and loaded in each worker."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort
from PIL import Image
from rembg import new_session
from rembg.sessions import sessions_class
from rembg.sessions.base import BaseSession

from service.cancellation import CancellationToken
from service.models import weights
from service.models.portrait import WITH_U2NETP, PortraitModel
from service.models.session import session_options
from service.models.together import TogetherModel
from service.models.u2net import TrimmedU2netp, U2netModel, trimmed
from service.values.errors import ConfigError
from service.values.photo import RGB, Face, Prediction

log = logging.getLogger("idphoto.models")

SHORT_NAMES = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "tensorrt": "TensorrtExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
}

NOT_PORTRAIT = ("sam", "u2net_cloth_seg")  # the one wants prompts, the other finds clothes


class RembgModel:
    """Any other model of rembg, through its own `predict`, which squashes to the model's size."""

    def __init__(self, session: BaseSession) -> None:
        self.name = str(session.model_name)
        self._session = session

    def predict(self, window: RGB, _face: Face, _token: CancellationToken) -> Prediction:
        """Alpha of `window` (H, W, 3) at its own size."""
        masks = self._session.predict(Image.fromarray(window))
        return Prediction(np.asarray(masks[0], np.float32) / np.float32(255))


@dataclass(frozen=True)
class Choice:
    """A matting model that is available; `model` holds u2netp's bytes, shared after a fork."""

    name: str
    providers: tuple[str, ...]
    model: bytes | None = None

    def load(self) -> PortraitModel | U2netModel | TogetherModel | RembgModel:
        """Make the sessions. Only in the process that uses them: they do not survive a fork."""
        if self.name == PortraitModel.name:
            return PortraitModel(self.providers)
        if self.model is not None:
            u2netp = U2netModel(TrimmedU2netp(self.model, self.providers))
            if self.name == U2netModel.name:
                return u2netp
            return TogetherModel(u2netp, PortraitModel(self.providers, WITH_U2NETP))
        session = new_session(
            self.name, sess_opts=session_options(), providers=list(self.providers)
        )
        return RembgModel(session)


def choose(
    matting: str,
    providers: str,
    home: Path | None = None,
    mirror: str | None = None,
    fetch_seconds: float = 0,
) -> Choice:
    """Choose a matting model by the settings of the same names. Raises ConfigError, one line."""
    weights.use_home(home)
    chosen = check_providers(providers.split(","))
    if matting == PortraitModel.name:
        return Choice(matting, chosen)
    if matting in (U2netModel.name, TogetherModel.name):
        path = weights.find() or weights.download_within(None, mirror)
        if path is None:
            raise ConfigError(
                f"IDPHOTO_MATTING={matting} needs u2netp.onnx, which is not in the model home and "
                "could not be fetched; run `make models`, or set IDPHOTO_MODEL_HOME or "
                "IDPHOTO_MODEL_MIRROR, or use IDPHOTO_MATTING=auto"
            )
        return Choice(matting, chosen, trimmed(weights.read(path)))
    if matting == "auto":
        return _auto(chosen, mirror, fetch_seconds)
    return _other(matting, chosen)


def check_providers(wanted: Sequence[str]) -> tuple[str, ...]:
    """Full names of execution providers. Raises ConfigError for one that is not installed."""
    available = ort.get_available_providers()
    requested = [name.strip() for name in wanted if name.strip()]
    names = [SHORT_NAMES.get(name.lower(), name) for name in requested]
    missing = [name for name in names if name not in available]
    if missing or not names:
        raise ConfigError(
            f"IDPHOTO_PROVIDERS: {', '.join(missing) or 'none'} is not available in this "
            f"onnxruntime, which has {', '.join(available)}; install a build that has it"
        )
    return tuple(names)


def _auto(providers: tuple[str, ...], mirror: str | None, fetch_seconds: float) -> Choice:
    path = weights.find()
    if path is None and fetch_seconds > 0:
        path = weights.download_within(fetch_seconds, mirror)
    try:
        if path is not None:
            return Choice(TogetherModel.name, providers, trimmed(weights.read(path)))
        log.warning("u2netp.onnx is not here: the built-in portrait network works alone")
    except ConfigError as error:
        log.error("%s: the built-in portrait network works alone", error)
    return Choice(PortraitModel.name, providers)


def _other(name: str, providers: tuple[str, ...]) -> Choice:
    """Another model of rembg; its weights are fetched here, once, before any worker needs them."""
    known = {kind.name(): kind for kind in sessions_class if kind.is_local()}
    kind = known.get(name)
    if kind is None or name.endswith("_custom") or name in NOT_PORTRAIT:
        raise ConfigError(f"IDPHOTO_MATTING: '{name}' is not a local portrait model of rembg")
    try:
        kind.download_models()
    except Exception as error:  # whatever stands between this machine and the file
        raise ConfigError(f"the weights of {name} could not be fetched: {error}") from error
    return Choice(name, providers)
