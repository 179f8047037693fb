"""How every ONNX session of this service is set up."""

from collections.abc import Sequence
from pathlib import Path

import onnxruntime as ort

from service.values.errors import ConfigError


def session_options() -> ort.SessionOptions:
    """One thread, one operator after the other: the service runs photos side by side instead."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.enable_mem_pattern = False  # windows come in every shape; a plan for each adds up
    options.log_severity_level = 3
    return options


def open_session(model: bytes | Path, providers: Sequence[str]) -> ort.InferenceSession:
    """A session that runs on the first of `providers`; the others take what that one cannot.

    Raises ConfigError where it would run on another: onnxruntime goes over to the next without a
    word when a card or its libraries are missing, and each photo would take many times as long.
    """
    if "CUDAExecutionProvider" in providers:
        ort.preload_dlls()  # CUDA and cuDNN out of NVIDIA's wheels, where they are
    session = ort.InferenceSession(model, session_options(), providers=list(providers))
    if (used := session.get_providers()[0]) != providers[0]:
        raise ConfigError(
            f"IDPHOTO_PROVIDERS: {providers[0]} cannot be used on this machine, only {used}; are "
            "its driver and libraries installed?"
        )
    return session
