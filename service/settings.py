"""Everything an operator can set, as environment variables with the prefix IDPHOTO_."""

import re
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator

from service.access_settings import AccessSettings
from service.values.errors import ConfigError


class Settings(AccessSettings):
    """Read once at start by the composition root and by gunicorn's configuration."""

    bind: str = Field("0.0.0.0:8000", description="Address and port to listen on.")
    workers: int = Field(4, ge=1, le=64, description="Gunicorn worker processes.")
    permits: int = Field(
        0,
        ge=0,
        le=1024,
        description="Maximum number of photos in progress, across all workers; 0 means twice the "
        "number of cores that the container may use.",
    )
    queue_length: int = Field(
        0,
        ge=0,
        le=1000,
        description="Maximum length of the queue, across all workers; 0 means twice "
        "`IDPHOTO_PERMITS`.",
    )
    queue_seconds: float = Field(
        5.0,
        ge=0,
        le=3600,
        description="How long a request waits in the queue before it is rejected with 429.",
    )
    keepalive_seconds: int = Field(
        75,
        ge=1,
        le=3600,
        description="How long an idle connection stays open. Must be longer than the load "
        "balancer keeps idle connections (usually 60 seconds); otherwise the load balancer sends "
        "requests into a closed connection.",
    )
    cors_origins: str | None = Field(
        None,
        description="Origins whose pages may call the service from a browser, comma-separated, "
        "such as `https://app.example`, or `*` for all. Unset: none. Credentials are never "
        "allowed.",
    )
    embed_origins: str | None = Field(
        None,
        description="Origins whose pages may show `/embed` in a frame and receive the finished "
        "photo, comma-separated, such as `https://app.example`. Unset: none.",
    )
    body_seconds: float = Field(
        20.0, gt=0, le=3600, description="How long a request's body may take to arrive."
    )
    deadline_seconds: float = Field(
        30.0,
        gt=0,
        le=3600,
        description="How long a request may take, including the upload and the queue, before it "
        "gets 504; a client can set a shorter time in `Request-Timeout`.",
    )
    max_body_mb: float = Field(
        20.0, gt=0, le=200, description="Largest request body in MB (10^6 bytes)."
    )
    body_memory_mb: float = Field(
        400.0,
        gt=0,
        description="Memory for request bodies across all workers, in MB. Each worker gets an "
        "equal part, but at least enough for one body of the largest size; beyond that, requests "
        "get 429.",
    )
    max_batch_mb: float = Field(
        50.0,
        gt=0,
        le=1000,
        description="Largest ZIP for `/v1/batch` in MB; each batch in progress is kept in memory, "
        "in addition to `IDPHOTO_BODY_MEMORY_MB`.",
    )
    batches: int = Field(
        0,
        ge=0,
        le=1024,
        description="Maximum number of batches in progress, across all workers; each batch "
        "processes one photo at a time. 0 means half of `IDPHOTO_PERMITS`.",
    )
    batch_photos: int = Field(
        200, ge=1, le=1000, description="Maximum number of files in a batch: photos times variants."
    )
    batch_seconds: float = Field(
        300.0,
        gt=0,
        le=86_400,
        description="How long a batch may take; a client can set a shorter time in "
        "`Request-Timeout`.",
    )
    max_requests: int = Field(
        0,
        ge=0,
        description="Number of photos after which a worker is replaced by a new one, one worker "
        "at a time; 0 means never.",
    )
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

    @field_validator("cors_origins", "embed_origins")
    @classmethod
    def _origins(cls, value: str | None, info: ValidationInfo) -> str | None:
        """Each as a browser sends it: a scheme, a host and perhaps a port, and nothing after.

        A photo is never handed to whoever asks: `*` is for calls alone.
        """
        anyone = info.field_name == "cors_origins"
        origins = [part.strip().lower() for part in (value or "").split(",") if part.strip()]
        for origin in origins:
            if anyone and origin == "*":
                continue
            if not re.fullmatch(r"[a-z][a-z0-9+.-]*://[^/\s?#@;'\"<>*]+", origin):
                raise ValueError(f"'{origin}' is not an origin such as https://app.example")
        return ",".join(origins) or None

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
