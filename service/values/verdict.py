"""What a person at a counter would say of a photo, in one word and at most three reasons."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from service.values.check import Check, CheckId
from service.values.document import Names

VerdictWord = Literal["accepted", "look-again", "rejected"]
MOST_REASONS = 3
# What helps most comes first: without a face nothing can be said, a covered one hides the rest, and
# from too far or cut off everything is worse. Others follow as they are reported. Dark glasses come
# before other covers: they change what the lower face is compared with.
IMPORTANCE: tuple[CheckId, ...] = (
    *("faces", "eyes-visible", "face-occluded", "glasses", "resolution"),
    *("head-complete", "body-complete", "shoulders-complete"),
    *("underexposure", "overexposure", "yaw", "pitch", "roll"),
    *("eyes-open", "mouth-closed", "gaze", "red-eye", "sharpness"),
    *("head-height", "eye-line", "top-margin", "chin-bottom"),
    *("light-evenness", "background-uniform", "background-shadow", "expression"),
)


class Reason(BaseModel):
    """A check that did not pass, and what to do about it."""

    model_config = ConfigDict(frozen=True)

    id: CheckId
    message: Names
    advice: Names | None = None


def verdict_of(checks: tuple[Check, ...], refused: bool) -> VerdictWord:
    """Rejected when a check fails or the photo is refused, look-again when one warns."""
    verdicts = {check.verdict for check in checks}
    if refused or "fail" in verdicts:
        return "rejected"
    return "look-again" if "warn" in verdicts else "accepted"


def reasons_of(checks: tuple[Check, ...]) -> tuple[Reason, ...]:
    """The most important checks that did not pass, those that fail before those that warn."""

    def rank(check: Check) -> tuple[bool, int]:
        known = check.id in IMPORTANCE
        return check.verdict == "warn", IMPORTANCE.index(check.id) if known else len(IMPORTANCE)

    wrong = sorted((check for check in checks if check.verdict in ("warn", "fail")), key=rank)
    return tuple(
        Reason(id=check.id, message=check.message, advice=check.advice)
        for check in wrong[:MOST_REASONS]
    )
