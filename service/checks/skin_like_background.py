"""Whether the background has the colour of the skin, so that the face's outline gets lost."""

import numpy as np

from service.checks.backdrop import Backdrop, colour_behind
from service.checks.definition import CheckDefinition, words
from service.checks.patch import SKIN, Patch
from service.checks.unreached import NO_FACE
from service.values.check import Check
from service.values.document import Names
from service.values.order import Order

APART = 12.0  # dE (CIE 1976)

DEFINITION = CheckDefinition(
    "skin-like-background",
    "dE",
    fine=words("The skin differs from the background.", "肤色与背景区分明显。"),
    low=words(
        "The background is about the same colour as the skin.",
        "背景颜色与肤色相近。",
    ),
)


def skin_like_background(patch: Patch | None, behind: Backdrop | Names, order: Order) -> Check:
    """How far the cheeks are from the background of the finished photo. It can only warn."""
    if patch is None:
        return DEFINITION.unknown(NO_FACE)
    colour = colour_behind(behind, order)
    if isinstance(colour, Names):
        return DEFINITION.unknown(colour)
    skin = np.median(patch.lab[patch.box(SKIN)].reshape(-1, 3), axis=0)
    return DEFINITION.judge(float(np.linalg.norm(skin - colour)), (APART, None), at_most="warn")
