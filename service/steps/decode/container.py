"""What an image file says of itself, read from its bytes before any library decodes it."""

import re

# The formats that are read; BMP by its header too, as two letters are no signature.
MAGIC = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n....IHDR|RIFF....WEBP|GIF8[79]a|II[*+]\0|MM\0[*+]"
    rb"|BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0"
    rb"|....ftyp(avi[fs]|mif1|msf1|he[iv][cmsx])",
    re.DOTALL,
)

# GIF89a: what a block starts with, the extension that belongs to a frame, and its disposal method.
GIF_EXTENSION, GIF_FRAME, GIF_CONTROL, GIF_DISPOSAL = 0x21, 0x2C, 0xF9, 0x1C
MAX_BEFORE_FRAME = 1_000_000  # bytes; comments and XMP stand there


def from_first_frame(data: bytes) -> bytes:
    """A GIF without what precedes its first frame, except which colour is transparent.

    How a frame is disposed of is left out too: for that Pillow allocates memory as soon as it
    opens a file, as much as a header of 49 bytes asks for. Raises ValueError.
    """
    table = 6 << (data[10] & 7) if data[10] & 0x80 else 0
    start = position = 13 + table
    control = b""
    while data[position] == GIF_EXTENSION:
        at = position + 2
        if data[position + 1] == GIF_CONTROL and data[at] == 4:
            flags = data[at + 1] & ~GIF_DISPOSAL
            control = data[position : at + 1] + bytes([flags]) + data[at + 2 : at + 5] + b"\0"
        while data[at] and at < MAX_BEFORE_FRAME:
            at += 1 + data[at]
        position = at + 1
    if data[position] != GIF_FRAME or position > MAX_BEFORE_FRAME:
        raise ValueError("no frame follows the header")
    return data[:start] + control + data[position:]


def is_heif(data: bytes) -> bool:
    """Whether the file is a HEIC, an AVIF or one of their relatives (ISO 23008-12)."""
    return data[4:8] == b"ftyp" and MAGIC.match(data) is not None


def is_animated_avif(data: bytes) -> bool:
    """Whether the file is read as an image sequence, which keeps its frames elsewhere."""
    return data[4:12] == b"ftypavis"
