"""How long photos hold their permits, to estimate how long the next one will wait."""

import mmap

import numpy as np

LATEST = 9  # photos that are remembered
FEWEST = 2  # photos before which nothing is said


class Pace:
    """The median of the latest photos, shared by every process forked after this was made.

    A median tolerates one photo that takes a hundred times as long as the others, and entries
    that workers overwrite for each other now and then.
    """

    def __init__(self) -> None:
        shared = np.frombuffer(mmap.mmap(-1, (1 + LATEST) * 8), np.float64)
        self._count, self._latest = shared[:1], shared[1:]

    def add(self, seconds: float) -> None:
        """Note how long a photo took."""
        count = int(self._count[0])
        self._latest[count % LATEST] = seconds
        self._count[0] = count + 1

    @property
    def seconds(self) -> float:
        """How long the next photo is expected to take: the lower median; 0 before FEWEST photos."""
        count = min(int(self._count[0]), LATEST)
        if count < FEWEST:
            return 0.0
        return float(np.sort(self._latest[:count])[(count - 1) // 2])
