"""The background: its colour in the finished photo, and how plain it was in the one sent."""

import cv2
import numpy as np

from service.checks.backdrop import TRANSPARENT, UNSEEN, Backdrop
from service.checks.definition import CheckDefinition, words
from service.checks.unreached import NO_RULE
from service.values.check import Bounds, Check
from service.values.document import Names
from service.values.order import Order

# dE in CIE L*a*b* (1976). A colour that is put in is exact; a wall is never quite its name.
SAME, PAINTED, PAINTED_BEARABLE = 1.0, 12.0, 25.0
UNIFORM, UNIFORM_BEARABLE = 8.0, 12.0
SHADOW, SHADOW_BEARABLE = 4.0, 8.0  # L*
DARK = 25  # percentile of what is beside the person
ENOUGH = 20  # pixels on either side of the line

COLOUR = CheckDefinition(
    "background-colour",
    "dE",
    fine=words("The background has a colour that the document allows.", "背景颜色符合规定。"),
    high=words(
        "The document does not name this background colour.", "该证件没有列出这种背景颜色。"
    ),
)
PLAIN = CheckDefinition(
    "background-uniform",
    "dE",
    fine=words("The background of the original photo is plain.", "原照片背景均匀。"),
    high=words("The background of the original photo is not plain.", "原照片背景不均匀。"),
)
CAST = CheckDefinition(
    "background-shadow",
    "L*",
    fine=words("No shadow was seen behind the head.", "头部后方未见阴影。"),
    high=words("There is a shadow behind the head.", "头部后方有阴影。"),
)
REPLACED = words("Not judged: the background is replaced.", "不作评判：背景会被替换。")
NONE_NAMED = words("No document names a colour.", "没有证件规定背景颜色。")
NO_WALL = words(
    "A shadow cannot be measured on such a background.", "背景不是均匀的墙面，无法判断阴影。"
)


def background(behind: Backdrop | Names, order: Order) -> tuple[Check, Check, Check]:
    """Colour, evenness, and shadows; in place of a background may stand why it is not known."""
    return _colour(behind, order), _plain(behind, order), _shadow(behind, order)


def _colour(behind: Backdrop | Names, order: Order) -> Check:
    """How far the background's colour is from the nearest that the document names.

    A colour that is put in was asked for: another one than the document's is wrong for certain.
    """
    if order.spec.layer("background") == "assumed":
        return COLOUR.unknown(NO_RULE)
    allowed = np.array([known.rgb for known in order.spec.backgrounds], np.float32) / 255
    named = cv2.cvtColor(allowed[np.newaxis], cv2.COLOR_RGB2LAB)[0]
    if not order.crop_only:
        if order.background is None:
            return COLOUR.unknown(TRANSPARENT)
        if "backgrounds" in order.spec.assumed:
            return COLOUR.unknown(NONE_NAMED)
        colour = np.array([[order.background]], np.float32) / 255
        far = np.linalg.norm(named - cv2.cvtColor(colour, cv2.COLOR_RGB2LAB)[0, 0], axis=1).min()
        return COLOUR.judge(float(far), (None, SAME))
    if isinstance(behind, Names):
        return COLOUR.unknown(behind)
    far = np.linalg.norm(named - behind.colour, axis=1).min()
    return COLOUR.judge(float(far), (None, PAINTED), (None, PAINTED_BEARABLE), at_most="warn")


def _plain(behind: Backdrop | Names, order: Order) -> Check:
    if isinstance(behind, Names):
        return PLAIN.unknown(behind)
    limits: tuple[Bounds, Bounds] = (None, UNIFORM), (None, UNIFORM_BEARABLE)
    return _original(PLAIN, behind.spread, *limits, order)


def _shadow(behind: Backdrop | Names, order: Order) -> Check:
    """How much darker a side's wall is close to the person than farther off, at the worse side."""
    limits: tuple[Bounds, Bounds] = (None, SHADOW), (None, SHADOW_BEARABLE)
    if isinstance(behind, Names):
        return CAST.unknown(behind)
    if behind.spread > UNIFORM_BEARABLE:
        return CAST.unknown(NO_WALL, limits[0])
    drops = []
    for side in (behind.left, ~behind.left):
        near, far = (behind.lab[side & part, 0] for part in (behind.beside, ~behind.beside))
        if min(len(near), len(far)) >= ENOUGH:
            drops.append(float(np.median(far) - np.percentile(near, DARK)))
    if not drops:
        return CAST.unknown(UNSEEN, limits[0])
    return _original(CAST, max(0.0, *drops), *limits, order)


def _original(
    definition: CheckDefinition, value: float, limit: Bounds, bearable: Bounds, order: Order
) -> Check:
    """A background that is replaced matters only to who forbids that."""
    if order.crop_only:
        return definition.judge(value, limit, bearable)
    if order.spec.editing_policy == "forbidden":
        return definition.judge(value, limit, bearable, at_most="warn")
    return definition.note(value, limit, REPLACED)
