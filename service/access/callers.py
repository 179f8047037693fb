"""Callers by name: what each may do, and how much of it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, get_args

from service.values.request_errors import Forbidden

Scope = Literal["photo", "check", "batch", "metrics"]
SCOPES: tuple[Scope, ...] = get_args(Scope)


@dataclass(frozen=True, slots=True)
class Caller:
    """One customer of the service: a name, what it may do, and its quotas; None: no limit.

    `at_once` is how many of its requests may be in the service at a time; None: the service's own
    share for one caller.
    """

    name: str
    scopes: frozenset[Scope]
    per_minute: int | None = None
    per_day: int | None = None
    at_once: int | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose request it is, and with which key, for the log."""

    caller: Caller
    key_id: str

    def raise_unless(self, scope: Scope) -> None:
        """Raise Forbidden where the caller may not do that."""
        if scope not in self.caller.scopes:
            raise Forbidden(
                f"This key does not have the scope '{scope}'.",
                f"该密钥没有“{scope}”权限。",
                scope=scope,
            )


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key as it is stored: its id, its SHA-256, and when it expires."""

    id: str
    digest: bytes
    caller: Caller
    expires: datetime | None = None

    def has_expired(self) -> bool:
        """Whether the key has expired."""
        return self.expires is not None and datetime.now(UTC) >= self.expires


@dataclass(frozen=True, slots=True)
class Register:
    """All callers by name, and their keys by id."""

    callers: dict[str, Caller] = field(default_factory=dict)
    keys: dict[str, StoredKey] = field(default_factory=dict)
