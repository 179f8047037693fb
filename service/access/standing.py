"""Where a caller stands, in the fields of draft-ietf-httpapi-ratelimit-headers-10."""

import math
from dataclasses import dataclass

from service.access.callers import Caller
from service.access.quotas import DAY, MINUTE, NANO, PHOTO, Used


@dataclass(frozen=True, slots=True)
class Window:
    """One quota in photos: its limit, what is left of it, and the seconds until all of it is."""

    name: str
    seconds: int
    limit: int
    left: float
    reset: int


def windows(caller: Caller, used: Used, reserved: int, now: int) -> list[Window]:
    """The caller's quotas; what its photos in progress may use counts as used."""
    found = []
    for name, seconds, limit, began, units in (
        ("minute", MINUTE, caller.per_minute, used.minute_began, used.minute),
        ("day", DAY, caller.per_day, used.day_began, used.day),
    ):
        if limit is not None:
            left = max(0, PHOTO * limit - units - reserved) / PHOTO
            reset = math.ceil((began + seconds * NANO - now) / NANO)
            found.append(Window(name, seconds, limit, left, reset))
    return found


def policy_field(found: list[Window], at_once: int) -> str:
    """The field RateLimit-Policy."""
    items = [f'"{one.name}";q={one.limit};qu="photos";w={one.seconds}' for one in found]
    return ", ".join([*items, f'"at-once";q={at_once};qu="concurrent-requests"'])


def limit_field(found: list[Window]) -> str:
    """The field RateLimit; empty where there is nothing to count."""
    return ", ".join(f'"{one.name}";r={math.floor(one.left)};t={one.reset}' for one in found)
