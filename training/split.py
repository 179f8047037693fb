"""Who and what is kept aside: a fixed fifth of people and places, by name.

What is `test` is never trained on, never tuned on, and not looked at while something is tuned.
"""

import hashlib
import re
from typing import Literal

Part = Literal["train", "validation", "test"]
TEST, VALIDATION = 0.2, 0.25  # below the one test, from there to the other validation


def part_of(name: str) -> Part:
    """The part to which a person or a place belongs."""
    share = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) / 2**32
    if share < TEST:
        return "test"
    return "validation" if share < VALIDATION else "train"


def person_of(portrait: str, source: str) -> str:
    """The name of who is on a portrait: some people of the London set are there twice."""
    number = re.search(r"/(\d+)_\d+\.jpg", source) if portrait.startswith("lon_") else None
    return f"lon_{number[1]}" if number else portrait
