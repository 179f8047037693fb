"""What a JPEG's markers and tables say of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from PIL import Image, ImageChops

# A progressive JPEG of 72 KB with 300 scans costs seconds; encoders write about ten.
MAX_SCANS = 100
MAX_SEGMENTS = 5000  # before the first scan; a large profile and XMP take some dozens
# ITU-T T.81, table K.1: the luminance steps that libjpeg calls quality 50, and scales for others.
STANDARD = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip

_MARKER = re.compile(rb"\xff+([^\x00\x01\xff\xd0-\xd7])")  # but those without a length
_SCAN, _END = 0xDA, 0xD9
# ITU-T T.81, table B.1: frames of lossy pictures by Huffman or arithmetic coding, and of others.
_HUFFMAN = {0xC0, 0xC1}
_SEQUENTIAL, _PROGRESSIVE = _HUFFMAN | {0xC9}, {0xC2, 0xCA}
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}

_END_MARKER = bytes([0xFF, _END])
_NOISE = bytes((73 * place + 41) % 251 for place in range(64))  # never 255, which starts a marker
# Before each of the restart markers that a decoder may wait for there is something to decode.
_FILLING = b"".join(_NOISE + bytes([0xFF, 0xD0 + number % 8]) for number in range(16)) + _NOISE


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Each marker, and where its segment's length stands, up to the end or as far as they go."""
    position = 2
    while marker := _MARKER.search(data, position):
        position = marker.end()
        yield marker[1][0], position
        position += int.from_bytes(data[position : position + 2], "big")


def scans(data: bytes) -> int:
    """Scans of a JPEG up to its end, or up to one more than MAX_SCANS.

    Most files have too few bytes that could start a scan to need a closer look.
    """
    if data.count(b"\xff\xda") <= MAX_SCANS:
        return 0
    count = 0
    for marker, _ in _segments(data):
        if marker == _END or count > MAX_SCANS:
            break
        count += marker == _SCAN
    return count


def _header(data: bytes) -> Iterator[tuple[int, int]]:
    """The segments up to the first scan's own header."""
    for marker, at in islice(_segments(data), MAX_SEGMENTS):
        yield marker, at
        if marker in (_SCAN, _END):
            return


def is_lossy(data: bytes) -> bool:
    """Whether the frame is one of 8 bits that decoders of photos know; True where there is none."""
    return all(
        marker in _SEQUENTIAL | _PROGRESSIVE and data[at + 2 : at + 3] == b"\x08"
        for marker, at in _header(data)
        if marker in _FRAMES
    )


def is_baseline(data: bytes) -> bool:
    """Whether rows can be decoded one by one, and a few bytes cannot stand for many of them.

    A progressive file, or one of several scans, is held in memory with all its coefficients.
    In arithmetic coding a few bytes can stand for any number of pixels.
    """
    components = 0
    for marker, at in _header(data):
        if marker in _FRAMES:
            if marker not in _HUFFMAN:
                return False
            components = data[at + 7] if at + 7 < len(data) else 0
        if marker == _SCAN:
            return data[at + 2 : at + 3] >= bytes([components])
    return False


def can_hold(data: bytes, width: int, height: int) -> bool:
    """Whether a baseline JPEG has the two bits that each block of 8 x 8 pixels takes at least."""
    return len(data) * 8 >= width * height // 64 * 2


def endings(data: bytes) -> tuple[bytes, bytes]:
    """A truncated file with its end marker added at once, and after filler: see `is_whole`."""
    begun = data.rstrip(b"\xff")
    return begun + _END_MARKER, begun + _FILLING + _END_MARKER


def is_whole(one: Image.Image, other: Image.Image) -> bool:
    """Whether both of `endings` show the same picture: then nothing but the end marker is missing.

    Where rows are missing, a decoder shows grey for the one and noise for the other.
    """
    return ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox() is None


def quality(tables: Mapping[int, Sequence[int]]) -> float | None:
    """The quality that scales the standard's luminance table to the file's first, 1 to 100.

    None without quantization tables.
    """
    if not tables:
        return None
    percent = 100 * sum(tables[min(tables)]) / sum(STANDARD)
    return (200 - percent) / 2 if percent <= 100 else 5000 / percent
