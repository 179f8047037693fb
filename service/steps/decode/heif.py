"""How large the images in a HEIC or AVIF file are (ISO 14496-12 and 23008-12), undecoded."""

from collections.abc import Iterable, Iterator
from itertools import islice
from struct import calcsize, unpack_from

from service.steps.decode.av1 import frame_size

# Five times that of a 200 MP photo in 768 tiles: more would only keep this parser busy.
MAX_META, MAX_BOXES = 250_000, 100
OVERHANG = 1.5  # tiles may reach over the edge of the picture, in a large one by a little
HEADER_BYTES = 256  # of AV1 data, more than its sequence header takes
Box = tuple[bytes, int, int]  # type, and where its content begins and ends


def heif_extent(data: bytes) -> tuple[int, int]:
    """Most pixels and longest side that decoding one image of a HEIC or AVIF file can take.

    Files lie, and the decoders find out afterwards: the tiles of a grid count as well, as often as
    they are referred to, and the frame of AV1 data itself. (libheif keeps HEVC data to the size
    that the file states.) Raises struct.error, IndexError or ValueError.
    """
    meta = _meta(data)
    sizes = _sizes(data, meta)
    for item, content in _av1_items(data, meta).items():
        sizes[item] = max(sizes.get(item, (0, 0)), frame_size(content))
    areas = {item: width * height for item, (width, height) in sizes.items()}
    grids = [0]
    for _, start, end in _of(meta, b"iref"):
        for grid, *tiles in _tiles(data, start, end):
            tiled = sum(areas.get(tile, 0) for tile in tiles)
            if tiled > OVERHANG * areas.get(grid, 0):
                grids.append(tiled)
    return max(*grids, 0, *areas.values()), max([0, *(max(size) for size in sizes.values())])


def _meta(data: bytes) -> list[Box]:
    """The boxes within the one that describes the images; none if there is no such box."""
    boxes = list(islice(_boxes(data, 0, len(data)), MAX_BOXES + 1))
    metas = list(_of(boxes, b"meta"))
    if len(boxes) > MAX_BOXES or len(metas) > 1:
        raise ValueError("more boxes than a photo has")
    if not metas:
        return []
    _, start, end = metas[0]
    if end - start > MAX_META:
        raise ValueError("the header is too large")
    return list(_boxes(data, start + 4, end))


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


def _of(boxes: Iterable[Box], kind: bytes) -> Iterator[Box]:
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
    """Each derived image and the items that it is put together from."""
    head, number = (">IH", "I") if data[start] else (">HH", "H")
    for _, at, last in _of(_boxes(data, start + 4, end), b"dimg"):
        grid, count = unpack_from(head, data, at)
        yield grid, *unpack_from(f">{count}{number}", data[at + calcsize(head) : last])


def _av1_items(data: bytes, meta: list[Box]) -> dict[int, bytes]:
    """The first bytes of each item of AV1 data, wherever the file has put them."""
    contents: dict[int, bytes] = {}
    for _, start, end in _of(meta, b"iinf"):
        first = start + (8 if data[start] else 6)
        for _, at, _ in _of(_boxes(data, first, end), b"infe"):
            item, _, kind = unpack_from(">IH4s" if data[at] >= 3 else ">HH4s", data, at + 4)
            if kind == b"av01":
                contents[item] = b""
    idat = next((start for _, start, _ in _of(meta, b"idat")), 0)
    for _, start, end in _of(meta, b"iloc"):
        for item, in_idat, place, length in _extents(data[start:end]):
            left = HEADER_BYTES - len(contents.get(item, b""))
            if item in contents and left > 0:
                place += idat if in_idat else 0
                contents[item] += data[place : place + min(length or left, left)]
    return contents


def _extents(box: bytes) -> Iterator[tuple[int, bool, int, int]]:
    """Item, whether it lies in the idat box, place and length of each extent of an iloc box."""
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
