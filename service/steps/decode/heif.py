"""How large the images in a HEIC or AVIF file are (ISO 23008-12), undecoded."""

from collections.abc import Iterator
from struct import calcsize, unpack_from

from service.steps.decode.av1 import frame_size
from service.steps.decode.isobmff import Box, boxes, contents, meta_boxes, of_type, properties

OVERHANG = 1.5  # tiles may reach over the edge of the picture, in a large one by a little
HEADER_BYTES = 256  # of AV1 data, more than its sequence header takes


def heif_extent(data: bytes) -> tuple[int, int]:
    """Most pixels and longest side that decoding one image of a HEIC or AVIF file can take.

    Files lie, and decoders notice too late: so the tiles of a grid count too, as often as they
    are referred to, and so does the frame of the AV1 data itself. (libheif keeps HEVC data to
    the size that the file states.) Raises struct.error, IndexError or ValueError.
    """
    meta = meta_boxes(data)
    sizes = _sizes(data, meta)
    for item, content in contents(data, meta, {b"av01"}, HEADER_BYTES).items():
        sizes[item] = max(sizes.get(item, (0, 0)), frame_size(content))
    areas = {item: width * height for item, (width, height) in sizes.items()}
    grids = [0]
    for _, start, end in of_type(meta, b"iref"):
        for grid, *tiles in _tiles(data, start, end):
            tiled = sum(areas.get(tile, 0) for tile in tiles)
            if tiled > OVERHANG * areas.get(grid, 0):
                grids.append(tiled)
    return max(*grids, 0, *areas.values()), max([0, *(max(size) for size in sizes.values())])


def _sizes(data: bytes, meta: list[Box]) -> dict[int, tuple[int, int]]:
    """(width, height) of each item that has one, the largest where it has several."""
    sizes: dict[int, tuple[int, int]] = {}
    for item, (kind, start, _) in properties(data, meta):
        if kind == b"ispe":
            size = unpack_from(">II", data, start + 4)
            sizes[item] = max(sizes.get(item, (0, 0)), size)
    return sizes


def _tiles(data: bytes, start: int, end: int) -> Iterator[tuple[int, ...]]:
    """Each derived image and the items that it is put together from."""
    head, number = (">IH", "I") if data[start] else (">HH", "H")
    for _, at, last in of_type(boxes(data, start + 4, end), b"dimg"):
        grid, count = unpack_from(head, data, at)
        yield grid, *unpack_from(f">{count}{number}", data[at + calcsize(head) : last])
