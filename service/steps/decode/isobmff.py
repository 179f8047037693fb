"""The boxes of HEIC and AVIF files (ISO 14496-12), and what belongs to each item in them."""

from collections.abc import Iterable, Iterator, Set
from itertools import islice
from struct import unpack_from

# Five times that of a 200 MP photo in 768 tiles: more would only keep this parser busy.
MAX_META, MAX_BOXES = 250_000, 100
Box = tuple[bytes, int, int]  # type, and where its content begins and ends


def meta_boxes(data: bytes) -> list[Box]:
    """The boxes within the one that describes the images; none if there is no such box.

    Raises struct.error, IndexError or ValueError, as all functions of this file do.
    """
    top = list(islice(boxes(data, 0, len(data)), MAX_BOXES + 1))
    metas = list(of_type(top, b"meta"))
    if len(top) > MAX_BOXES or len(metas) > 1:
        raise ValueError("more boxes than a photo has")
    if not metas:
        return []
    _, start, end = metas[0]
    if end - start > MAX_META:
        raise ValueError("the header is too large")
    return list(boxes(data, start + 4, end))


def boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
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


def of_type(boxes: Iterable[Box], kind: bytes) -> Iterator[Box]:
    """The boxes of one type."""
    return (box for box in boxes if box[0] == kind)


def primary_item(data: bytes, meta: list[Box]) -> int | None:
    """The item that is shown; None where the file does not say."""
    for _, start, _ in of_type(meta, b"pitm"):
        item: int = unpack_from(">I" if data[start] else ">H", data, start + 4)[0]
        return item
    return None


def properties(data: bytes, meta: list[Box]) -> Iterator[tuple[int, Box]]:
    """Pairs of an item and one of its properties, each item's in the order that it has them."""
    for _, start, end in of_type(meta, b"iprp"):
        inner = list(boxes(data, start, end))
        known = [box for _, at, last in of_type(inner, b"ipco") for box in boxes(data, at, last)]
        for _, first, last in of_type(inner, b"ipma"):
            for item, index in _associations(data[first:last]):
                if 0 < index <= len(known):
                    yield item, known[index - 1]


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


def contents(data: bytes, meta: list[Box], kinds: Set[bytes], most: int) -> dict[int, bytes]:
    """The first `most` bytes of each item of these types, wherever the file has put them."""
    found = {item: b"" for item, kind in _items(data, meta) if kind in kinds}
    idat = next((start for _, start, _ in of_type(meta, b"idat")), 0)
    for _, start, end in of_type(meta, b"iloc"):
        for item, in_idat, place, length in _extents(data[start:end]):
            left = most - len(found.get(item, b""))
            if item in found and left > 0:
                place += idat if in_idat else 0
                found[item] += data[place : place + min(length or left, left)]
    return found


def _items(data: bytes, meta: list[Box]) -> Iterator[tuple[int, bytes]]:
    """Each item and its type."""
    for _, start, end in of_type(meta, b"iinf"):
        first = start + (8 if data[start] else 6)
        for _, at, _ in of_type(boxes(data, first, end), b"infe"):
            item, _, kind = unpack_from(">IH4s" if data[at] >= 3 else ">HH4s", data, at + 4)
            yield item, kind


def _extents(box: bytes) -> Iterator[tuple[int, bool, int, int]]:
    """Of each extent of an iloc box: item, whether it lies in the idat box, place and length."""
    version, at = box[0], 6
    offset_size, length_size = box[4] >> 4, box[4] & 15
    base_size, index_size = box[5] >> 4, box[5] & 15 if version else 0

    if offset_size + length_size == 0:  # extents of no bytes could be counted without end
        raise ValueError("the item locations have no place")

    def take(count: int) -> int:
        nonlocal at
        at += count
        if at > len(box):
            raise ValueError("the item locations break off")
        return int.from_bytes(box[at - count : at], "big")

    for _ in range(take(4 if version == 2 else 2)):
        item = take(4 if version == 2 else 2)
        in_idat = bool(version and take(2) & 15 == 1)
        take(2)
        base = take(base_size)
        for _ in range(take(2)):
            take(index_size)
            offset = take(offset_size)
            yield item, in_idat, base + offset, take(length_size)
