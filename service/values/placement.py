"""Where the head is in the photo, and where it goes in the finished one."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from service.values.document import RangeName
from service.values.geometry import Affine, Points

# Standard errors in units of the head's height (the face's width: of that width), measured against
# photos marked by hand and true alphas: `make geometry`, docs/geometry-measured.md. The crown's is
# a little larger than there, as it is not found at quite the same height on a finished photo.
# `FIVE`: of the detector's points, where the face has no mesh.
CROWN_ERROR, CROWN_ASSUMED_ERROR = 0.012, 0.09
SKULL_ERROR = 0.030  # of the skull's top, where it was estimated under the hair
CHIN_ERROR, EYES_ERROR, FACE_WIDTH_ERROR = 0.012, 0.003, 0.06
BEARDED_CHIN_ERROR = 0.033  # where a beard hides it
FIVE_CHIN_ERROR, FIVE_EYES_ERROR, FIVE_FACE_WIDTH_ERROR = 0.023, 0.006, 0.07


@dataclass(frozen=True, slots=True)
class Head:
    """Crown, eyes and chin in photo pixels.

    The crown lies above the middle of the head; `top` is where hair or hat end, which is higher
    where they rise more than is counted. Heights are measured along an axis that is tilted by
    `roll_deg`. `unit` is the face's yardstick, `face_width` goes from ear to ear. `measured` tells
    whether the crown was seen in the matte or, where the matte is not credible there, assumed from
    the face's proportions; `meshed` whether eyes and chin are those of the face's mesh; `bearded`
    whether a beard hides the chin; `skull` that the crown is the skull's, estimated under the hair.
    """

    crown: Points
    top: Points
    eyes: Points
    chin: Points
    roll_deg: float
    unit: float
    face_width: float
    measured: bool
    meshed: bool = True
    bearded: bool = False
    skull: bool = False

    @property
    def height(self) -> float:
        """Crown to chin in photo pixels."""
        return self.below_crown(self.chin)

    def below_crown(self, point: Points) -> float:
        """How far below the crown `point` is, along the axis."""
        roll = math.radians(self.roll_deg)
        return float((point - self.crown) @ np.array([-math.sin(roll), math.cos(roll)]))

    def right_of_crown(self, point: Points) -> float:
        """How far right of the crown `point` is, across the axis."""
        roll = math.radians(self.roll_deg)
        return float((point - self.crown) @ np.array([math.cos(roll), math.sin(roll)]))

    @property
    def crown_error(self) -> float:
        """Standard error of the crown in units of the head's height."""
        if self.skull:
            return SKULL_ERROR
        return CROWN_ERROR if self.measured else CROWN_ASSUMED_ERROR

    @property
    def chin_error(self) -> float:
        """Standard error of the chin in units of the head's height."""
        if self.bearded:
            return BEARDED_CHIN_ERROR
        return CHIN_ERROR if self.meshed else FIVE_CHIN_ERROR

    @property
    def eyes_error(self) -> float:
        """Standard error of the point between the eyes in units of the head's height."""
        return EYES_ERROR if self.meshed else FIVE_EYES_ERROR

    def uncertainty(self, lengths: Mapping[RangeName, float]) -> dict[RangeName, float]:
        """Standard errors of a document's measures, in the unit of `lengths`."""
        height = lengths["head_height_mm"]
        face_width_error = FACE_WIDTH_ERROR if self.meshed else FIVE_FACE_WIDTH_ERROR
        return {
            "head_height_mm": height * math.hypot(self.crown_error, self.chin_error),
            "top_mm": height * self.crown_error,
            "eye_line_mm": height * self.eyes_error,
            "chin_bottom_mm": height * self.chin_error,
            "face_width_mm": face_width_error * lengths["face_width_mm"],
            "face_centre_mm": height * self.eyes_error,
        }


@dataclass(frozen=True, slots=True)
class Placement:
    """The finished frame: the map from photo pixels to output pixels, and what it misses.

    `lengths_mm` are the document's measures as they come out, `uncertainty_mm` their standard
    errors. `missed_mm` holds the ranges of the document that do not hold, most important first, and
    by how much: negative is too little. `bottom_gap_mm` and `side_gap_mm` are the widest strips
    along those edges where the photo has ended although the person goes on.
    """

    affine: Affine
    lengths_mm: Mapping[RangeName, float]
    uncertainty_mm: Mapping[RangeName, float]
    missed_mm: Mapping[RangeName, float]
    bottom_gap_mm: float
    side_gap_mm: float

    @property
    def head_height_mm(self) -> float:
        """Crown to chin."""
        return self.lengths_mm["head_height_mm"]

    @property
    def top_mm(self) -> float:
        """Upper edge to crown."""
        return self.lengths_mm["top_mm"]

    @property
    def eye_line_mm(self) -> float:
        """Lower edge to the middle of the eyes."""
        return self.lengths_mm["eye_line_mm"]
