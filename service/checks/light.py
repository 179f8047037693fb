"""Whether both halves of the face are equally lit."""

import numpy as np

from service.checks.definition import CheckDefinition, words
from service.checks.patch import SKIN, Patch
from service.checks.turn import YAW_BEARABLE, yaw_and_pitch
from service.checks.unreached import NO_FACE
from service.values.check import Check
from service.values.photo import Face

EVEN, BEARABLE = 18.0, 32.0  # L*
NOSE_PX = 6  # to either side of the middle, left out

DEFINITION = CheckDefinition(
    "light-evenness",
    "L*",
    fine=words("The face is evenly lit.", "面部光线均匀。"),
    low=words("The face is darker on the left of the picture.", "面部在画面左侧偏暗。"),
    high=words("The face is darker on the right of the picture.", "面部在画面右侧偏暗。"),
)
TURNED = words("The face is turned too far to tell.", "面部侧转过大，无法判断。")


def light(patch: Patch | None, face: Face | None) -> Check:
    """The median lightness of the left cheek less that of the right."""
    if patch is None or face is None:
        return DEFINITION.unknown(NO_FACE)
    if abs(yaw_and_pitch(face)[0]) > YAW_BEARABLE:
        return DEFINITION.unknown(TURNED, (-EVEN, EVEN))
    cheeks = patch.lab[..., 0][patch.box(SKIN)]
    middle = cheeks.shape[1] // 2
    left, right = cheeks[:, : middle - NOSE_PX], cheeks[:, middle + NOSE_PX :]
    return DEFINITION.judge(
        float(np.median(left) - np.median(right)), (-EVEN, EVEN), (-BEARABLE, BEARABLE)
    )
