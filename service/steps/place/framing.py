"""A document's measures as linear functions of two lengths: the head's height and the top margin.

Both are in mm of the finished photo; a Linear's x is the head's height, its y the margin above the
crown. docs/geometry.md derives them.
"""

import math
from dataclasses import dataclass

import numpy as np

from service.steps.place.polygon import Corner, Linear
from service.values.document import RangeName
from service.values.geometry import Affine, Points
from service.values.placement import Head
from service.values.spec import Spec


@dataclass(frozen=True, slots=True)
class Framing:
    """A frame of `width` x `height` mm around a head.

    Of the head, in shares of its height: from the crown down to the eyes, right to between them, up
    to where hair ends, the face's width, and from the crown to the photo's upper, lower, left and
    right edge. The crown comes `crown_x` + `crown_shift` * head height from the frame's left edge;
    `roll` is in radians.
    """

    width: float
    height: float
    eyes: float
    eyes_right: float
    hair: float
    face_width: float
    above: float
    below: float
    left: float
    right: float
    crown_x: float
    crown_shift: float
    roll: float

    @property
    def measures(self) -> dict[RangeName, Linear]:
        """The measures that a document may have a range for."""
        return {
            "head_height_mm": Linear(1, 0),
            "top_mm": Linear(0, 1),
            "eye_line_mm": Linear(-self.eyes, -1, self.height),
            "chin_bottom_mm": Linear(-1, -1, self.height),
            "face_width_mm": Linear(self.face_width, 0),
            "face_centre_mm": Linear(self.crown_shift + self.eyes_right, 0, self.crown_x),
        }

    @property
    def above_hair(self) -> Linear:
        """Upper edge to the top of the hair."""
        return Linear(-self.hair, 1)

    @property
    def top_gap(self) -> Linear:
        """How far the photo ends below the frame's upper edge, where it ends first."""
        sin, cos = math.sin(self.roll), math.cos(self.roll)
        x = 0 if sin > 0 else self.width
        return Linear(sin * self.crown_shift - self.above, cos, sin * (self.crown_x - x))

    @property
    def bottom_gap(self) -> Linear:
        """How far the photo ends above the frame's lower edge, where it ends first.

        The outer tenths of the edge are left out: shoulders do not reach there.
        """
        sin, cos = math.sin(self.roll), math.cos(self.roll)
        x = (0.9 if sin > 0 else 0.1) * self.width
        constant = sin * (x - self.crown_x) + cos * self.height
        return Linear(-sin * self.crown_shift - self.below, -cos, constant)

    @property
    def left_gap(self) -> Linear:
        """How far the photo ends inside the frame's lower left corner."""
        sin, cos = math.sin(self.roll), math.cos(self.roll)
        constant = cos * self.crown_x + sin * self.height
        return Linear(cos * self.crown_shift - self.left, -sin, constant)

    @property
    def right_gap(self) -> Linear:
        """How far the photo ends inside the frame's lower right corner."""
        sin, cos = math.sin(self.roll), math.cos(self.roll)
        constant = cos * (self.width - self.crown_x) - sin * self.height
        return Linear(-cos * self.crown_shift - self.right, sin, constant)


def framing(head: Head, photo_size: Points, spec: Spec, width_mm: float) -> Framing:
    """The frame of `spec`, `width_mm` wide, around a head in a photo of (width, height) pixels.

    Between the eyes comes to the middle of where the document wants it, else the head's middle to
    the frame's.
    """
    unit = head.height
    right = head.right_of_crown(head.eyes) / unit
    centre = spec.face_centre_mm
    if centre is not None and math.isfinite(centre[1]):
        crown_x, crown_shift = sum(centre) / 2, -right
    else:
        crown_x, crown_shift = width_mm / 2, 0.0
    edges = (photo_size - 0.5 - head.crown) / unit
    return Framing(
        width=width_mm,
        height=spec.height_mm,
        eyes=head.below_crown(head.eyes) / unit,
        eyes_right=right,
        hair=-head.below_crown(head.top) / unit,
        face_width=head.face_width / unit,
        above=(float(head.crown[1]) + 0.5) / unit,
        below=float(edges[1]),
        left=(float(head.crown[0]) + 0.5) / unit,
        right=float(edges[0]),
        crown_x=crown_x,
        crown_shift=crown_shift,
        roll=math.radians(head.roll_deg),
    )


def into_frame(head: Head, frame: Framing, px_per_mm: float, size_and_top: Corner) -> Affine:
    """The map from photo to output pixels for a head height and top margin in mm."""
    height, top = size_and_top
    scale = height * px_per_mm / head.height
    cos, sin = scale * math.cos(frame.roll), scale * math.sin(frame.roll)
    linear = np.array([[cos, sin], [-sin, cos]])
    crown_mm = np.array([frame.crown_x + frame.crown_shift * height, top])
    crown = crown_mm * px_per_mm - 0.5  # the centre of a pixel has integer coordinates
    return np.hstack([linear, (crown - linear @ head.crown)[:, np.newaxis]])
