"""A face in 478 points, as MediaPipe's face network numbers them."""

from dataclasses import dataclass, replace

import numpy as np

from service.values import geometry
from service.values.geometry import Affine, Points

CHIN, FOREHEAD, NOSE_TIP = 152, 10, 1
IRISES = (468, 473)  # the eye on the left of the picture first, as everywhere
MOUTH_CORNERS = (61, 291)
EARS = (234, 454)  # where the outline of the face passes the ears


@dataclass(frozen=True, slots=True)
class Mesh:
    """`points` (478, 3) in photo pixels: x, y, and the depth, which grows away from the camera.

    `score` in [0, 1] is how sure the network is of seeing a face; `spread` is how far its points of
    the photo and of the mirror image differ, rms in shares of the face's height; 0 after one look.
    """

    points: Points
    score: float
    spread: float

    @property
    def flat(self) -> Points:
        """The points (478, 2) as they lie in the photo."""
        return np.asarray(self.points[:, :2])

    @property
    def height(self) -> float:
        """From the middle of the hairline to the chin in pixels, depth included."""
        return max(1.0, float(np.linalg.norm(self.points[FOREHEAD] - self.points[CHIN])))

    @property
    def chin(self) -> Points:
        """The lowest point of the chin (2,)."""
        return np.asarray(self.points[CHIN, :2])

    @property
    def pupils(self) -> Points:
        """The middles of both irises (2, 2), that on the left of the picture first."""
        return np.asarray(self.points[list(IRISES), :2])

    @property
    def landmarks(self) -> Points:
        """The five points (5, 2) of a detector: pupils, tip of the nose, corners of the mouth."""
        return np.asarray(self.points[[*IRISES, NOSE_TIP, *MOUTH_CORNERS], :2])

    def distance(self, one: int, other: int) -> float:
        """How far two points are apart in the photo, in pixels."""
        return float(np.linalg.norm(self.points[one, :2] - self.points[other, :2]))

    def mapped(self, affine: Affine) -> "Mesh":
        """The same in the pixel grid that `affine` leads to (no rotation expected)."""
        flat = geometry.apply(affine, self.flat)
        depth = self.points[:, 2:] * geometry.scale_of(affine)
        return replace(self, points=np.hstack([flat, depth]))
