"""The marks that a request may ask for, and where they are refused."""

from typing import Annotated

from pydantic import Field

from service.values.marks import TEXTS, Marks, Wording
from service.values.photo_errors import MarkForbidden
from service.values.request_errors import InvalidField
from service.values.spec import Spec

VisibleMark = Annotated[
    Wording | None,
    Field(
        description="Text in the lower right corner, 5% of the shortest side high: "
        + ", ".join(f"`{name}` {text}" for name, text in TEXTS.items())
        + ". Default: none."
    ),
]
Preview = Annotated[
    bool | None,
    Field(
        description="A watermark all over the photo, for previews that are not the final photo. "
        "Default: false."
    ),
]


def read_marks(wording: Wording | None, preview: bool | None, spec: Spec, crop_only: bool) -> Marks:
    """The marks of one photo. Raises MarkForbidden, and InvalidField where one would be untrue."""
    marks = Marks(wording or "none", bool(preview))
    if marks.names and spec.visible_mark_allowed is False:
        field = "preview" if marks.wording == "none" else "visible_mark"
        raise MarkForbidden(
            f"The authority behind {spec.id} does not accept text in the photo. Leave '{field}' "
            "out; the metadata of the file still says how it was made.",
            f"{spec.id} 的主管机关不接受带文字的照片。请去掉“{field}”；"
            "文件元数据中的标识仍会保留。",
            field=field,
        )
    if marks.wording != "none" and crop_only:
        raise InvalidField(
            f"This photo of {spec.id} is only cropped, so a text that calls it edited would "
            "be wrong. Leave 'visible_mark' out, or replace the background.",
            f"这张 {spec.id} 照片只做了裁剪，标注“AI生成”与事实不符。"
            "请去掉“visible_mark”，或更换背景。",
            field="visible_mark",
        )
    return marks
