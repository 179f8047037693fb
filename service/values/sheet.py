"""A print sheet: what is ordered, where each photo goes on the paper, and the report."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import Field

from service.values.files import SheetFormat
from service.values.marks import MarkName
from service.values.order import Order
from service.values.report import Part, PhotoReport

Size = tuple[float, float]  # width and height in mm
CutMarks = Literal["crop", "hairline", "none"]
Rotate = Literal["any", "cells", "paper", "none"]

# Photo papers as laboratories sell them (3.5 x 5 and 4 x 6 inches in whole mm), ISO 216, ANSI A.
PAPERS: dict[str, Size] = {
    "3r": (89, 127),
    "5-inch": (89, 127),
    "4r": (102, 152),
    "6-inch": (102, 152),
    "a5": (148, 210),
    "a4": (210, 297),
    "letter": (215.9, 279.4),
}
# What else they are called.
OTHER_PAPERS = {
    "5inch": "5-inch", "5寸": "5-inch", "五寸": "5-inch",
    "6inch": "6-inch", "6寸": "6-inch", "六寸": "6-inch", "4x6": "6-inch",
    "us-letter": "letter",
}  # fmt: skip
PAPER_MM = (50, 300)  # a side of any other paper


MOST_PHOTOS = 8  # sent for one sheet


@dataclass(frozen=True, slots=True)
class Allocation:
    """How many cells of a size show one of the photos sent, by number from 1; None: the rest."""

    photo: int
    count: int | None


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One kind of photo on the sheet, and who gets how many of it."""

    order: Order
    allocations: tuple[Allocation, ...]

    @property
    def count(self) -> int | None:
        """How many there are to be; None: as many as the paper holds."""
        counts = [
            allocation.count for allocation in self.allocations if allocation.count is not None
        ]
        return sum(counts) if len(counts) == len(self.allocations) else None

    @property
    def least(self) -> int:
        """How many there must be: everybody who shares the rest gets at least one."""
        return sum(allocation.count or 1 for allocation in self.allocations)

    def shows(self, photo: int) -> bool:
        """Whether the photo of this number is to have this size."""
        return any(allocation.photo == photo for allocation in self.allocations)

    @property
    def size_mm(self) -> Size:
        """Width and height of one photo, upright."""
        return self.order.spec.width_mm, self.order.spec.height_mm


@dataclass(frozen=True, slots=True)
class SheetOrder:
    """One sheet; `gap_mm` is between photos, `margin_mm` along the edges of the paper.

    `cut_marks` show where to cut; `rotate` is what may be turned by 90 degrees so that more fit.
    """

    name: ClassVar[str] = "sheet"  # what is counted and logged as spec

    items: tuple[SheetItem, ...]
    paper_mm: Size
    gap_mm: float
    margin_mm: float
    cut_marks: CutMarks
    rotate: Rotate
    dpi: int
    format: SheetFormat

    @property
    def photos(self) -> int:
        """How many finished photos are asked for: each size of each person once."""
        return sum(len(item.allocations) for item in self.items)


@dataclass(frozen=True, slots=True)
class Cell:
    """One photo's place: its item by number, its upper left corner and its size as printed.

    `photo` is which of the photos sent it shows, from 1.
    """

    item: int
    left_mm: float
    top_mm: float
    width_mm: float
    height_mm: float
    turned: bool
    photo: int = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """All photos of a sheet on its paper, which may be turned from how it was ordered."""

    paper_mm: Size
    cells: tuple[Cell, ...]


class CellReport(Part):
    """One photo on the sheet, as printed, from the sheet's upper left corner."""

    spec: str
    left_mm: float
    top_mm: float
    width_mm: float
    height_mm: float
    turned: bool = Field(description="Turned by 90 degrees, head to the left.")
    photo: int = Field(description="Number of the original photo, from 1.")


class SheetPhotoReport(PhotoReport):
    """Everything measured on the way to one finished photo on a sheet."""

    photo: int = Field(1, description="Number of the original photo, from 1.")


class SheetReport(Part):
    """Everything there is to know about one sheet."""

    paper_width_mm: float
    paper_height_mm: float
    width_px: int
    height_px: int
    dpi: int
    counts: dict[str, int] = Field(description="How many photos of each size.")
    cells: tuple[CellReport, ...]
    photos: tuple[SheetPhotoReport, ...] = Field(
        description="One report for each size of each photo that was sent; timings count from the "
        "sheet's start."
    )
    marks: tuple[MarkName, ...] = Field(description="As in the report of a photo.")
    produce_id: str | None = Field(None, description="ProduceID of the mark `aigc`.")
    matting: str = Field(description="The network or method that cut the person out.")
    timings_ms: dict[str, float] = Field(description="Duration of each step of a photo.")
