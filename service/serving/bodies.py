"""How many bytes of request bodies one process may hold in memory at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from service.values.errors import Busy

RETRY_AFTER = 2  # seconds; bodies that are complete are worked off in about that time


class Bodies:
    """Counts bytes as they arrive, not as they are announced: slow senders hold up nobody."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.held = 0

    @contextmanager
    def metering(self, environ: dict[str, Any], announced: int) -> Iterator[None]:
        """While inside, what is read of the body counts. Raises Busy when it would be too much."""
        if self.held + announced > self.limit:
            raise self.busy()
        stream = environ["wsgi.input"]
        meter = environ["wsgi.input"] = _Meter(stream, self)
        try:
            yield
        finally:
            environ["wsgi.input"] = stream
            self.held -= meter.passed

    def busy(self) -> Busy:
        """The refusal."""
        return Busy("Too many photos are being received. Try again later.", retry_after=RETRY_AFTER)


class _Meter:
    """A stream that counts what passes; it has what werkzeug needs of `wsgi.input`."""

    def __init__(self, stream: IO[bytes], bodies: Bodies) -> None:
        self._stream = stream
        self._bodies = bodies
        self.passed = 0

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes. Raises Busy when the process holds too many."""
        part = self._stream.read(size)
        self.passed += len(part)
        self._bodies.held += len(part)
        if self._bodies.held > self._bodies.limit:
            raise self._bodies.busy()
        return part
