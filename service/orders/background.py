"""Which background a photo gets, if its own is replaced at all."""

import re
from collections.abc import Sequence
from typing import Literal

from service.values.colour import COLOURS, OTHER_NAMES, Colour
from service.values.photo_errors import EditingForbidden
from service.values.request_errors import InvalidField
from service.values.spec import Spec

TRANSPARENT: Literal["transparent"] = "transparent"
ORIGINAL = "original"
_KEPT_OR_NONE = {
    "透明": TRANSPARENT,
    "原": ORIGINAL,
    "原图": ORIGINAL,
    "原始": ORIGINAL,
    "保留原": ORIGINAL,
}
_ENDINGS = re.compile("(的?(背景色|背景|底色|底|颜色|色))+$")


def keeps_background(background: str | None, allow_editing: bool | None, spec: Spec) -> bool:
    """Whether the photo is cropped only. Raises EditingForbidden.

    That is so where the authority does not accept edited photos, unless the request allows it.
    """
    name = _canonical(background or "")
    if name == ORIGINAL or spec.editing_policy != "forbidden" or allow_editing:
        return name == ORIGINAL
    if name:
        raise EditingForbidden(
            f"The authority behind {spec.id} rejects photos with a replaced background. Leave "
            "'background' out or send background=original to crop the photo only; "
            "allow_editing=true replaces the background anyway.",
            f"{spec.id} 的主管机关不接受更换过背景的照片。请去掉“background”，或用 "
            "background=original 只裁剪照片；allow_editing=true 则仍然更换背景。",
            field="background",
        )
    return True


def find_background(name: str | None, specs: Sequence[Spec]) -> Colour | Literal["transparent"]:
    """The colour of this name, first among the documents' own; None: the first document's first."""
    if name is None:
        return specs[0].backgrounds[0].rgb
    key = _canonical(name)
    if key == TRANSPARENT:
        return TRANSPARENT
    own = {known.name: known.rgb for spec in specs for known in spec.backgrounds}
    if key in (named := {**COLOURS, **own}):
        return named[key]
    if digits := re.fullmatch(r"#?([0-9a-f]{6}|[0-9a-f]{3})", key):
        six = digits[1] if len(digits[1]) == 6 else "".join(2 * digit for digit in digits[1])
        red, green, blue = bytes.fromhex(six)
        return red, green, blue
    known = ", ".join(named)
    raise InvalidField(
        f"'{name}' is not a background: use {known}, {TRANSPARENT}, {ORIGINAL} or #rrggbb.",
        f"没有名为“{name}”的背景：可用 {known}、{TRANSPARENT}、{ORIGINAL} 或 #rrggbb，"
        "也可用中文颜色名，如 白、蓝、红。",
        field="background",
    )


def _canonical(name: str) -> str:
    """The name as COLOURS has it, however it was written: `蓝底`, `Light Blue`, `原图`."""
    key = re.sub("[ _]+", "-", name.strip().lower())
    for spelling in (key, _ENDINGS.sub("", key)):
        if spelling in OTHER_NAMES or spelling in _KEPT_OR_NONE:
            return OTHER_NAMES.get(spelling) or _KEPT_OR_NONE[spelling]
    return key
