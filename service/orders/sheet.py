"""From the fields of a print sheet to its order."""

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from service.orders.adjustment import OffsetX, OffsetY, Roll, Scale, read_adjustment
from service.orders.background import TRANSPARENT, find_background, keeps_background
from service.orders.cells import FILL, MILLIMETRES, MOST_SIZES, read_cells
from service.orders.fields import Fields, parse_fields
from service.orders.marks import Preview, VisibleMark, read_marks
from service.orders.photo import WHITE
from service.specs.catalogue import Catalogue
from service.values.files import SheetFormat
from service.values.order import Order
from service.values.request_errors import InvalidField
from service.values.sheet import (
    MOST_PHOTOS,
    OTHER_PAPERS,
    PAPER_MM,
    PAPERS,
    CutMarks,
    Rotate,
    SheetItem,
    SheetOrder,
    Size,
)
from service.values.spec import Spec


class SheetFields(BaseModel):
    """The fields of POST /v1/sheet beside the image."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cells: Annotated[
        str,
        Field(
            max_length=600,
            description=f"Up to {MOST_SIZES} sizes, comma-separated, each with a count: ids or "
            "aliases from GET /v1/specs, or mm such as `35x45`. The count is up to 999; for one of "
            f"the sizes it may be `{FILL}` (the default), which fills the sheet. With several "
            f"photos, each photo gets all sizes; `@1` to `@{MOST_PHOTOS}`, in the order of the "
            "parts, gives a size to one photo only.",
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
    cut_marks: Annotated[
        CutMarks,
        Field(
            description="Where to cut: `crop` marks at the corners, a `hairline` around each "
            "photo, or `none`."
        ),
    ] = "crop"
    rotate: Annotated[
        Rotate,
        Field(description="What may be rotated by 90 degrees so that more photos fit."),
    ] = "any"
    background: Annotated[
        str | None,
        Field(
            max_length=32,
            description="As for POST /v1/idphoto, but not transparent. Default: each document's "
            "first, or `original` where the authority does not accept edited photos.",
        ),
    ] = None
    allow_editing: Annotated[
        bool | None,
        Field(
            description="Replace the background even if an authority does not accept edited photos "
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
    offset_x_mm: OffsetX = None
    offset_y_mm: OffsetY = None
    scale: Scale = None
    roll_deg: Roll = None
    dpi: Annotated[int, Field(ge=150, le=600, description="Of the sheet.")] = 300
    format: Annotated[
        SheetFormat,
        Field(description="Format of the file. Default: the one that `Accept` prefers."),
    ] = "jpeg"
    visible_mark: VisibleMark = None
    preview: Preview = None


def read_sheet(fields: Fields, catalogue: Catalogue, photos: int) -> SheetOrder:
    """The order of a form with that many photos. Raises InvalidField."""
    # Until 1.0 the field `cut_marks` may be called `marks`, as it was at first.
    renamed = [
        ("cut_marks" if name.strip().lower() == "marks" else name, value) for name, value in fields
    ]
    checked, faults = parse_fields(SheetFields, renamed, "image")
    sizes = faults.of(lambda: read_cells(checked.cells, catalogue, checked.dpi, photos)) or []
    items = tuple(
        SheetItem(order, shares)
        for spec, shares in sizes
        if (order := faults.of(lambda spec=spec: _order(checked, spec))) is not None  # type: ignore[misc]
    )
    faults.of(lambda: _refuse_too_many(items))
    paper = faults.of(lambda: _paper(checked.paper))
    faults.raise_any()
    assert paper is not None
    return SheetOrder(
        items=items,
        paper_mm=paper,
        gap_mm=checked.gap_mm,
        margin_mm=checked.margin_mm,
        cut_marks=checked.cut_marks,
        rotate=checked.rotate,
        dpi=checked.dpi,
        format=checked.format,
    )


def _refuse_too_many(items: Sequence[SheetItem]) -> None:
    """Raise InvalidField when there are too many sizes, or several that fill the sheet."""
    if len(items) > MOST_SIZES:
        raise InvalidField(
            f"A sheet has {MOST_SIZES} sizes at most.",
            f"一版最多 {MOST_SIZES} 种尺寸。",
            field="cells",
        )
    if sum(item.count is None for item in items) > 1:
        spec = items[0].order.spec.id
        raise InvalidField(
            f"Only one size can fill the sheet; give the others a number, such as {spec}:2.",
            f"只能有一种尺寸用来填满整版；请给其他尺寸填写张数，例如 {spec}:2。",
            field="cells",
        )


def _order(fields: SheetFields, spec: Spec) -> Order:
    """The order of one size; the sheet decides on the file."""
    crop_only = keeps_background(fields.background, fields.allow_editing, spec)
    background = WHITE if crop_only else find_background(fields.background, [spec])
    if background == TRANSPARENT:
        raise InvalidField(
            "A print sheet cannot have a transparent background.",
            "排版打印不能用透明背景。",
            field="background",
        )
    marks = read_marks(fields.visible_mark, fields.preview, spec, crop_only)
    return Order(
        spec,
        background,
        "png",
        fields.dpi,
        crop_only=crop_only,
        strict=bool(fields.strict),
        marks=marks,
        adjustment=read_adjustment(
            fields.offset_x_mm, fields.offset_y_mm, fields.scale, fields.roll_deg, spec
        ),
    )


def _paper(name: str) -> Size:
    """Width and height in mm of a paper size, given by name or in mm."""
    key = re.sub("[ _]+", "-", name.lower())
    key = OTHER_PAPERS.get(key, key)
    if key in PAPERS:
        return PAPERS[key]
    size = MILLIMETRES.fullmatch(name)
    sides = (float(size[1]), float(size[2])) if size else None
    if sides is None or not all(PAPER_MM[0] <= side <= PAPER_MM[1] for side in sides):
        known = ", ".join(PAPERS)
        raise InvalidField(
            f"'{name}' is not a paper size: use {known}, or mm such as 100x148, "
            f"{PAPER_MM[0]} to {PAPER_MM[1]} a side.",
            f"没有名为“{name}”的相纸：可用 {known}，或毫米数，如 100x148，"
            f"每边 {PAPER_MM[0]} 到 {PAPER_MM[1]}。",
            field="paper",
        )
    return sides
