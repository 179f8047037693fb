"""Whether head and person were separated from the background."""

from collections.abc import Sequence

from service.checks.definition import CheckDefinition, words
from service.checks.unreached import NO_PLACE
from service.values.check import Check
from service.values.order import Order
from service.values.placement import Head

CROWN = CheckDefinition(
    "crown",
    "",
    fine=words("The top of the head is visible.", "看清了头顶。"),
    low=words(
        "The top of the head was not clear; its height was estimated from the face.",
        "头顶不清楚，其高度由面部推算。",
    ),
)
CUT_OUT = CheckDefinition(
    "cut-out",
    "",
    fine=words("The person was cut out cleanly.", "人像抠图清晰。"),
    high=words(
        "The person is hard to separate from the background; look at the edges.",
        "人物与背景难以区分，请检查边缘。",
    ),
)
WHOLE = words("Not judged: nothing is cut out.", "不作评判：没有抠图。")


def crown_seen(head: Head | None) -> Check:
    """1 where the crown was measured in the matte, 0 where it was assumed."""
    if head is None:
        return CROWN.unknown(NO_PLACE)
    return CROWN.judge(float(head.measured), (1, 1), (0, 1))


def cut_out(unclear: Sequence[str] | None, usable: bool, order: Order) -> Check:
    """How many measures of the alpha are outside what good cut-outs have."""
    if order.crop_only:
        return CUT_OUT.unknown(WHOLE)
    if unclear is None:
        return CUT_OUT.unknown(NO_PLACE)
    return CUT_OUT.judge(len(unclear), (0, 0), (0, len(unclear) if usable else 0))
