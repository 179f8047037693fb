"""Whether the head has enough pixels in the photo that was sent."""

from service.checks.definition import CheckDefinition, words
from service.checks.unreached import NO_FACE
from service.values.check import Check

ENLARGED = 1.2  # times

DEFINITION = CheckDefinition(
    "resolution",
    "px",
    fine=words("The head has enough pixels.", "头部像素足够。"),
    low=words(
        "The head has to be enlarged; a photo with more pixels would be sharper.",
        "头部像素不足，需要放大；请用更清晰的照片。",
    ),
)


def resolution(head_px: float | None, needed_px: float, most_enlarged: float) -> Check:
    """Crown to chin in pixels of the file, beside what the finished photo shows.

    Photos that would be enlarged by more than `most_enlarged` are refused.
    """
    if head_px is None:
        return DEFINITION.unknown(NO_FACE)
    return DEFINITION.judge(
        head_px, (needed_px / ENLARGED, None), (needed_px / most_enlarged, None)
    )
