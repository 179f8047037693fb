"""Limits that a request sets in place of the document's and this service's own."""

from dataclasses import dataclass
from typing import Literal

from service.values.check import Bounds, CheckId

Profile = Literal["icao", "schengen", "cn", "lenient"]


@dataclass(frozen=True, slots=True)
class OwnLimits:
    """Bounds by check, of the profile and of the request, which wins; empty: nothing changes."""

    profile: Profile | None = None
    bounds: tuple[tuple[CheckId, Bounds], ...] = ()

    @property
    def lenient(self) -> bool:
        """Whether what would fail only gives a warning."""
        return self.profile == "lenient"


NO_LIMITS = OwnLimits()
