"""Which model mattes, decided once in the arbiter and loaded in each worker."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import onnxruntime as ort

from service.models.portrait import PortraitModel
from service.values.errors import ConfigError

if TYPE_CHECKING:
    from service.models.rembg_models import Loader

SHORT_NAMES = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "tensorrt": "TensorrtExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
}


@dataclass(frozen=True)
class Choice:
    """A matting model that is available.

    `load` makes its sessions, only in the process that uses them: they do not survive a fork. The
    bytes of the weights, which it holds, are shared after one.
    """

    name: str
    load: "Loader | Callable[[], PortraitModel]"


def choose(
    matting: str,
    providers: str,
    home: Path | None = None,
    mirror: str | None = None,
    fetch_seconds: float = 0,
) -> Choice:
    """Choose a matting model by the settings of the same names. Raises ConfigError, one line."""
    chosen = check_providers(providers.split(","))
    portrait = Choice(PortraitModel.name, partial(PortraitModel, chosen))
    if matting == PortraitModel.name:
        return portrait
    # Not before: it takes 0.8 CPU seconds and 74 MB, which the portrait network alone spares.
    from service.models import rembg_models
    from service.models.together import TogetherModel

    if matting != "auto":
        return Choice(matting, rembg_models.loader(matting, chosen, home, mirror))
    load = rembg_models.together_if_available(chosen, home, mirror, fetch_seconds)
    return Choice(TogetherModel.name, load) if load else portrait


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
