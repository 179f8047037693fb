"""Exactly one person."""

from service.checks.definition import CheckDefinition, words
from service.values.check import Check

FACES = CheckDefinition(
    "faces",
    "",
    fine=words("One face.", "照片中只有一张脸。"),
    low=words("No face was found.", "没有找到人脸。"),
    high=words("There are several people in the photo.", "照片中有多个人。"),
)


def faces(count: int) -> Check:
    """How many faces are at least a third as high as the largest."""
    return FACES.judge(count, (1, 1))
