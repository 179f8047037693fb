"""Which background a photo gets, if its own is replaced at all."""

import re

from service.values.colour import COLOURS, Colour
from service.values.errors import EditingForbidden, InvalidField
from service.values.spec import Spec

TRANSPARENT, ORIGINAL = "transparent", "original"


def keeps_background(background: str | None, allow_editing: bool | None, spec: Spec) -> bool:
    """Whether the photo is cropped only. Raises EditingForbidden.

    It is by default where the authority refuses edited photos, unless the request allows it.
    """
    name = (background or "").lower()
    if name == ORIGINAL or spec.editing_policy != "forbidden" or allow_editing:
        return name == ORIGINAL
    if name:
        raise EditingForbidden(
            f"The authority behind {spec.id} refuses photos whose background was replaced. Leave "
            "'background' out or send background=original to have the photo cropped only; "
            "allow_editing=true replaces the background all the same.",
            field="background",
        )
    return True


def find_background(name: str | None, spec: Spec) -> Colour | None:
    """The colour of a name, of the document's own first; None: transparent."""
    if name is None:
        return spec.backgrounds[0].rgb
    if name.lower() == TRANSPARENT:
        return None
    named = {**COLOURS, **{known.name: known.rgb for known in spec.backgrounds}}
    if name.lower() in named:
        return named[name.lower()]
    if re.fullmatch(r"#?[0-9a-fA-F]{6}", name):
        red, green, blue = bytes.fromhex(name.removeprefix("#"))
        return red, green, blue
    raise InvalidField(
        f"'{name}' is no background: use {', '.join(named)}, {TRANSPARENT}, {ORIGINAL} or #rrggbb.",
        field="background",
    )
