"""From a Flask request to an order for a print sheet."""

import re
from collections.abc import Mapping
from typing import Annotated

from flask import Request
from pydantic import BaseModel, ConfigDict, Field

from service.specs.catalogue import Catalogue
from service.values.errors import InvalidField
from service.values.order import Order
from service.values.sheet import (
    MOST_PHOTOS,
    PAPER_MM,
    PAPERS,
    Marks,
    Rotate,
    Allocation,
    SheetFormat,
    SheetOrder,
    Size,
    SheetItem,
)
from service.values.spec import MAX_SIDE_PX, Spec
from service.orders.custom import CustomSize, custom_spec
from service.orders.fields import read_fields
from service.orders.marks import Preview, VisibleMark, read_marks
from service.orders.photo import WHITE, find_background, find_spec, keeps_background, sent

FILL = "fill"
MOST_KINDS = 4
MM = r"([0-9]{1,3}(?:\.[0-9]{1,2})?)"
MILLIMETRES = re.compile(rf"{MM}x{MM}")
CELL = re.compile(rf"(.+?)(?:@([1-9]))?(?:[:：]([1-9][0-9]{{0,2}}|{FILL}))?")


class SheetFields(BaseModel):
    """The fields of POST /v1/sheet beside the image."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cells: Annotated[
        str,
        Field(
            max_length=600,
            description=f"Up to {MOST_KINDS} sizes with how many of each, comma-separated: ids or "
            f"aliases of GET /v1/specs, or mm such as `35x45`; a number up to 999, or `{FILL}` "
            "(the default) for one of them to fill the sheet. Of several photos each gets as many, "
            f"or one of them its own number: `@1` to `@{MOST_PHOTOS}` in the order of the parts.",
            examples=["cn-1inch:4,cn-2inch:2", "cn-1inch", "cn-1inch@1:6,cn-1inch@2:2"],
        ),
    ]
    paper: Annotated[
        str,
        Field(
            max_length=16,
            description=f"One of {', '.join(PAPERS)}, or mm such as `100x148`, "
            f"{PAPER_MM[0]} to {PAPER_MM[1]} a side.",
            examples=["4r", "a4", "100x148"],
        ),
    ] = "4r"
    gap_mm: Annotated[float, Field(ge=0, le=20, description="Between photos.")] = 2
    margin_mm: Annotated[float, Field(ge=0, le=40, description="Along the paper's edges.")] = 5
    marks: Annotated[
        Marks,
        Field(
            description="Where to cut: `crop` marks at the corners, a `hairline` around, `none`."
        ),
    ] = "crop"
    rotate: Annotated[
        Rotate,
        Field(description="What may be turned by 90 degrees so that more photos fit."),
    ] = "any"
    background: Annotated[
        str | None,
        Field(
            max_length=32,
            description="As for POST /v1/idphoto, but not transparent. Default: each spec's first, "
            "or `original` where the authority refuses edited photos.",
        ),
    ] = None
    allow_editing: Annotated[
        bool | None,
        Field(
            description="Replace the background although an authority refuses edited photos "
            "(editing_policy=forbidden). Default: false."
        ),
    ] = None
    strict: Annotated[
        bool | None,
        Field(
            description="Answer 422 check-failed when a check of a photo fails instead of sending "
            "the sheet. Default: false."
        ),
    ] = None
    dpi: Annotated[int, Field(ge=150, le=600, description="Of the sheet.")] = 300
    format: Annotated[SheetFormat, Field(description="The file.")] = "jpeg"
    visible_mark: VisibleMark = None
    preview: Preview = None


def read_sheet(request: Request, catalogue: Catalogue) -> SheetOrder:
    """The order that query and form fields make together. Raises InvalidField."""
    fields = read_fields(SheetFields, sent(request), "image")
    items = _wishes(fields, catalogue, max(1, len(request.files.getlist("image"))))
    if len(items) > MOST_KINDS:
        raise InvalidField(f"A sheet has {MOST_KINDS} sizes at most.", field="cells")
    if sum(item.count is None for item in items) > 1:
        raise InvalidField(
            "Only one size can fill the sheet; give the others a number, such as "
            f"{items[0].order.spec.id}:2.",
            field="cells",
        )
    return SheetOrder(
        items=items,
        paper_mm=_paper(fields.paper),
        gap_mm=fields.gap_mm,
        margin_mm=fields.margin_mm,
        marks=fields.marks,
        rotate=fields.rotate,
        dpi=fields.dpi,
        format=fields.format,
    )


def _wishes(fields: SheetFields, catalogue: Catalogue, photos: int) -> tuple[SheetItem, ...]:
    """What each size is wanted for, of so many photos."""
    specs: dict[str, Spec] = {}
    allocations: dict[str, list[Allocation]] = {}
    for part in re.split("[,，]", fields.cells):
        found = CELL.fullmatch(part.strip())
        if found is None:
            raise InvalidField("'cells' has an empty part between commas.", field="cells")
        spec = _spec(found[1].strip(), catalogue).printed(fields.dpi)
        if max(spec.width_px, spec.height_px) > MAX_SIDE_PX:
            raise InvalidField(
                f"At {fields.dpi} dpi {spec.id} would have more than {MAX_SIDE_PX} pixels a side.",
                field="dpi",
            )
        count = None if found[3] in (None, FILL) else int(found[3])
        whose = [int(found[2])] if found[2] else range(1, photos + 1)
        specs[spec.id] = spec
        allocations.setdefault(spec.id, []).extend(Allocation(photo, count) for photo in whose)
    _refuse_unclear(allocations, photos)
    return tuple(SheetItem(_order(fields, spec), tuple(allocations[name])) for name, spec in specs.items())


def _refuse_unclear(allocations: Mapping[str, list[Allocation]], photos: int) -> None:
    """Raise InvalidField unless each size is named once for a photo, and each photo has a size."""
    for name, wanted in allocations.items():
        numbers = [allocation.photo for allocation in wanted]
        if len(set(numbers)) < len(numbers):
            raise InvalidField(f"Name {name} once for each photo.", field="cells")
    named = {allocation.photo for wanted in allocations.values() for allocation in wanted}
    if max(named) > photos:
        raise InvalidField(
            f"'cells' names photo {max(named)}; {photos} came as file parts 'image'.", field="cells"
        )
    if missing := set(range(1, photos + 1)) - named:
        raise InvalidField(f"'cells' has nothing for photo {min(missing)}.", field="cells")


def _order(fields: SheetFields, spec: Spec) -> Order:
    """One size's; its file is the sheet's affair."""
    crop_only = keeps_background(fields.background, fields.allow_editing, spec)
    background = WHITE if crop_only else find_background(fields.background, spec)
    if background is None:
        raise InvalidField("Paper has no transparent background.", field="background")
    marks = read_marks(fields.visible_mark, fields.preview, spec, crop_only)
    return Order(
        spec,
        background,
        "png",
        fields.dpi,
        crop_only=crop_only,
        strict=bool(fields.strict),
        marks=marks,
    )


def _spec(name: str, catalogue: Catalogue) -> Spec:
    """The document of this name, or a size such as 35x45."""
    if re.search("[@:：]", name):
        raise InvalidField(
            f"'{name}': after a size comes, if anything, @ and the number of a photo, 1 to "
            f"{MOST_PHOTOS}, then : and a count, 1 to 999 or '{FILL}', such as cn-1inch@2:4.",
            field="cells",
        )
    size = MILLIMETRES.fullmatch(name)
    if size is None or catalogue.find(name):
        return find_spec(name, catalogue, "cells")
    try:
        given = read_fields(CustomSize, [("width_mm", size[1]), ("height_mm", size[2])])
        return custom_spec(given, None).model_copy(update={"id": name})
    except InvalidField as error:
        raise InvalidField(f"{name}: {error.detail}", field="cells") from error


def _paper(name: str) -> Size:
    """Width and height in mm of a paper by name or by mm."""
    if name.lower() in PAPERS:
        return PAPERS[name.lower()]
    size = MILLIMETRES.fullmatch(name)
    sides = (float(size[1]), float(size[2])) if size else None
    if sides is None or not all(PAPER_MM[0] <= side <= PAPER_MM[1] for side in sides):
        raise InvalidField(
            f"'{name}' is no paper: use {', '.join(PAPERS)}, or mm such as 100x148, "
            f"{PAPER_MM[0]} to {PAPER_MM[1]} a side.",
            field="paper",
        )
    return sides
