"""Several files as one body: a ZIP, or multipart/mixed."""

import io
import secrets
from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZipFile


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A ZIP of `files`, name and content, piece by piece: it holds one of them at a time.

    Deflated although pictures do not shrink: readers of a stream cannot tell where a stored file
    of unknown length ends.
    """
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in files:
            archive.writestr(name, data)
            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """What has been written since it was last taken away."""

    def __init__(self) -> None:
        self._pieces = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = memoryview(data)  # type: ignore[arg-type]
        self._pieces += piece
        return piece.nbytes

    def taken(self) -> bytes:
        """All of it, which is then gone from here."""
        pieces, self._pieces = bytes(self._pieces), bytearray()
        return pieces


def mixed(parts: Iterable[tuple[str, str, bytes]]) -> tuple[bytes, str]:
    """A body of `parts` (name, media type, content), and its own media type. RFC 2046, 5.1."""
    boundary = secrets.token_hex(16)
    body = bytearray()
    for name, media_type, data in parts:
        head = (
            f"--{boundary}\r\nContent-Type: {media_type}\r\n"
            f'Content-Disposition: attachment; filename="{name}"\r\n'
            f"Content-Length: {len(data)}\r\n\r\n"
        )
        body += head.encode() + data + b"\r\n"
    body += f"--{boundary}--\r\n".encode()
    return bytes(body), f"multipart/mixed; boundary={boundary}"
