"""The file of keys: TOML, one [[key]] each, with hashes instead of secrets.

    [[key]]
    name = "shop"
    id = "k3Xw9Qa1"
    sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    scopes = ["photo", "check"]
    per_minute = 60
    per_day = 5000
    at_once = 2
    expires = 2027-06-30

A name has one key that holds, or two while one takes the place of the other; both then state the
same scopes and limits. Without `id` and `sha256` an entry has no key: its limits are those of a
caller whom a gateway names.
"""

import tomllib
from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from service.access.callers import SCOPES, Caller, Register, Scope, StoredKey
from service.access.keys import ID_LENGTH
from service.values.errors import ConfigError

MOST_NAMES = 1000
LIVE_KEYS = 2  # of one name
NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"  # as it stands in logs and metrics
Count = Annotated[int, Field(ge=1, le=1_000_000_000)]


class Entry(BaseModel):
    """One [[key]]."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=rf"^{NAME}$")
    id: str | None = Field(None, pattern=rf"^[0-9A-Za-z]{{{ID_LENGTH}}}$")
    sha256: str | None = Field(None, pattern=r"^[0-9a-f]{64}$")
    scopes: tuple[Scope, ...] = Field(min_length=1)
    per_minute: Count | None = None
    per_day: Count | None = None
    at_once: Count | None = None
    expires: datetime | date | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.id is None) != (self.sha256 is None):
            raise ValueError("id and sha256 must both be given")
        return self

    @property
    def caller(self) -> Caller:
        """Whose key it is."""
        scopes = frozenset(self.scopes)
        return Caller(self.name, scopes, self.per_minute, self.per_day, self.at_once)

    @property
    def key(self) -> StoredKey | None:
        """What is kept of the key; a date holds to its end, in UTC where no other zone is said."""
        if self.id is None or self.sha256 is None:
            return None
        expires = self.expires
        if expires is not None and not isinstance(expires, datetime):
            expires = datetime.combine(expires, time.max)
        if expires is not None and expires.tzinfo is None:
            expires = expires.replace(tzinfo=UTC)
        return StoredKey(self.id, bytes.fromhex(self.sha256), self.caller, expires)


def read_keys(path: Path) -> Register:
    """The callers and keys of a file. Raises ConfigError, one line that names entry and fault."""
    try:
        return parse_keys(path.read_text("utf-8-sig"))
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error
    except (OSError, ValueError) as error:  # of text
        raise ConfigError(f"{path}: {' '.join(str(error).split())}") from error


def parse_keys(text: str) -> Register:
    """The callers and keys of such a file's text. Raises ConfigError."""
    register = Register()
    live: Counter[str] = Counter()
    for number, row in enumerate(_rows(text), 1):
        entry = _entry(number, row)
        _add(entry, f"[[key]] {number} ({entry.name})", register, live)
    if len(register.callers) > MOST_NAMES:
        raise ConfigError(
            f"there are {len(register.callers)} names; at most {MOST_NAMES} are allowed"
        )
    return register


def _add(entry: Entry, where: str, register: Register, live: Counter[str]) -> None:
    """Put an entry into the register; `live` counts the keys of each name that hold."""
    known = register.callers.setdefault(entry.name, entry.caller)
    if known != entry.caller:
        raise ConfigError(f"{where}: {_differing(known, entry.caller)}")
    key = entry.key
    if key is None:
        return
    if key.id in register.keys:
        raise ConfigError(f"{where}: id {key.id} occurs twice")
    register.keys[key.id] = key
    live[entry.name] += not key.has_expired()
    if live[entry.name] > LIVE_KEYS:
        raise ConfigError(f"{where}: a name may have at most {LIVE_KEYS} valid keys")


def _rows(text: str) -> list[object]:
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError(" ".join(str(error).split())) from error
    rows = table.pop("key", [])
    if table or not isinstance(rows, list):
        raise ConfigError(f"only [[key]] is allowed here, not {', '.join(table) or 'key'}")
    return rows


def _entry(number: int, row: object) -> Entry:
    try:
        return Entry.model_validate(row)
    except ValidationError as error:
        name = row.get("name") if isinstance(row, dict) else None
        where = f"[[key]] {number} ({name})" if isinstance(name, str) else f"[[key]] {number}"
        faults = "; ".join(_fault(one["loc"], one["msg"]) for one in error.errors())
        raise ConfigError(f"{where}: {' '.join(faults.split())}") from error


def _fault(where: tuple[int | str, ...], message: str) -> str:
    """What is wrong with a field; `expires` is a union, whose members pydantic names as well."""
    field = str(where[0]) if where else ""
    if field == "scopes":
        message = f"of {', '.join(SCOPES)}"
    return f"{field}: {message}" if field else message.removeprefix("Value error, ")


def _differing(one: Caller, other: Caller) -> str:
    names = ("scopes", "per_minute", "per_day", "at_once")
    fields = [name for name in names if getattr(one, name) != getattr(other, name)]
    return f"both keys of a name state the same {', '.join(fields)}"
