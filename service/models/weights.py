"""The weights that the service does not carry: what they are, finding, fetching, checking them."""

import hashlib
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import onnx
import pooch
from rembg.sessions.u2netp import U2netpSession

from service.values.errors import ConfigError

log = logging.getLogger("idphoto.models")


@dataclass(frozen=True, slots=True)
class Weights:
    """One file of weights as its authors published it."""

    name: str
    size: int
    sha256: str
    licence: str
    source: str
    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]

    @property
    def file(self) -> str:
        """The file's name, everywhere."""
        return f"{self.name}.onnx"


U2NETP = Weights(
    name="u2netp",
    size=4_574_861,
    sha256="309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8",
    licence="Apache-2.0 (Qin et al., U-2-Net)",
    source="https://github.com/danielgatis/rembg/releases/download/v0.0.0/u2netp.onnx",
    input_shape=(1, 3, 320, 320),
    output_shape=(1, 1, 320, 320),
)


def use_home(home: Path | None) -> None:
    """Make `home` the folder where rembg looks for weights and puts them; None leaves its own."""
    if home is not None:
        os.environ["U2NET_HOME"] = str(home.expanduser())


def find() -> Path | None:
    """u2netp's weights in the model home, flat or in rembg's `models/u2netp/`, or None."""
    path = U2netpSession.resolve_existing(U2NETP.file)
    return Path(path) if path else None


def download(mirror: str | None) -> Path:
    """Fetch u2netp's weights into the model home, through rembg or from a mirror of its file.

    Both check the published hash before the file takes its place, and show a progress bar.
    """
    if mirror is None:
        return Path(U2netpSession.download_models())
    return Path(
        pooch.retrieve(
            f"{mirror.rstrip('/')}/{U2NETP.file}",
            f"sha256:{U2NETP.sha256}",
            fname=U2NETP.file,
            path=U2netpSession.model_dir(),
            progressbar=True,
        )
    )


def download_within(seconds: float | None, mirror: str | None) -> Path | None:
    """`download` in a process of its own, ended after `seconds`; None when nothing came of it."""
    command = [sys.executable, "-m", "service.models"]
    environment = {**os.environ, "IDPHOTO_MODEL_MIRROR": mirror or ""}
    log.info("fetching %s (%.1f MB)", U2NETP.file, U2NETP.size / 1e6)
    try:
        subprocess.run(command, env=environment, timeout=seconds, check=True, stdout=sys.stderr)
    except subprocess.TimeoutExpired:
        log.warning("fetching %s took more than %g s and was cancelled", U2NETP.file, seconds)
    except (subprocess.CalledProcessError, OSError):
        log.warning("fetching %s failed", U2NETP.file)
    return find()


def read(path: Path, expected: Weights = U2NETP) -> bytes:
    """The file's bytes. Raises ConfigError unless they are the expected kind of network.

    Another hash than the published one is a warning: some copies were converted on their way, and
    some networks were trained further.
    """
    try:
        data = path.read_bytes()
        graph = onnx.load_model_from_string(data).graph
    except Exception as error:  # protobuf and onnx raise what they like on foreign bytes
        raise ConfigError(f"{path} is not a readable ONNX model") from error
    shapes = [_shape(value[0]) if value else () for value in (graph.input, graph.output)]
    if shapes != [expected.input_shape, expected.output_shape]:
        raise ConfigError(
            f"{path} is not {expected.name}: its input and output are {shapes[0]} and {shapes[1]}, "
            f"expected {expected.input_shape} and {expected.output_shape}"
        )
    digest = hashlib.sha256(data).hexdigest()
    if digest != expected.sha256:
        log.warning(
            "%s is used, but is not the published file: its sha256 is %s, not %s. Unless that is "
            "intended, remove it; the service then fetches the published file at its next start.",
            path,
            digest,
            expected.sha256,
        )
    return data


def _shape(value: onnx.ValueInfoProto) -> tuple[int, ...]:
    return tuple(dim.dim_value for dim in value.type.tensor_type.shape.dim)
