"""A PNG without the chunks that do not affect its look, and how it names its colours."""

import zlib
from collections.abc import Iterator
from struct import unpack_from

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_CHUNKS = 10_000  # a file of 20 MB in the usual pieces of 8 KB has 2,500
_CRITICAL = {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
# Ancillary chunks that count, and their length where there is but one.
_LENGTHS = {
    b"tRNS": None, b"iCCP": None, b"eXIf": None, b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"cICP": 4,
}  # fmt: skip
_TEXTS = {b"tEXt", b"zTXt", b"iTXt"}
_ORIENTED = b"Raw profile type exif\0", b"XML:com.adobe.xmp\0"  # keywords of texts that hold EXIF


def essential(data: bytes) -> tuple[bytes, tuple[int, int] | None]:
    """The PNG with what its pixels and their look need, and the code points of cICP.

    An ancillary chunk whose checksum is wrong is left out, as libpng does. Raises ValueError for
    more chunks than a picture has.
    """
    parts: list[memoryview] = [memoryview(data)[: len(SIGNATURE)]]
    code_points: tuple[int, int] | None = None
    kept = start = len(SIGNATURE)
    for number, (kind, at, end) in enumerate(_chunks(data)):
        if number > MAX_CHUNKS:
            raise ValueError("more chunks than a picture has")
        if kind not in _CRITICAL and not _counts(data, kind, at, end):
            parts.append(memoryview(data)[kept:start])
            kept = end
        elif kind == b"cICP":
            code_points = data[at + 8], data[at + 9]
        start = end
    if kept == len(SIGNATURE):
        return data, code_points
    parts.append(memoryview(data)[kept:])
    return b"".join(parts), code_points


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Type of each whole chunk, and where it begins and ends with its length and checksum."""
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        size, kind = unpack_from(">I4s", data, at)
        if at + 12 + size > len(data):
            return
        yield kind, at, at + 12 + size
        if kind == b"IEND":
            return
        at += 12 + size


def _counts(data: bytes, kind: bytes, at: int, end: int) -> bool:
    """Whether an ancillary chunk decides anything, and is whole."""
    if kind in _TEXTS:
        if not data.startswith(_ORIENTED, at + 8):
            return False
    elif kind not in _LENGTHS or _LENGTHS[kind] not in (None, end - at - 12):
        return False
    checksum = int.from_bytes(data[end - 4 : end], "big")
    return zlib.crc32(memoryview(data)[at + 4 : end - 4]) == checksum
