"""From the fields of one photo to its order."""

import math

from service.orders.background import find_background, keeps_background
from service.orders.custom import CustomSize, custom_spec
from service.orders.fields import Fields, read_fields
from service.orders.marks import read_marks
from service.orders.own_limits import read_own_limits
from service.orders.photo_fields import IdPhotoFields
from service.specs.catalogue import Catalogue
from service.values.errors import InvalidField
from service.values.files import Format
from service.values.order import ERODE, KB_LEAST, KB_MOST, LEAST_QUALITY, FileRule, Order
from service.values.spec import MAX_SIDE_PX, Spec

WHITE = (255, 255, 255)


def read_order(fields: Fields, catalogue: Catalogue, *parts: str) -> Order:
    """The order of the fields; `parts` are the form's files. Raises InvalidField."""
    return order_of(read_fields(IdPhotoFields, fields, *parts), catalogue)


def order_of(fields: IdPhotoFields, catalogue: Catalogue) -> Order:
    """The order that `fields` make together. Raises InvalidField and what forbids a part of it."""
    spec = _spec(fields, catalogue)
    crop_only = keeps_background(fields.background, fields.allow_editing, spec)
    background = WHITE if crop_only else find_background(fields.background, spec)
    file_format = fields.format or ("png" if background is None else "jpeg")
    if background is None and file_format == "jpeg":
        raise InvalidField("A transparent background needs format=png or webp.", field="format")
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
        _file_rule(fields, spec, file_format),
        read_marks(fields.visible_mark, fields.preview, spec, crop_only),
        read_own_limits(fields.profile, fields.limits),
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


def _file_rule(fields: IdPhotoFields, spec: Spec, file_format: Format) -> FileRule:
    """The range of bytes: the document's, which it states for its JPEG, unless the caller's."""
    low, high = (spec.file_kb if file_format == "jpeg" else None) or (0.0, math.inf)
    low = low if fields.min_kb is None else fields.min_kb
    high = high if fields.max_kb is None else fields.max_kb
    least, most = math.ceil(low * KB_LEAST), high * KB_MOST
    if least > most:
        raise InvalidField(
            f"{low:g} to {high:g} KB leaves no size that is right for KB of 1000 and of 1024 "
            "bytes; give a wider range.",
            field="max_kb" if fields.min_kb is None else "min_kb",
        )
    if fields.pad and file_format != "jpeg":
        raise InvalidField("'pad' needs format=jpeg.", field="pad")
    return FileRule(least, most, spec.jpeg_quality_min or LEAST_QUALITY, bool(fields.pad))
