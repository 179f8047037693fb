"""Whether something covers the head. It is not assessed: docs/checks-measured.md says why."""

from service.checks.definition import CheckDefinition, words
from service.values.check import Check
from service.values.spec import Spec

DEFINITION = CheckDefinition(
    "head-covering", "", fine=words("The head is not covered.", "头部没有遮盖物。")
)
NOT_TOLD = words(
    "Not checked: hats and scarves cannot reliably be distinguished from hair; please check it "
    "yourself.",
    "未检查：目前无法可靠地区分帽子、头巾与头发，请自行确认。",
)
# What the document says, for whoever looks; by its `head_covering`.
RULES = {
    "religious": words(
        "This document allows head coverings only for religious or medical reasons, and the whole "
        "face must be visible.",
        "该证件仅允许因宗教或医疗原因遮盖头部，且须露出整个面部。",
    ),
    "forbidden": words(
        "This document does not allow head coverings: take off any hat, cap or scarf.",
        "该证件不允许遮盖头部，请摘下帽子或头巾。",
    ),
}


def head_covering(spec: Spec) -> Check:
    """Not assessed, whatever the photo shows; where the document has a rule, that is the advice."""
    check = DEFINITION.unknown(NOT_TOLD)
    if spec.head_covering is None:
        return check
    return check.model_copy(update={"advice": RULES[spec.head_covering]})
