"""From the fields of a request to an order."""

import re

from flask import Request

from service.specs.catalogue import Catalogue
from service.values.colour import COLOURS, Colour
from service.values.errors import EditingForbidden, InvalidField
from service.values.order import ERODE, Order
from service.values.spec import MAX_SIDE_PX, Spec
from service.web.custom import CustomSize, custom_spec
from service.web.fields import read_fields
from service.web.forms import IdPhotoFields

TRANSPARENT, ORIGINAL = "transparent", "original"
WHITE = (255, 255, 255)


def read_order(request: Request, catalogue: Catalogue) -> Order:
    """The order that query and form fields make together. Raises InvalidField."""
    given = [*request.args.items(multi=True), *request.form.items(multi=True)]
    fields = read_fields(IdPhotoFields, given, "image")
    spec = _spec(fields, catalogue)
    crop_only = keeps_background(fields.background, fields.allow_editing, spec)
    background = WHITE if crop_only else find_background(fields.background, spec)
    file_format = fields.format or ("png" if background is None else "jpeg")
    if background is None and file_format != "png":
        raise InvalidField("A transparent background needs format=png.", field="format")
    if fields.erode is not None and fields.edge != "closed-form":
        raise InvalidField("'erode' needs edge=closed-form.", field="erode")
    return Order(
        spec,
        background,
        file_format,
        _dpi(fields, spec),
        fields.edge or "guided",
        fields.erode or ERODE,
        crop_only,
        bool(fields.strict),
    )


def _spec(fields: IdPhotoFields, catalogue: Catalogue) -> Spec:
    """The spec that is named, or one made of the size that is given."""
    if fields.spec is None:
        return custom_spec(fields, fields.dpi)
    sizes = [name for name in CustomSize.model_fields if getattr(fields, name) is not None]
    if sizes:
        raise InvalidField(
            f"'{sizes[0]}' is for a size of one's own, without 'spec'.", field=sizes[0]
        )
    return find_spec(fields.spec, catalogue, "spec")


def find_spec(name: str, catalogue: Catalogue, field: str) -> Spec:
    """The spec that the form's `field` names. Raises InvalidField with those that were meant."""
    spec = catalogue.find(name)
    if spec is None:
        raise InvalidField(
            f"There is no spec '{name}'; GET /v1/specs lists them all.",
            field=field,
            suggestions=catalogue.near(name),
        )
    return spec


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


def _dpi(fields: IdPhotoFields, spec: Spec) -> int:
    """The dpi of the file, unless its pixels would be too many or not the document's."""
    dpi = fields.dpi or spec.dpi
    size = spec.pixels(dpi)
    if max(size) > MAX_SIDE_PX or not spec.allows_pixels(size):
        raise InvalidField(
            f"At {dpi} dpi the photo would have {size[0]} x {size[1]} pixels; {spec.id} takes "
            f"{spec.pixels_allowed()}.",
            field="dpi",
        )
    return dpi


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
