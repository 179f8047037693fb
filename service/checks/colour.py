"""Whether the face has the colour of a face: hue and strength of the median of the cheeks."""

import math

import numpy as np

from service.checks.definition import CheckDefinition, words
from service.checks.patch import SKIN, Patch
from service.checks.unreached import NO_FACE
from service.values.check import Bounds, Check

# Degrees of atan2(b*, a*): skin of all kinds lies between; docs/checks-measured.md.
HUE: Bounds = (30.0, 68.0)
HUE_BEARABLE: Bounds = (15.0, 80.0)
CHROMA: Bounds = (7.0, 50.0)  # sqrt(a*^2 + b*^2)
CHROMA_BEARABLE: Bounds = (4.0, 58.0)

HUE_DEFINITION = CheckDefinition(
    "face-hue",
    "deg",
    fine=words("The face has a natural hue.", "面部色调自然。"),
    low=words("The face has a blue or red cast.", "面部偏蓝或偏红。"),
    high=words("The face has a yellow or green cast.", "面部偏黄或偏绿。"),
)
CHROMA_DEFINITION = CheckDefinition(
    "face-chroma",
    "",
    fine=words(
        "The colours of the face are neither too weak nor too strong.", "面部色彩浓度自然。"
    ),
    low=words("The face has hardly any colour.", "面部几乎没有颜色，像黑白照片。"),
    high=words("The colour of the face is too strong.", "面部颜色过浓。"),
)
GREY = words("A face without colour has no hue.", "面部没有颜色，无法判断色调。")


def colour(patch: Patch | None) -> tuple[Check, Check]:
    """Hue and chroma in CIE L*a*b*."""
    if patch is None:
        return HUE_DEFINITION.unknown(NO_FACE), CHROMA_DEFINITION.unknown(NO_FACE)
    _, a, b = np.median(patch.lab[patch.box(SKIN)].reshape(-1, 3), axis=0).tolist()
    chroma = math.hypot(a, b)
    strength = CHROMA_DEFINITION.judge(chroma, CHROMA, CHROMA_BEARABLE)
    if chroma < CHROMA[0]:  # type: ignore[operator]
        return HUE_DEFINITION.unknown(GREY, HUE), strength
    hue = (math.degrees(math.atan2(b, a)) + 135) % 360 - 135  # the cut opposite to skin's hue
    return HUE_DEFINITION.judge(hue, HUE, HUE_BEARABLE), strength
