"""How strongly the photo was compressed as a JPEG, by the quantization tables of the file."""

from service.checks.definition import CheckDefinition, words
from service.values.check import Check

# Below 60 a face shows blotches, below 30 blocks. Shrunk by 1.5 or more, half that quality leaves
# as much error.
GOOD, BEARABLE = 60.0, 30.0
GOOD_SHRUNK, BEARABLE_SHRUNK = 30.0, 15.0
SHRUNK = 1.5  # times

DEFINITION = CheckDefinition(
    "jpeg-quality",
    "",
    fine=words("The photo is not compressed too heavily.", "照片压缩程度合适。"),
    low=words("The photo is compressed too heavily.", "照片压缩过度。"),
)
NO_JPEG = words("The photo is not a JPEG.", "照片不是 JPEG 格式。")


def compression(jpeg_quality: float | None, shrunk: float) -> Check:
    """By the file's quality, 1 to 100; the finished photo shows the file `shrunk` times smaller."""
    if jpeg_quality is None:
        return DEFINITION.unknown(NO_JPEG)
    good, bearable = (GOOD_SHRUNK, BEARABLE_SHRUNK) if shrunk >= SHRUNK else (GOOD, BEARABLE)
    return DEFINITION.judge(jpeg_quality, (good, None), (bearable, None))
