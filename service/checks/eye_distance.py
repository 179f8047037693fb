"""How many pixels of the photo that was sent lie between the eyes."""

from service.checks.definition import CheckDefinition, words
from service.checks.unreached import NO_FACE
from service.values.check import Check

# ICAO Portrait Quality (ISO/IEC 39794-5): at least 90 pixels between the centres of the eyes.
ENOUGH = 90.0

DEFINITION = CheckDefinition(
    "eye-distance",
    "px",
    fine=words("The face has enough pixels.", "面部像素足够。"),
    low=words(
        "Move closer to the camera, or use its full resolution.", "请靠近镜头，或使用更高分辨率。"
    ),
)
SMALL = words(
    "Not judged: the finished photo itself has fewer pixels.", "不作评判：成品照片本身的像素更少。"
)


def eye_distance(pixels: float | None, finished: float) -> Check:
    """Of the file that was sent; few pixels can only be warned about, `resolution` refuses.

    Not judged where the `finished` photo itself has fewer.
    """
    if pixels is None:
        return DEFINITION.unknown(NO_FACE)
    if finished < ENOUGH:
        return DEFINITION.note(pixels, (ENOUGH, None), SMALL)
    return DEFINITION.judge(pixels, (ENOUGH, None), at_most="warn")
