"""Where the head is in the photo, and where it goes in the finished one."""

from dataclasses import dataclass

import numpy as np

from service.values.geometry import Affine, Points


@dataclass(frozen=True, slots=True)
class Head:
    """Crown, eyes and chin in photo pixels.

    Eyes and chin lie on the face's axis, the crown above the middle of the head. `roll_deg` is the
    tilt of both; `measured` tells whether the crown was seen in the matte
    or, where the matte is not credible there, assumed from the face's proportions.
    """

    crown: Points
    eyes: Points
    chin: Points
    roll_deg: float
    measured: bool

    @property
    def height(self) -> float:
        """Crown to chin in photo pixels."""
        roll = np.radians(self.roll_deg)
        down = np.array([-np.sin(roll), np.cos(roll)])
        return float((self.chin - self.crown) @ down)


@dataclass(frozen=True, slots=True)
class Placement:
    """The finished frame: its map from photo pixels to output pixels, and what it misses.

    `bottom_gap_mm` and `side_gap_mm` are the widest strips along those edges where the photo has
    ended although the person goes on.
    """

    affine: Affine
    head_height_mm: float
    top_mm: float
    eye_line_mm: float
    bottom_gap_mm: float
    side_gap_mm: float

    @property
    def missing_mm(self) -> float:
        """Both gaps together."""
        return self.bottom_gap_mm + self.side_gap_mm
