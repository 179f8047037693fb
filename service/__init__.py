"""A self-hosted ID-photo service: one portrait in, one finished document photo out."""

import os

# Set here, before any import below this package can load the libraries they concern.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # onnxruntime reports home unless told not to
os.environ.setdefault("NUMBA_DISABLE_JIT", "1")  # rembg -> pymatting would compile for a minute
# Photos run side by side on threads of their own; algebra with threads of its own starves them all.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")


def __getattr__(name: str) -> str:
    """`__version__`, which only a few callers need and which may have to be asked of git."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from service.version import current

    return current()
