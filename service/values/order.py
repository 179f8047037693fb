"""What a caller orders."""

import math
from dataclasses import dataclass
from typing import Literal

from service.values.adjustment import Adjustment
from service.values.colour import Colour
from service.values.files import Format
from service.values.marks import NO_MARKS, Marks
from service.values.own_limits import NO_LIMITS, OwnLimits
from service.values.spec import Spec

Edge = Literal["guided", "closed-form", "post-process", "network"]
ERODE = 10  # pixels, the default of rembg's alpha_matting_erode_size


# Offices do not say which of the two they mean: a file keeps to a range of KB in both.
KB_LEAST, KB_MOST = 1024, 1000
LEAST_QUALITY = 20  # below it a face falls into blocks


@dataclass(frozen=True, slots=True)
class FileRule:
    """How many bytes a file may have, how low its quality may get for it, and whether to pad."""

    least: int = 0
    most: float = math.inf
    least_quality: int = LEAST_QUALITY
    pad: bool = False

    def in_words(self) -> str:
        """The range of bytes."""
        return (
            f"{self.least} to {int(self.most)}" if self.most < math.inf else f"{self.least} or more"
        )

    def in_words_zh(self) -> str:
        """The same in Chinese."""
        return f"{self.least} 到 {int(self.most)}" if self.most < math.inf else f"至少 {self.least}"


@dataclass(frozen=True, slots=True)
class Order:
    """One finished photo: which document, which background (None: transparent), which file.

    `edge` is how the network's coarse edge is refined; `erode` belongs to closed-form matting.
    `crop_only` keeps the photo's own background; `strict` refuses what fails a check; `marks`
    are drawn on the finished pixels; `limits` are the request's own; `adjustment` is what
    is changed by hand of where the head would be put.
    """

    spec: Spec
    background: Colour | None
    format: Format
    dpi: int
    edge: Edge = "guided"
    erode: int = ERODE
    crop_only: bool = False
    strict: bool = False
    file: FileRule = FileRule()
    marks: Marks = NO_MARKS
    limits: OwnLimits = NO_LIMITS
    adjustment: Adjustment | None = None

    @property
    def name(self) -> str:
        """What is counted and logged as spec: an id of the catalogue, or `custom`."""
        return self.spec.id

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the finished photo in pixels."""
        return self.spec.pixels(self.dpi)

    @property
    def head_px(self) -> float:
        """Crown to chin in pixels of the finished photo, in the middle of the document's range.

        An adjustment scales it.
        """
        scale = self.adjustment.scale if self.adjustment else 1.0
        return scale * sum(self.spec.head_height_mm) / 2 * self.px_per_mm

    @property
    def px_per_mm(self) -> float:
        """Pixels of the finished photo per millimetre of paper."""
        return self.size[1] / self.spec.height_mm
