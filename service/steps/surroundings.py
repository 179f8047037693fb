"""How the document's frame, laid around a head, lies in the camera's picture."""

from dataclasses import dataclass

from service.values.photo import Photo
from service.values.placement import Head
from service.values.spec import Spec


@dataclass(frozen=True, slots=True)
class Surroundings:
    """How far the frame goes beyond each edge of the picture, in mm of the finished photo.

    `filled` is the frame's width or height as a share of the picture's, the larger of the two;
    `tall` tells that it is the height.
    """

    left: float
    right: float
    above: float
    below: float
    filled: float
    tall: bool

    @property
    def beside(self) -> float:
        """The larger of left and right."""
        return max(self.left, self.right)


def surroundings(head: Head, photo: Photo, spec: Spec) -> Surroundings:
    """Lay the document's frame around `head`, with the face in its middle, upright in the picture.

    Head height and top margin are in the middle of the document's ranges.
    """
    mm_per_px = sum(spec.head_height_mm) / 2 / head.height
    width, height = (side * mm_per_px for side in photo.size)
    top = float(head.crown[1]) * mm_per_px - sum(spec.top_mm) / 2
    left = float(head.eyes[0]) * mm_per_px - spec.width_mm / 2
    across, down = spec.width_mm / width, spec.height_mm / height
    return Surroundings(
        left=max(0.0, -left),
        right=max(0.0, left + spec.width_mm - width),
        above=max(0.0, -top),
        below=max(0.0, top + spec.height_mm - height),
        filled=max(across, down),
        tall=down > across,
    )
