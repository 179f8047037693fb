"""Whether both halves of the face are equally lit."""

import numpy as np

from service.checks.definition import CheckDefinition, words
from service.checks.patch import SKIN, Patch
from service.checks.turn import Turn
from service.checks.unreached import NO_FACE, TURNED_AWAY
from service.values.check import Check

EVEN, BEARABLE = 18.0, 32.0  # L*
NOSE_PX = 6  # to either side of the middle, left out

DEFINITION = CheckDefinition(
    "light-evenness",
    "L*",
    fine=words("The face is evenly lit.", "面部光线均匀。"),
    low=words("The face is darker on the left of the picture.", "面部在画面左侧偏暗。"),
    high=words("The face is darker on the right of the picture.", "面部在画面右侧偏暗。"),
)


def light(patch: Patch | None, turn: Turn | None) -> Check:
    """The median lightness of the left cheek less that of the right."""
    if patch is None or turn is None:
        return DEFINITION.unknown(NO_FACE)
    if turn.aside:
        return DEFINITION.unknown(TURNED_AWAY, (-EVEN, EVEN))
    cheeks = patch.lab[..., 0][patch.box(SKIN)]
    middle = cheeks.shape[1] // 2
    left, right = cheeks[:, : middle - NOSE_PX], cheeks[:, middle + NOSE_PX :]
    return DEFINITION.judge(
        float(np.median(left) - np.median(right)), (-EVEN, EVEN), (-BEARABLE, BEARABLE)
    )
