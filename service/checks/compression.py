"""How strongly the photo was compressed as a JPEG, from the tables that are in the file."""

import io

import numpy as np
from PIL import Image

from service.values.check import Check, CheckDefinition, words

# ITU-T T.81, table K.1: the luminance steps that libjpeg calls quality 50, and scales for others.
STANDARD = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip
# Below 60 a face shows blotches, below 30 blocks. Shrunk by 1.5 or more, half that quality leaves
# as much error.
GOOD, BEARABLE = 60.0, 30.0
GOOD_SHRUNK, BEARABLE_SHRUNK = 30.0, 15.0
SHRUNK = 1.5  # times

DEFINITION = CheckDefinition(
    "jpeg-quality",
    "",
    fine=words("The photo is not compressed too strongly.", "照片压缩程度合适。"),
    low=words("The photo is compressed too strongly.", "照片压缩过度。"),
)
NO_JPEG = words("The photo is not a JPEG.", "照片不是 JPEG 格式。")


def compression(data: bytes, shrunk: float) -> Check:
    """The quality of the file, which the finished photo shows `shrunk` times smaller."""
    quality = jpeg_quality(data)
    if quality is None:
        return DEFINITION.unknown(NO_JPEG)
    good, bearable = (GOOD_SHRUNK, BEARABLE_SHRUNK) if shrunk >= SHRUNK else (GOOD, BEARABLE)
    return DEFINITION.judge(quality, (good, None), (bearable, None))


def jpeg_quality(data: bytes) -> float | None:
    """The quality that scales the standard's luminance table to the file's, 1 to 100."""
    if not data.startswith(b"\xff\xd8"):
        return None
    with Image.open(io.BytesIO(data), formats=("JPEG", "MPO")) as image:
        tables = getattr(image, "quantization", None)
    if not tables:
        return None
    percent = 100 * float(np.sum(tables[min(tables)])) / sum(STANDARD)
    return (200 - percent) / 2 if percent <= 100 else 5000 / percent
