"""From the fields of one photo to its order."""

from dataclasses import replace
from typing import Literal

from service.orders.adjustment import read_adjustment
from service.orders.background import TRANSPARENT, find_background, keeps_background
from service.orders.custom import CustomSize, custom_spec
from service.orders.faults import Faults
from service.orders.fields import Fields, parse_fields
from service.orders.file_rule import file_rule
from service.orders.marks import read_marks
from service.orders.own_limits import read_own_limits
from service.orders.photo_fields import IdPhotoFields
from service.specs.catalogue import Catalogue
from service.values.colour import Colour
from service.values.files import Format
from service.values.marks import NO_MARKS
from service.values.order import ERODE, FileRule, Order
from service.values.own_limits import NO_LIMITS
from service.values.request_errors import InvalidField
from service.values.spec import MAX_PIXELS, Spec, affordable

WHITE = (255, 255, 255)


def read_order(fields: Fields, catalogue: Catalogue, *parts: str) -> Order:
    """The order of the fields; `parts` are the form's files. Raises InvalidField."""
    return order_of(*parse_fields(IdPhotoFields, fields, *parts), catalogue)


def order_of(fields: IdPhotoFields, faults: Faults, catalogue: Catalogue) -> Order:
    """The order of `fields`; `faults` has what is wrong with single ones.

    Raises InvalidField with everything that is wrong, or the error of a part that is forbidden.
    """
    spec = faults.of(lambda: _spec(fields, catalogue))
    crop_only = bool(faults.of(lambda: _keeps_background(fields, spec)))
    colour = WHITE if crop_only else faults.of(lambda: _colour(fields, spec, catalogue))
    file_format = fields.format or ("png" if colour == TRANSPARENT else "jpeg")
    _note_combinations(fields, colour, file_format, faults)
    if spec is None:
        faults.raise_any()
    assert spec is not None
    background = None if colour == TRANSPARENT else colour
    dpi = faults.of(lambda: _dpi(fields, spec)) or spec.dpi
    order = Order(spec, background, file_format, dpi, crop_only=crop_only)
    order = _completed(order, fields, faults)
    faults.raise_any()
    return order


def _completed(order: Order, fields: IdPhotoFields, faults: Faults) -> Order:
    """The order with what the fields say besides, or the default where `faults` has an error."""
    spec = order.spec
    rule = faults.of(lambda: file_rule(fields, spec, order.size, order.format))
    marks = faults.of(
        lambda: read_marks(fields.visible_mark, fields.preview, spec, order.crop_only)
    )
    limits = faults.of(lambda: read_own_limits(fields.profile, fields.limits))
    adjustment = faults.of(
        lambda: read_adjustment(
            fields.offset_x_mm, fields.offset_y_mm, fields.scale, fields.roll_deg, spec
        )
    )
    return replace(
        order,
        edge=fields.edge or "guided",
        erode=fields.erode or ERODE,
        strict=bool(fields.strict),
        file=rule or FileRule(),
        marks=marks or NO_MARKS,
        limits=limits or NO_LIMITS,
        adjustment=adjustment,
    )


def _keeps_background(fields: IdPhotoFields, spec: Spec | None) -> bool:
    return spec is not None and keeps_background(fields.background, fields.allow_editing, spec)


def _colour(
    fields: IdPhotoFields, spec: Spec | None, catalogue: Catalogue
) -> Colour | Literal["transparent"]:
    """The background; if the document is unknown, that of any document."""
    return find_background(fields.background, [spec] if spec else list(catalogue))


def _note_combinations(
    fields: IdPhotoFields,
    colour: Colour | Literal["transparent"] | None,
    file_format: Format,
    faults: Faults,
) -> None:
    """Note fields that do not go together, unless one of the two is wrong by itself."""
    if colour == TRANSPARENT and file_format == "jpeg":
        faults.add(
            InvalidField(
                "A transparent background needs format=png or webp.",
                "透明背景需要 format=png 或 webp。",
                field="format",
            )
        )
    if fields.erode is not None and fields.edge != "closed-form" and "edge" not in faults.fields:
        faults.add(
            InvalidField(
                "'erode' needs edge=closed-form.", "“erode”需要 edge=closed-form。", field="erode"
            )
        )
    if fields.pad and file_format != "jpeg" and "format" not in faults.fields:
        faults.add(InvalidField("'pad' needs format=jpeg.", "“pad”需要 format=jpeg。", field="pad"))


def _spec(fields: IdPhotoFields, catalogue: Catalogue) -> Spec:
    """The spec that is named, or one made from the size that is given."""
    if fields.spec is None:
        return custom_spec(fields, fields.dpi)
    sizes = [name for name in CustomSize.model_fields if getattr(fields, name) is not None]
    if sizes:
        raise InvalidField(
            f"'{sizes[0]}' is for a custom size and cannot be combined with 'spec'.",
            f"“{sizes[0]}”用于自定义尺寸，不能与“spec”同时使用。",
            field=sizes[0],
        )
    return find_spec(fields.spec, catalogue, "spec")


def find_spec(name: str, catalogue: Catalogue, field: str) -> Spec:
    """The spec that the form's `field` names. Raises InvalidField with suggestions."""
    spec = catalogue.find(name)
    if spec is None:
        raise InvalidField(
            f"There is no document '{name}'; GET /v1/specs lists all of them.",
            f"没有规格“{name}”；GET /v1/specs 列出全部规格。",
            field=field,
            suggestions=catalogue.near(name),
        )
    return spec


def _dpi(fields: IdPhotoFields, spec: Spec) -> int:
    """The dpi of the file. Raises InvalidField for too many pixels, or not the document's."""
    dpi = fields.dpi or spec.dpi
    size = spec.pixels(dpi)
    if not affordable(size):
        raise InvalidField(
            f"At {dpi} dpi the photo would have {size[0]} x {size[1]} pixels; a photo may have "
            f"{MAX_PIXELS} pixels in all.",
            f"在 {dpi} dpi 下照片为 {size[0]} × {size[1]} 像素；"
            f"一张照片总共最多 {MAX_PIXELS} 像素。",
            field="dpi",
        )
    if not spec.allows_pixels(size):
        raise InvalidField(
            f"At {dpi} dpi the photo would have {size[0]} x {size[1]} pixels; {spec.id} takes "
            f"{spec.pixels_allowed()}.",
            f"在 {dpi} dpi 下照片为 {size[0]} × {size[1]} 像素；{spec.id} 要求 "
            f"{spec.pixels_allowed_zh()}。",
            field="dpi",
        )
    return dpi
