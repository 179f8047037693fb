"""A response to a request that uses something deprecated says so (RFC 9745)."""

from collections.abc import Iterable
from datetime import UTC, datetime

from flask import Response, g

# Names of fields that still work, and since when they are deprecated; docs/stability.md lists them.
SHEET_FIELDS = {"marks": datetime(2026, 11, 27, tzinfo=UTC)}


def note_deprecated(fields: Iterable[tuple[str, str]], known: dict[str, datetime]) -> None:
    """Remember, for this request's response, which of its fields are deprecated."""
    named = {name.strip().lower() for name, _ in fields}
    g.deprecated_since = min((known[name] for name in named & set(known)), default=None)


def set_deprecation(response: Response) -> None:
    """The header `Deprecation` with the date, where something deprecated was used."""
    since = g.get("deprecated_since")
    if since is not None:
        response.headers["Deprecation"] = f"@{int(since.timestamp())}"
