"""The settings: those of access and of serving, and all others."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from service.settings.serving import ServingSettings
from service.values.errors import ConfigError


class Settings(ServingSettings):
    """Read once at start by the composition root and by gunicorn's configuration."""

    max_megapixels: float = Field(
        202.0,
        gt=0,
        le=500,
        description="Largest baseline JPEG in millions of pixels. Files that are decoded whole "
        "(progressive JPEG, HEIC, PNG...) may have a quarter of it, WebP an eighth.",
    )
    specs_dir: Path | None = Field(
        None,
        description="Folder of `*.toml` files with documents of your own, in addition to "
        "the built-in ones.",
    )
    matting: str = Field(
        "auto",
        pattern=r"^[a-z0-9_-]+$",
        description="What cuts the person out: `auto` (the best that is available: "
        "`portrait-u2netp` if u2netp's weights are there or can be downloaded, otherwise "
        "`portrait`), `portrait-u2netp` (the portrait network with u2netp's map as an additional "
        "input; the service does not start without the weights), `portrait` (the portrait "
        "network alone, part of the package), `u2netp` (u2netp alone), or any other local model "
        "of rembg, such as `u2net_human_seg` or `birefnet-portrait`.",
    )
    providers: str = Field(
        "cpu",
        description="ONNX Runtime execution providers in order of preference, comma-separated: "
        "`cuda`, `tensorrt`, `openvino`, `cpu`, or their full names.",
    )
    model_home: Path | None = Field(
        None,
        description="Folder with the model weights. Unset: rembg's folder (`U2NET_HOME`, otherwise "
        "`~/.rembg`).",
    )
    model_mirror: str | None = Field(
        None,
        pattern=r"^https?://",
        description="Base URL to download `u2netp.onnx` from, instead of rembg's release page.",
    )
    model_fetch_seconds: float = Field(
        20.0,
        ge=0,
        le=3600,
        description="How long `auto` tries to download missing weights at start; 0 means not at "
        "all.",
    )
    source_type: bool = Field(
        True,
        description="Whether files with a replaced background say so in their XMP (IPTC "
        "DigitalSourceType).",
    )
    aigc_producer: str | None = Field(
        None,
        max_length=128,
        pattern=r"^[\w .,:()（）·/+-]+$",
        description="Name or code of the provider, written to the AIGC field of GB 45438-2025 in "
        "the XMP of the same files. Unset: no such field.",
    )
    metrics: bool = Field(
        True,
        description="Whether `GET /metrics` is served, for Prometheus. Do not expose it to "
        "the public.",
    )
    tracing: bool = Field(
        False,
        description="Whether requests are recorded as OpenTelemetry spans and sent over "
        "OTLP/HTTP, as configured by the standard `OTEL_*` variables; needs "
        "`requirements-otel.txt`.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Lowest level that is logged."
    )

    @model_validator(mode="after")
    def _ports(self) -> Self:
        """Metrics are told from everything else by their port."""
        if self.metrics_bind and _port_of(self.metrics_bind) == _port_of(self.bind):
            raise ValueError("IDPHOTO_METRICS_BIND needs another port than IDPHOTO_BIND")
        return self

    @field_validator("log_level", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value


def _port_of(bind: str) -> str:
    return bind.rpartition(":")[2]


def load() -> Settings:
    """The settings of this process. Raises ConfigError that names each variable at fault."""
    try:
        return Settings()
    except ValidationError as error:
        faults = [
            f"IDPHOTO_{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}"
            if fault["loc"]
            else fault["msg"].removeprefix("Value error, ")
            for fault in error.errors()
        ]
        raise ConfigError("; ".join(faults)) from error
