"""Whether the clothes have the colour of the background, so that the shoulders get lost in it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.checks.backdrop import Backdrop, colour_behind
from service.checks.definition import CheckDefinition, words
from service.checks.unreached import NO_PLACE
from service.values.check import Check
from service.values.document import Names
from service.values.order import Order
from service.values.photo import RGB, Alpha

APART = 10.0  # dE (CIE 1976)
UNIT_PX = 32  # eyes-to-chin of the frame as it is looked at: cloth, not threads
CHEST = 1.35  # units below the eyes: below the chin and most collars
SOFT_PX, OUTER_PX = 2, 10  # inwards from the outline: what mixes both, and what is looked at
ENOUGH = 30  # pixels of clothes

DEFINITION = CheckDefinition(
    "clothes-like-background",
    "dE",
    fine=words("The clothes differ from the background.", "衣服与背景颜色区分明显。"),
    low=words(
        "The clothes are about the same colour as the background; wear something darker or "
        "lighter.",
        "衣服颜色与背景相近，请换深浅不同的衣服。",
    ),
)
NO_CLOTHES = words("Too little of the clothes is in the frame.", "画面中衣服太少，无法判断。")


def clothes_like_background(
    worn: NDArray[np.float32] | None, behind: Backdrop | Names, order: Order
) -> Check:
    """How far clothes, the CIE L*a*b* (n, 3) of `cloth`, are from the background of the finished
    photo. It can only warn.
    """
    if worn is None:
        return DEFINITION.unknown(NO_PLACE)
    colour = colour_behind(behind, order)
    if isinstance(colour, Names):
        return DEFINITION.unknown(colour)
    if len(worn) < ENOUGH:
        return DEFINITION.unknown(NO_CLOTHES, (APART, None))
    apart = float(np.linalg.norm(np.median(worn, axis=0) - colour))
    return DEFINITION.judge(apart, (APART, None), at_most="warn")


def cloth(colour: RGB, alpha: Alpha, eyes_y: float, unit: float) -> NDArray[np.float32]:
    """CIE L*a*b* (n, 3) of the person along the outline below the chin.

    Of a frame (H, W, 3) and its alpha (H, W), where the eyes and the unit are in its pixels.
    """
    scale = UNIT_PX / unit
    size = max(1, round(alpha.shape[1] * scale)), max(1, round(alpha.shape[0] * scale))
    small, person = (
        cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in (colour, alpha)
    )
    solid = cv2.copyMakeBorder((person > 0.9).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    inside = cv2.distanceTransform(solid, cv2.DIST_L2, 3)[1:-1, 1:-1]
    outer = (inside > SOFT_PX) & (inside <= OUTER_PX)
    outer[: max(0, round(eyes_y * scale + CHEST * UNIT_PX))] = False
    lab = cv2.cvtColor(small.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    return np.asarray(lab[outer], np.float32)
