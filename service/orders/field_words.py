"""Messages about values that a field cannot have: pydantic's, and their Chinese."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

from service.values.request_errors import InvalidField

WHOLE, NUMBER, YES_OR_NO = "必须是整数", "必须是数字", "必须是 true 或 false"
# By the types of pydantic's errors that the fields' annotations can give.
TEXTS_ZH: Mapping[str, str] = {
    "missing": "必须填写",
    "literal_error": "只能是 {expected}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "string_too_short": "至少 {min_length} 个字符",
    "string_too_long": "最多 {max_length} 个字符",
    "string_type": "必须是文本",
    "int_parsing": WHOLE,
    "int_parsing_size": WHOLE,
    "int_from_float": WHOLE,
    "int_type": WHOLE,
    "float_parsing": NUMBER,
    "float_type": NUMBER,
    "finite_number": "必须是有限的数",
    "bool_parsing": YES_OR_NO,
    "bool_type": YES_OR_NO,
}


def fault_of(fault: ErrorDetails) -> InvalidField:
    """The error of one field."""
    name = str(fault["loc"][0])
    context: dict[str, Any] = dict(fault.get("ctx", {}))
    if "expected" in context:
        context["expected"] = context["expected"].replace(" or ", ", ").replace("'", "")
    text = TEXTS_ZH.get(fault["type"], "取值无效").format(**context)
    return InvalidField(f"'{name}': {fault['msg']}.", f"“{name}”：{text}。", field=name)
