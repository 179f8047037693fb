"""What an operator can set about who may call: a part of `service.settings`."""

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

OPEN_ROOMS = ("page", "docs", "specs")


class AccessSettings(BaseSettings):
    """Keys, tokens, what needs none, and where metrics are."""

    model_config = SettingsConfigDict(env_prefix="IDPHOTO_", frozen=True, env_ignore_empty=True)

    keys_file: Path | None = Field(
        None,
        description="File of API keys (TOML); every request then needs a key, except for what is "
        "open. Read at start and on SIGHUP. Unset: no keys are needed.",
    )
    keys_open: str = Field(
        "page,docs,specs",
        description="What needs no key besides the probes, where keys are needed: any of `page` "
        "(`/`), `docs` (`/docs`, `/openapi.json`) and `specs` (`/v1/specs`), or `none`.",
    )
    jwks_file: Path | None = Field(
        None,
        description="Public keys (JWKS) of a gateway whose JSON Web Tokens count as keys; needs "
        "`requirements-jwt.txt` and `IDPHOTO_JWT_AUDIENCE`.",
    )
    jwt_audience: str | None = Field(
        None, description="Required `aud` of a token: the name of this service at the gateway."
    )
    jwt_issuer: str | None = Field(
        None, description="Required `iss` of a token. Unset: not checked."
    )
    metrics_bind: str | None = Field(
        None,
        pattern=r"^.+:[0-9]{1,5}$",
        description="Address and port of their own for `/metrics`, without keys; nothing else "
        "answers there, and `/metrics` nowhere else.",
    )

    @field_validator("keys_open")
    @classmethod
    def _rooms(cls, value: str) -> str:
        """Names of rooms, without blanks; `none` is none of them."""
        rooms = [part.strip().lower() for part in value.split(",") if part.strip()]
        for room in rooms:
            if room not in OPEN_ROOMS and rooms != ["none"]:
                raise ValueError(f"'{room}' is none of {', '.join(OPEN_ROOMS)}, none")
        return ",".join(rooms)
