"""How many request bodies, and how many of their bytes, one process takes at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from service.serving.request.connection import close_after, received
from service.values.errors import Busy, CallerGone

RETRY_AFTER = 2  # seconds; bodies that are complete are worked off in about that time
LINGERERS = 1 / 4  # of the senders: who was refused because of those, and is quick to finish


class Bodies:
    """Counts bytes as they arrive, not as they are announced: slow senders hold up nobody.

    At most `senders` bodies are being received at a time, be it to read them or to throw them away
    after an early answer; the process has other connections to answer.
    """

    def __init__(self, limit: int, senders: int = 300) -> None:
        self.limit = limit
        self.senders = senders
        self.held = 0
        self.sending = 0
        self.lingering = 0

    @contextmanager
    def metering(self, environ: dict[str, Any], announced: int) -> Iterator["_Meter"]:
        """While inside, what is read of the body counts. Raises Busy when it would be too much.

        Reading raises CallerGone when the body ends before what was announced.
        """
        if self.held + announced > self.limit:
            raise self.busy()
        stream = environ["wsgi.input"]
        meter = environ["wsgi.input"] = _Meter(stream, self, announced)
        try:
            yield meter
        finally:
            environ["wsgi.input"] = stream
            self.held -= meter.passed
            received(environ, meter.passed)

    @contextmanager
    def receiving(self, environ: dict[str, Any]) -> Iterator[None]:
        """While inside, a body is being received. Raises Busy when too many are.

        The connection then ends with the answer.
        """
        if self.sending >= self.senders:
            close_after(environ)
            raise self.busy()
        self.sending += 1
        try:
            yield
        finally:
            self.sending -= 1

    @contextmanager
    def discarding(self) -> Iterator[bool]:
        """While inside, a body is thrown away; True: only if that is quick, as too many send.

        Raises Busy when too many are thrown away besides.
        """
        if self.sending < self.senders:
            with self.receiving({}):
                yield False
            return
        if self.lingering >= self.senders * LINGERERS:
            raise self.busy()
        self.lingering += 1
        try:
            yield True
        finally:
            self.lingering -= 1

    def busy(self) -> Busy:
        """The refusal."""
        return Busy("Too many photos are being received. Try again later.", retry_after=RETRY_AFTER)


class _Meter:
    """A stream that counts what passes; it has what werkzeug needs of `wsgi.input`."""

    def __init__(self, stream: IO[bytes], bodies: Bodies, announced: int) -> None:
        self._stream = stream
        self._bodies = bodies
        self._announced = announced
        self.passed = 0

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes. Raises Busy when the process holds too many, or CallerGone."""
        try:
            part = self._stream.read(size)
        except OSError as error:
            raise CallerGone from error
        if not part and size and self.passed < self._announced:
            raise CallerGone
        self.passed += len(part)
        self._bodies.held += len(part)
        if self._bodies.held > self._bodies.limit:
            raise self._bodies.busy()
        return part
