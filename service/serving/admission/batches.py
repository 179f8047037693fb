"""How many batches of photos may be in progress at a time, and how large each may be."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from service.serving.admission.bodies import Bodies
from service.serving.admission.locks import ProcessLocks
from service.values.request_errors import Busy

RETRY_AFTER = 10  # seconds; a batch takes longer than a photo


@dataclass
class Batches:
    """At most `most` batches at a time in all processes forked after this was made.

    Each works on one photo at a time: with `most` below the number of permits, batches together
    leave permits for single photos. A batch may have a body of `max_bytes`, which does not count
    as memory of single photos, make `photos` files, and take `seconds` for all of them.
    """

    most: int
    max_bytes: int
    photos: int
    seconds: float
    locks: ProcessLocks = field(init=False)
    bodies: Bodies = field(init=False)

    def __post_init__(self) -> None:
        self.locks = ProcessLocks(self.most)
        self.bodies = Bodies(self.most * self.max_bytes)

    @property
    def in_work(self) -> int:
        """How many batches this process works on."""
        return len(self.locks.held)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold one of the places while inside. Raises Busy when none is free."""
        number = self.locks.acquire()
        if number is None:
            raise Busy(
                f"The service processes {self.most} batches at a time. Try again later.",
                f"服务同时最多处理 {self.most} 个批次，请稍后再试。",
                retry_after=RETRY_AFTER,
            )
        try:
            yield
        finally:
            self.locks.release(number)
