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
        description="File of API keys (TOML). If it is set, every request needs a key, except for "
        "open addresses. Read at start and on SIGHUP. Unset: no keys are needed.",
    )
    keys_open: str = Field(
        "page,docs,specs",
        description="If keys are needed, what is open in addition to the probes: any of `page` "
        "(`/`), `docs` (`/docs`, `/openapi.json`) and `specs` (`/v1/specs`), or `none`.",
    )
    jwks_file: Path | None = Field(
        None,
        description="File with the public keys (JWKS) of a gateway whose JSON Web Tokens are "
        "accepted instead of keys; needs `requirements-jwt.txt` and `IDPHOTO_JWT_AUDIENCE`.",
    )
    jwt_audience: str | None = Field(
        None,
        description="Required `aud` of a token: the name that the gateway uses for this service.",
    )
    jwt_issuer: str | None = Field(
        None, description="Required `iss` of a token. Unset: not checked."
    )
    metrics_bind: str | None = Field(
        None,
        pattern=r"^.+:[0-9]{1,5}$",
        description="Separate address and port for `/metrics`, without keys. Nothing else is "
        "served there, and `/metrics` is served nowhere else.",
    )

    @field_validator("keys_open")
    @classmethod
    def _rooms(cls, value: str) -> str:
        """Names of rooms, without blanks; `none` is none of them."""
        rooms = [part.strip().lower() for part in value.split(",") if part.strip()]
        for room in rooms:
            if room not in OPEN_ROOMS and rooms != ["none"]:
                raise ValueError(f"'{room}' is not one of {', '.join(OPEN_ROOMS)}, none")
        return ",".join(rooms)
