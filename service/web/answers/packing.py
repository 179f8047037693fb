"""Files as one body: a ZIP, multipart/mixed or base64. For a thread, not for the event loop."""

import base64
import io
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zipfile import ZIP_STORED, ZipFile, ZipInfo

# Encoded at a time, as the event loop stands still meanwhile; three bytes become four letters.
BASE64_BYTES = 3 * 65_536


@dataclass(frozen=True, slots=True)
class ZipPart:
    """A piece of a ZIP with some of its files, and their entries in the ZIP's directory."""

    data: bytes
    infos: Sequence[ZipInfo]


def zip_part(files: Iterable[tuple[str, bytes]], start: int = 0) -> ZipPart:
    """`files`, name and content, as the piece of a ZIP that begins at its byte `start`.

    They are stored, as pictures do not shrink; each has its size in front of it, so that a reader
    of the stream can tell where it ends.
    """
    window = _Window(start)
    with ZipFile(window, "w", ZIP_STORED) as archive:
        for name, data in files:
            archive.writestr(name, data)
        end, infos = archive.start_dir, archive.infolist()
    return ZipPart(window.getbuffer()[: end - start].tobytes(), infos)


def zip_end(infos: Iterable[ZipInfo], start: int) -> bytes:
    """The directory of a ZIP whose files take `start` bytes."""
    window = _Window(start)
    with ZipFile(window, "w", ZIP_STORED) as archive:
        archive.infolist().extend(infos)
    return window.getvalue()


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A whole ZIP of `files`, name and content."""
    part = zip_part(files)
    return part.data + zip_end(part.infos, len(part.data))


class _Window(io.BytesIO):
    """A file of which only the bytes from `start` on are in memory."""

    def __init__(self, start: int) -> None:
        super().__init__()
        self._start = start

    def tell(self) -> int:
        return self._start + super().tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        shift = self._start if whence == io.SEEK_SET else 0
        return self._start + super().seek(offset - shift, whence)


def mixed(parts: Iterable[tuple[str, str, bytes]]) -> tuple[bytes, str]:
    """A body of `parts` (name, media type, content), and its own media type. RFC 2046, 5.1."""
    boundary = secrets.token_hex(16)
    pieces: list[bytes] = []
    for name, media_type, data in parts:
        head = (
            f"--{boundary}\r\nContent-Type: {media_type}\r\n"
            f'Content-Disposition: attachment; filename="{name}"\r\n'
            f"Content-Length: {len(data)}\r\n\r\n"
        )
        pieces += [head.encode(), data, b"\r\n"]
    pieces.append(f"--{boundary}--\r\n".encode())
    return b"".join(pieces), f"multipart/mixed; boundary={boundary}"


def placeholder() -> str:
    """A text that stands for a file and occurs nowhere else."""
    return secrets.token_hex(16)


def with_base64(text: str, files: Mapping[str, bytes]) -> bytes:
    """`text` with each placeholder of `files` replaced by its file in base64.

    A JSON serializer would go through every letter of the files, and hold up all threads.
    """
    if not files:
        return text.encode()
    parts = re.split(f"({'|'.join(files)})", text)
    return b"".join(
        piece
        for part in parts
        for piece in (_base64(files[part]) if part in files else [part.encode()])
    )


def _base64(data: bytes) -> Iterator[bytes]:
    view = memoryview(data)
    for start in range(0, len(data), BASE64_BYTES):
        yield base64.b64encode(view[start : start + BASE64_BYTES])
