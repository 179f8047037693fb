"""A document's rules for its photo, complete enough to place a head by them."""

import math
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, computed_field, model_validator

from service.values.document import CountryNames, Document, OpenRange, ordered
from service.values.evidence import Layer, RuleName
from service.values.layers import layer_of

MM_PER_INCH = 25.4
MAX_SIDE_PX = 4000  # of a finished photo: more than any document asks for
# Of a finished photo: twice the largest document (1200 x 1600). What a photo costs follows from it;
# see the README on memory.
MAX_PIXELS = 4_000_000
EYES_LOW, EYES_HIGH = 0.4, 0.6  # where eyes can be between crown and chin

Basis = Literal[
    "default",
    "from-pixels",
    "from-millimetres",
    "from-size",
    "exit-entry-share",
    "icao-share",
    "from-face-width",
    "from-eye-line",
    "from-margins",
    "tolerance",
    "white",
]


def _finite(pair: tuple[float, float]) -> tuple[float, float]:
    if math.isinf(pair[1]):
        raise ValueError("must be a range with two ends")
    return pair


Range = Annotated[
    tuple[float, float],
    AfterValidator(ordered),
    AfterValidator(_finite),
    Field(description="Least and greatest allowed value, in that order."),
]


class Spec(Document):
    """One kind of ID photo: its size on paper and in pixels, and where the head belongs.

    Every spec has a head height and a top margin to place by; what the source does not state is
    named in `assumed`. Ranges are in mm; an upper end of null means that there is none.
    """

    country_names: CountryNames | None = None
    width_mm: float = Field(gt=0)
    height_mm: float = Field(gt=0)
    width_px: int = Field(gt=0, le=MAX_SIDE_PX)
    height_px: int = Field(gt=0, le=MAX_SIDE_PX)
    dpi: int = Field(ge=72, le=1200)
    head_height_mm: Range = Field(description="Crown to chin.")
    top_mm: Range = Field(description="Upper edge of the photo to the crown.")
    eye_line_mm: OpenRange | None = Field(None, description="Lower edge to the middle of the eyes.")
    chin_bottom_mm: OpenRange | None = Field(None, description="Lower edge to the chin.")
    face_width_mm: OpenRange | None = Field(None, description="Width of the face or head.")
    face_centre_mm: OpenRange | None = Field(None, description="Left edge to between the eyes.")
    assumed: dict[str, Basis] = Field(
        {},
        description="Fields that the source does not state, and what this service took instead: "
        "docs/specs explains the words.",
    )

    @computed_field(  # type: ignore[prop-decorator]
        description="Of every rule: whether the authority states it, only advises it, this service "
        "assumes it, or nobody says anything."
    )
    @property
    def layers(self) -> dict[RuleName, Layer]:
        """What each rule is worth: the authority's can fail a photo, advice can warn of it."""
        return {rule: self.layer(rule) for rule in get_args(RuleName)}

    def layer(self, rule: RuleName) -> Layer:
        """What one rule is worth."""
        return layer_of(self, rule, self.assumed)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.head_height_mm[1] + self.top_mm[1] > self.height_mm + 1e-6:
            raise ValueError("head_height_mm and top_mm do not fit into height_mm")
        self._refuse_impossible_lines()
        for name in ("face_width_mm", "face_centre_mm"):
            stated = getattr(self, name)
            if stated is not None and stated[0] > self.width_mm:
                raise ValueError(f"{name} does not fit into width_mm")
        self._refuse_wrong_pixels()
        return self

    def _refuse_impossible_lines(self) -> None:
        """Eye line and chin have to be where head height and top margin can put them."""
        (head_low, head_high), (top_low, top_high) = self.head_height_mm, self.top_mm
        reach = {
            "eye_line_mm": (
                self.height_mm - top_high - EYES_HIGH * head_high,
                self.height_mm - top_low - EYES_LOW * head_low,
            ),
            "chin_bottom_mm": (
                self.height_mm - top_high - head_high,
                self.height_mm - top_low - head_low,
            ),
        }
        for name, (least, most) in reach.items():
            stated = getattr(self, name)
            if stated is not None and (stated[0] > most + 0.01 or stated[1] < least - 0.01):
                raise ValueError(f"{name} cannot hold together with head_height_mm and top_mm")

    def _refuse_wrong_pixels(self) -> None:
        stated = (self.width_px, self.height_px)
        for exact, pixels in zip(self._exact_pixels(self.dpi), stated, strict=True):
            if abs(exact - pixels) > 1 and self.size_note is None:
                raise ValueError(f"{pixels} px is not what mm x dpi gives ({exact} px)")
        if not self.allows_pixels(stated):
            raise ValueError("width_px and height_px are outside min_size_px and max_size_px")
        if not affordable(stated):
            raise ValueError(f"{stated[0]} x {stated[1]} px are more than {MAX_PIXELS} pixels")

    def allows_pixels(self, size: tuple[int, int]) -> bool:
        """Whether a file of (width, height) pixels is within the document's limits."""
        least, most = self.min_size_px or (0, 0), self.max_size_px or (math.inf, math.inf)
        return all(a <= b <= c for a, b, c in zip(least, size, most, strict=True))

    def pixels_allowed(self) -> str:
        """The limits of `allows_pixels` in words."""
        least = self.min_size_px or (1, 1)
        if self.max_size_px is None:
            return f"{least[0]} x {least[1]} px or more"
        return f"{least[0]} x {least[1]} to {self.max_size_px[0]} x {self.max_size_px[1]} px"

    def pixels_allowed_zh(self) -> str:
        """The same in Chinese."""
        least = self.min_size_px or (1, 1)
        if self.max_size_px is None:
            return f"不小于 {least[0]} × {least[1]} 像素"
        return f"{least[0]} × {least[1]} 到 {self.max_size_px[0]} × {self.max_size_px[1]} 像素"

    def pixels(self, dpi: int) -> tuple[int, int]:
        """(width, height) in pixels at `dpi`: the stated pixels at the spec's own dpi."""
        return (self.width_px, self.height_px) if dpi == self.dpi else self._exact_pixels(dpi)

    def printed(self, dpi: int) -> Self:
        """The same document for paper: as many pixels as its millimetres have at `dpi`."""
        width, height = self._exact_pixels(dpi)
        limits = {"min_size_px": None, "max_size_px": None}
        return self.model_copy(
            update={"dpi": dpi, "width_px": width, "height_px": height, **limits}
        )

    def _exact_pixels(self, dpi: int) -> tuple[int, int]:
        width, height = self.width_mm * dpi / MM_PER_INCH, self.height_mm * dpi / MM_PER_INCH
        return round(width), round(height)


def affordable(size: tuple[int, int]) -> bool:
    """Whether a finished photo may have so many pixels, (width, height)."""
    return size[0] * size[1] <= MAX_PIXELS
