"""Which finding of a first look helps a person in front of the camera most."""

from collections.abc import Mapping

from service.steps.surroundings import Surroundings
from service.values.advice import Advice, AdviceCode, advise
from service.values.check import Check, CheckId
from service.values.spec import Spec

# The document's frame around the head as a share of the picture's side. A selfie at arm's length
# has 0.5 to 0.6; at 0.4 a picture of 1080 lines still shows a head of 300 pixels.
LEAST_FILLED = 0.4

# For values below and above what is right, what helps most first: who is not there, too far or cut
# off cannot be judged further, what covers the face hides the rest, and then light, pose, eyes and
# mouth. A picture that shakes comes last, as it may be so because the person is still moving.
BY_CHECK: Mapping[CheckId, tuple[AdviceCode | None, AdviceCode | None]] = {
    "resolution": ("come-nearer", None),
    "eyes-visible": (None, "take-off-glasses"),
    "face-occluded": (None, "uncover-your-face"),
    "glasses": (None, "take-off-glasses"),
    "underexposure": ("turn-to-the-light", None),
    "overexposure": (None, "avoid-the-glare"),
    "light-evenness": ("light-from-your-left", "light-from-your-right"),
    "yaw": ("turn-left", "turn-right"),
    "pitch": ("lift-your-chin", "lower-your-chin"),
    "roll": ("lean-left", "lean-right"),
    "eyes-open": (None, "open-your-eyes"),
    "mouth-closed": (None, "close-your-mouth"),
    "gaze": ("look-at-the-camera", "look-at-the-camera"),
    "expression": (None, "relax-your-face"),
    "face-hue": ("find-daylight", "find-daylight"),
    "face-chroma": ("find-daylight", "find-daylight"),
    "sharpness": ("hold-still", None),
}
# The photo itself is sharper than a preview; and who is told to uncover a face that a beard or a
# laugh made doubtful can do nothing about it.
ONLY_FAILURES: tuple[CheckId, ...] = ("sharpness", "face-occluded")
# Beyond an edge, as a share of the document's side: less is no matter, as its ranges have room.
BEARABLE = 0.03


def advice_of(checks: tuple[Check, ...], around: Surroundings | None, spec: Spec) -> Advice | None:
    """The one instruction to give now; None when nothing is left to do."""
    by_id = {check.id: check for check in checks}
    people = by_id["faces"]
    if people.verdict != "pass" or around is None:
        several = people.value is not None and people.value > 1
        return advise("be-alone" if several else "show-your-face", "faces")
    place = _place(around, spec)
    if place is not None:
        return place
    for check_id, codes in BY_CHECK.items():
        check = by_id[check_id]
        wrong = ("fail",) if check_id in ONLY_FAILURES else ("warn", "fail")
        if check.verdict in wrong:
            code = codes[0] if _below(check) else codes[1]
            if code is not None:
                return advise(code, check_id)
    return None


def _place(around: Surroundings, spec: Spec) -> Advice | None:
    """What to do where the document's frame around the head does not fit the picture."""
    wide, high = BEARABLE * spec.width_mm, BEARABLE * spec.height_mm
    if around.filled > 1:
        return advise("step-back", "body-complete" if around.tall else "shoulders-complete")
    if around.filled < LEAST_FILLED:
        return advise("come-nearer", "resolution")
    if around.left > wide:  # of the picture, where the person's right is
        return advise("move-to-your-left", "shoulders-complete")
    if around.right > wide:
        return advise("move-to-your-right", "shoulders-complete")
    if around.above > high:
        return advise("raise-the-camera", "head-complete")
    if around.below > high:
        return advise("lower-the-camera", "body-complete")
    return None


def _below(check: Check) -> bool:
    """Whether the value is below its limit."""
    low = check.limit[0] if check.limit else None
    return low is not None and check.value is not None and check.value < low
