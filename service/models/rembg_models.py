"""What rembg brings: u2netp, alone or with the portrait network, and its other models."""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
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


Providers = tuple[str, ...]
Loader = Callable[[], U2netModel | TogetherModel | RembgModel]


def loader(matting: str, providers: Providers, home: Path | None, mirror: str | None) -> Loader:
    """What loads the model of this name. Raises ConfigError, one line, where it cannot be had.

    Weights are fetched here, once, before any worker needs them.
    """
    weights.use_home(home)
    if matting not in (U2netModel.name, TogetherModel.name):
        return _other(matting, providers)
    path = weights.find() or weights.download_within(None, mirror)
    if path is None:
        raise ConfigError(
            f"IDPHOTO_MATTING={matting} needs u2netp.onnx, which is not in the model home and "
            "could not be fetched; run `make models`, or set IDPHOTO_MODEL_HOME or "
            "IDPHOTO_MODEL_MIRROR, or use IDPHOTO_MATTING=auto"
        )
    load = _u2netp if matting == U2netModel.name else _together
    return partial(load, trimmed(weights.read(path)), providers)


def together_if_available(
    providers: Providers, home: Path | None, mirror: str | None, fetch_seconds: float
) -> Loader | None:
    """What loads u2netp with the portrait network; None, and a line in the log, without weights."""
    weights.use_home(home)
    path = weights.find()
    if path is None and fetch_seconds > 0:
        path = weights.download_within(fetch_seconds, mirror)
    try:
        if path is not None:
            return partial(_together, trimmed(weights.read(path)), providers)
        log.warning("u2netp.onnx is not here: the built-in portrait network works alone")
    except ConfigError as error:
        log.error("%s: the built-in portrait network works alone", error)
    return None


def _u2netp(model: bytes, providers: Providers) -> U2netModel:
    return U2netModel(TrimmedU2netp(model, providers))


def _together(model: bytes, providers: Providers) -> TogetherModel:
    return TogetherModel(_u2netp(model, providers), PortraitModel(providers, WITH_U2NETP))


def _other(name: str, providers: Providers) -> Loader:
    known = {kind.name(): kind for kind in sessions_class if kind.is_local()}
    kind = known.get(name)
    if kind is None or name.endswith("_custom") or name in NOT_PORTRAIT:
        raise ConfigError(f"IDPHOTO_MATTING: '{name}' is not a local portrait model of rembg")
    try:
        kind.download_models()
    except Exception as error:  # whatever stands between this machine and the file
        raise ConfigError(f"the weights of {name} could not be fetched: {error}") from error
    return partial(_session, name, providers)


def _session(name: str, providers: Providers) -> RembgModel:
    return RembgModel(new_session(name, sess_opts=session_options(), providers=list(providers)))
