"""What an operator can set about connections, queue and requests: a part of `service.settings`."""

import re

from pydantic import Field, ValidationInfo, field_validator

from service.settings.access import AccessSettings


class ServingSettings(AccessSettings):
    """Addresses, workers, and how much may be in progress, how large and for how long."""

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
