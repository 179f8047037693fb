"""Whether the head has enough pixels in the photo that was sent."""

from service.checks.unreached import NO_FACE
from service.values.check import Check, Kind, words

ENLARGED, ENLARGED_BEARABLE = 1.2, 2.0  # times

KIND = Kind(
    "resolution",
    "px",
    fine=words("The head has enough pixels.", "头部像素足够。"),
    low=words(
        "The head has to be enlarged; a photo with more pixels would be sharper.",
        "头部像素不足，需要放大；请用更清晰的照片。",
    ),
)


def resolution(head_px: float | None, needed_px: float) -> Check:
    """Crown to chin in pixels of the file, beside what the finished photo shows."""
    if head_px is None:
        return KIND.unknown(NO_FACE)
    return KIND.judge(head_px, (needed_px / ENLARGED, None), (needed_px / ENLARGED_BEARABLE, None))
