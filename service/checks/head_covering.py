"""Whether something covers the head. It is not assessed: docs/checks.md says why."""

from service.checks.definition import CheckDefinition, words
from service.values.check import Check

DEFINITION = CheckDefinition(
    "head-covering", "", fine=words("The head is not covered.", "头部没有遮盖物。")
)
NOT_TOLD = words(
    "Not checked: hats and scarves cannot be distinguished from hair reliably; look yourself.",
    "未检查：目前无法可靠地区分帽子、头巾与头发，请自行确认。",
)


def head_covering() -> Check:
    """Not assessed, whatever the photo shows."""
    return DEFINITION.unknown(NOT_TOLD)
