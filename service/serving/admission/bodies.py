"""How many request bodies, and how many of their bytes, one process takes at a time."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from gunicorn.http.errors import ParseException

from service.serving.request.connection import close_after, is_chunked, received
from service.values.errors import CallerGone
from service.values.request_errors import BodyTooLarge, Busy, MalformedRequest

RETRY_AFTER = 2  # seconds; bodies that are complete are worked off in about that time
PIECE = 65536  # bytes that are read at a time where all are wanted
LINGERERS = 1 / 4  # of the senders: who was refused because of those, and is quick to finish


class Bodies:
    """Counts bytes as they arrive, not as they are announced: slow senders hold up nobody.

    At most `senders` bodies are received at a time, whether they are read or, after an early
    answer, thrown away; the process has other connections to answer.
    """

    def __init__(self, limit: int, senders: int = 300) -> None:
        self.limit = limit
        self.senders = senders
        self.held = 0
        self.sending = 0
        self.lingering = 0

    @contextmanager
    def metering(
        self, environ: dict[str, Any], announced: int, most: float = math.inf
    ) -> Iterator["_Meter"]:
        """Count what is read of the body while inside. Raises Busy when it would be too much.

        Reading raises CallerGone when the body ends early, BodyTooLarge when a chunked one has more
        than `most` bytes, and MalformedRequest when its chunks are malformed.
        """
        if self.held + announced > self.limit:
            raise self.busy()
        stream = environ["wsgi.input"]
        length = None if is_chunked(environ) else announced
        meter = environ["wsgi.input"] = _Meter(stream, self, length, most)
        try:
            yield meter
        except MalformedRequest:
            if length is None:
                close_after(environ)  # where the next request begins cannot be told
            raise
        finally:
            environ["wsgi.input"] = stream
            self.held -= meter.passed
            received(environ, meter.passed, meter.ended)

    @contextmanager
    def receiving(self, environ: dict[str, Any]) -> Iterator[None]:
        """Count a body as being received while inside. Raises Busy when there are too many.

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
    def discarding(self, in_haste: bool = False) -> Iterator[bool]:
        """Count a body as being thrown away while inside; gives True where that must be quick.

        It must be where too many send already, or `in_haste`, which takes no sender's place. Raises
        Busy when too many of these are thrown away too.
        """
        if self.sending < self.senders and not in_haste:
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
        return Busy(
            "Too many uploads are in progress. Try again later.",
            "正在接收的照片太多，请稍后再试。",
            retry_after=RETRY_AFTER,
        )


class _Meter:
    """A stream that counts what is read and ends with the body; `length` is None if it is chunked.

    It has what werkzeug needs of `wsgi.input`.
    """

    def __init__(self, stream: IO[bytes], bodies: Bodies, length: int | None, most: float) -> None:
        self._stream = stream
        self._bodies = bodies
        self._length = length
        self._most = most
        self.passed = 0
        self.ended = length == 0

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, or all. Raises Busy, CallerGone, or what `metering` says."""
        if size >= 0:
            return self._read(size)
        pieces = []
        while piece := self._read(PIECE):
            pieces.append(piece)
        return b"".join(pieces)

    def _read(self, size: int) -> bytes:
        if self.ended or not size:
            return b""
        left = size if self._length is None else min(size, self._length - self.passed)
        part = self._part(left)
        self.passed += len(part)
        self._bodies.held += len(part)
        if self.passed > self._most:
            raise BodyTooLarge(*too_large(self._most))
        if self._bodies.held > self._bodies.limit:
            raise self._bodies.busy()
        self.ended = not part if self._length is None else self.passed == self._length
        return part

    def _part(self, size: int) -> bytes:
        try:
            part = self._stream.read(size)
        except OSError as error:
            raise CallerGone from error
        except ParseException as error:
            raise MalformedRequest(
                f"The chunks of the body cannot be read: {error}.",
                "无法解析请求体的分块（chunked）编码。",
            ) from error
        if not part and self._length is not None:
            raise CallerGone
        return part


def too_large(most: float) -> tuple[str, str]:
    """The message about a body of more than `most` bytes, in both languages."""
    limit = f"{most / 1e6:g} MB"
    return (
        f"A body may have at most {limit}, a text field in it 0.5 MB, and a form 1000 parts.",
        f"请求体最多 {limit}，其中文本字段最多 0.5 MB，表单最多 1000 个部分。",
    )
