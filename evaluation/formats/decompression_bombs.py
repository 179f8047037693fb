"""Small files that cost much to decode: headers of huge pictures, pixels that pack too well."""

import io
import struct
import zlib
from collections.abc import Iterable

from PIL import Image

SIDE = 20_000
SCANS = 300
MILLIONS = 4_000_000


def bombs() -> dict[str, bytes]:
    """Files by what they are; a service must refuse each of them before it has cost much."""
    small = Image.new("RGB", (64, 64), "red")
    avif = _saved(small, "AVIF").replace(_extent(64, 64), _extent(30_000, 30_000))
    return {
        f"PNG of {SIDE} x {SIDE}": png(SIDE, SIDE),
        "JPEG that says 65535 x 65535": _jpeg_of(small, 65_535, 65_535),
        "JPEG that says 16384 x 12288": _jpeg_of(small, 16_384, 12_288),
        f"JPEG of {SCANS} scans": _jpeg_of_scans(SCANS),
        "AVIF that says 30000 x 30000": avif,
        "HEIC that says 30000 x 30000": avif.replace(b"ftypavif", b"ftypheic"),
        "TIFF that says 60000 x 60000": _tiff(60_000),
        f"GIF whose frame is {SIDE} x {SIDE}": _gif(b"\x21\xf9\4\x09\0\0\0\0", SIDE),
        "GIF of millions of comments": _gif(b"\x21\xfe" + b"\1a" * MILLIONS + b"\0", 8),
        "JPEG of millions of segments": b"\xff\xd8" + b"\xff\xe5\0\2" * MILLIONS,
        "PNG of a million chunks": png(8, 8, [(b"abCd", b"")] * 1_000_000),
        "PNG of long texts": png(8, 8, [(b"zTXt", b"k\0\0" + zlib.compress(bytes(10**6)))] * 60),
        "BMP that says 60000 x 60000": _bmp(60_000),
    }


def png(width: int, height: int, extra: Iterable[tuple[bytes, bytes]] = ()) -> bytes:
    """A valid black PNG of one bit a pixel; as RGB it has three bytes for each of them."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    pixels = zlib.compress(bytes((1 + -(-width // 8)) * height), 9)
    chunks = ((b"IHDR", header), *extra, (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


def _jpeg_of(image: Image.Image, width: int, height: int) -> bytes:
    """A JPEG whose frame header says another size."""
    data = bytearray(_saved(image, "JPEG"))
    at = data.index(b"\xff\xc0") + 5  # marker, length, precision
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def _jpeg_of_scans(count: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    data = _saved(Image.linear_gradient("L").resize((2000, 2000)), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * count + data[-2:]


def _tiff(side: int) -> bytes:
    tags = {256: side, 257: side, 258: 8, 259: 5, 262: 1, 273: 8, 277: 1, 278: side, 279: 50}
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    return struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + entries + bytes(100)


def _gif(blocks: bytes, side: int) -> bytes:
    """A GIF of 8 x 8 whose first frame, after `blocks`, is larger."""
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, side, side, 0) + b"\2\2\x4c\1\0;"
    return b"GIF89a" + struct.pack("<HHBBB", 8, 8, 0x80, 0, 0) + bytes(6) + blocks + frame


def _bmp(side: int) -> bytes:
    header = struct.pack("<IiiHHIIiiII", 40, side, side, 1, 24, 0, 0, 2835, 2835, 0, 0)
    return b"BM" + struct.pack("<IHHI", 200, 0, 0, 54) + header + bytes(146)


def _extent(width: int, height: int) -> bytes:
    """The property of HEIC and AVIF that holds the size of an item (ISO 23008-12, ispe)."""
    return b"ispe\0\0\0\0" + struct.pack(">II", width, height)


def _saved(image: Image.Image, file_format: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, file_format, **options)
    return out.getvalue()
