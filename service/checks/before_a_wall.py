"""What to do at the next try where the authority refuses a photo with another background."""

from collections.abc import Mapping

from service.checks.definition import words
from service.values.check import Check, CheckId
from service.values.document import Names
from service.values.spec import Spec

# In place of what `retake` says of these.
BEFORE_A_WALL: Mapping[CheckId, Names] = {
    "background-colour": words(
        "Stand in front of a wall of a colour that the document allows: the authority rejects "
        "replaced backgrounds.",
        "请站在颜色符合该证件要求的墙前拍摄，该机构不接受更换过的背景。",
    ),
    "skin-like-background": words(
        "Stand in front of a wall that is clearly lighter or darker than your skin.",
        "请站在比肤色明显浅或深的墙前拍摄。",
    ),
}


def before_a_wall(check: Check, spec: Spec) -> Check:
    """The check, but no advice to choose a background where the authority refuses another one."""
    told = BEFORE_A_WALL.get(check.id)
    if told is None or check.advice is None or spec.editing_policy != "forbidden":
        return check
    return check.model_copy(update={"advice": told})
