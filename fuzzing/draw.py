"""Values drawn from the bytes of a fuzzer, so that a change of bytes is a change of values."""

import math
import struct
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """Reads `data` from its beginning; when it is used up, everything drawn is 0 or empty."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, count: int) -> bytes:
        """The next `count` bytes, filled up with zeros."""
        part = self._data[self._at : self._at + count]
        self._at += count
        return part.ljust(count, b"\0")

    def rest(self) -> bytes:
        """All that is left."""
        return self._data[self._at :]

    def integer(self, low: int, high: int) -> int:
        """From `low` to `high`, both included."""
        return low + int.from_bytes(self.take(4), "big") % (high - low + 1)

    def flag(self) -> bool:
        """True or false."""
        return bool(self.integer(0, 1))

    def number(self, low: float, high: float) -> float:
        """Any number from `low` to `high`; now and then one of the two, or of their neighbours."""
        match self.integer(0, 9):
            case 0:
                return low
            case 1:
                return high
            case 2:
                return math.nextafter(low, high)
            case _:
                return low + (high - low) * self.integer(0, 1 << 30) / (1 << 30)

    def any_float(self) -> float:
        """Any number at all, infinite and not-a-number among them."""
        return float(struct.unpack(">d", self.take(8))[0])

    def one_of(self, choices: Sequence[T]) -> T:
        """One of `choices`."""
        return choices[self.integer(0, len(choices) - 1)]

    def text(self, most: int) -> str:
        """Up to `most` characters, in any script."""
        return self.take(self.integer(0, most)).decode("utf-8", "replace")
