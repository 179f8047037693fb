"""What is fuzzed: each target is a module with `seeds` and `run`.

`seeds()` yields small inputs of our own to grow a corpus from. `run(data)` returns quietly for
whatever the service may do with such input, its own refusals among them, and raises anything else.
"""

from collections.abc import Iterator
from typing import Protocol

from fuzzing.targets import archive, decode, fields, form, keys, output, placement, specs


class Target(Protocol):
    """A module of this package."""

    __doc__: str | None

    def seeds(self) -> Iterator[bytes]:
        """Small inputs to begin with."""

    def run(self, data: bytes) -> None:
        """Try one input. Raises where the service would fail or break its word."""


TARGETS: dict[str, Target] = {
    "decode": decode,
    "form": form,
    "fields": fields,
    "archive": archive,
    "specs": specs,
    "placement": placement,
    "output": output,
    "keys": keys,
}
