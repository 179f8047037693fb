"""What an image file says of itself, read from its bytes before any library decodes it."""

import re
from collections.abc import Iterator
from struct import unpack_from

# The formats that are read; BMP by its header too, as two letters are no signature.
MAGIC = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n....IHDR|RIFF....WEBP|GIF8[79]a|II[*+]\0|MM\0[*+]"
    rb"|BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0"
    rb"|....ftyp(avi[fs]|mif1|msf1|he[iv][cmsx])",
    re.DOTALL,
)
# A progressive JPEG of 72 KB with 300 scans costs seconds; encoders write about ten.
MAX_SCANS = 100
# Twenty times that of a 200 MP photo in 768 tiles: more would only keep the parser busy.
MAX_META = 1_000_000

_MARKER = re.compile(rb"\xff+([^\x00\x01\xff\xd0-\xd7])")  # but those without a length
Box = tuple[bytes, int, int]  # type, and where its content begins and ends


def scans(data: bytes) -> int:
    """Scans of a JPEG up to its end, or up to one more than MAX_SCANS.

    Most files have too few bytes that could start a scan to need a closer look.
    """
    if data.count(b"\xff\xda") <= MAX_SCANS:
        return 0
    found, position = 0, 2
    while found <= MAX_SCANS and (marker := _MARKER.search(data, position)):
        position = marker.end()
        if marker[1] == b"\xd9":
            break
        found += marker[1] == b"\xda"
        position += int.from_bytes(data[position : position + 2], "big")
    return found


def is_heif(data: bytes) -> bool:
    """Whether the file is of the family of HEIC and AVIF (ISO 23008-12)."""
    return data[4:8] == b"ftyp"


def heif_extent(data: bytes) -> tuple[int, int]:
    """Most pixels and longest side that decoding one image of a HEIC or AVIF file can take.

    A grid may lie about its own size, and libheif finds out after decoding all its tiles: they
    count as well, as often as they are referred to. Raises struct.error or ValueError.
    """
    pixels = side = 0
    for _, start, end in _of(_boxes(data, 0, len(data)), b"meta"):
        if end - start > MAX_META:
            raise ValueError("the header is too large")
        inner = list(_boxes(data, start + 4, end))
        sizes = _sizes(data, inner)
        for width, height in sizes.values():
            pixels, side = max(pixels, width * height), max(side, width, height)
        for _, first, last in _of(inner, b"iref"):
            for tiles in _tiles(data, first, last):
                areas = (sizes.get(tile, (0, 0)) for tile in tiles)
                pixels = max(pixels, sum(width * height for width, height in areas))
    return pixels, side


def _boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    """The boxes between two places, up to the first that does not fit."""
    while start + 8 <= end:
        size, kind = unpack_from(">I4s", data, start)
        head = 8
        if size == 1 and start + 16 <= end:
            (size,), head = unpack_from(">Q", data, start + 8), 16
        stop = start + size if size else end
        if stop < start + head or stop > end:
            return
        yield kind, start + head, stop
        start = stop


def _of(boxes: Iterator[Box] | list[Box], kind: bytes) -> Iterator[Box]:
    return (box for box in boxes if box[0] == kind)


def _sizes(data: bytes, meta: list[Box]) -> dict[int, tuple[int, int]]:
    """(width, height) of each item that has one, the largest where it has several."""
    sizes: dict[int, tuple[int, int]] = {}
    for _, start, end in _of(meta, b"iprp"):
        inner = list(_boxes(data, start, end))
        properties = [
            unpack_from(">II", data, at + 4) if kind == b"ispe" else (0, 0)
            for _, first, last in _of(inner, b"ipco")
            for kind, at, _ in _boxes(data, first, last)
        ]
        for _, first, last in _of(inner, b"ipma"):
            for item, index in _associations(data[first:last]):
                if 0 < index <= len(properties) and any(properties[index - 1]):
                    sizes[item] = max(sizes.get(item, (0, 0)), properties[index - 1])
    return sizes


def _associations(box: bytes) -> Iterator[tuple[int, int]]:
    """Pairs of item and property (from 1) of an ipma box."""
    version, wide = box[0], box[3] & 1
    entry = ">IB" if version else ">HB"
    (entries,), at = unpack_from(">I", box, 4), 8
    for _ in range(entries):
        item, count = unpack_from(entry, box, at)
        at += 5 if version else 3
        for _ in range(count):
            (index,) = unpack_from(">H" if wide else ">B", box, at)
            yield item, index & (0x7FFF if wide else 0x7F)
            at += 2 if wide else 1


def _tiles(data: bytes, start: int, end: int) -> Iterator[tuple[int, ...]]:
    """The items that each derived image is put together from."""
    wide = data[start]
    for _, at, _ in _of(_boxes(data, start + 4, end), b"dimg"):
        (count,) = unpack_from(">H", data, at + (4 if wide else 2))
        yield unpack_from(f">{count}{'I' if wide else 'H'}", data, at + (6 if wide else 4))
