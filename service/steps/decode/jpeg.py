"""What a JPEG's markers and tables say of it."""

import re
from collections.abc import Mapping, Sequence

# A progressive JPEG of 72 KB with 300 scans costs seconds; encoders write about ten.
MAX_SCANS = 100
# ITU-T T.81, table K.1: the luminance steps that libjpeg calls quality 50, and scales for others.
STANDARD = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip

_MARKER = re.compile(rb"\xff+([^\x00\x01\xff\xd0-\xd7])")  # but those without a length


def scans(data: bytes) -> int:
    """Scans of a JPEG up to its end, or up to one more than MAX_SCANS.

    Most files have too few bytes that could start a scan to need a closer look.
    """
    if data.count(b"\xff\xda") <= MAX_SCANS:
        return 0
    count, position = 0, 2
    while count <= MAX_SCANS and (marker := _MARKER.search(data, position)):
        position = marker.end()
        if marker[1] == b"\xd9":
            break
        count += marker[1] == b"\xda"
        position += int.from_bytes(data[position : position + 2], "big")
    return count


def quality(tables: Mapping[int, Sequence[int]]) -> float | None:
    """The quality that scales the standard's luminance table to the file's first, 1 to 100.

    None without quantization tables.
    """
    if not tables:
        return None
    percent = 100 * sum(tables[min(tables)]) / sum(STANDARD)
    return (200 - percent) / 2 if percent <= 100 else 5000 / percent
