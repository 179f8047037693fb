"""The photo as it is read: pixels, face and matte, each in the photo's own pixel grid."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from service.values import geometry
from service.values.geometry import Affine, Points
from service.values.mesh import Mesh

RGB = NDArray[np.uint8]
Alpha = NDArray[np.float32]

# Eyes to chin over eyes to mouth, of a mouth at rest. Farkas, Anthropometry of the Head and Face
# (1994): nasion to stomion 77/70 mm and stomion to gnathion 50/44 mm (men/women), pupils about 6 mm
# below nasion.
CHIN_PER_MOUTH = 1.70

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Photo:
    """A decoded photo: upright, sRGB, possibly smaller than the file's own pixels.

    `rgb` is uint8 (H, W, 3); `source_size` is the upright (width, height) of the file;
    `jpeg_quality` is 1 to 100, None for other formats; `quarter_turns` tells by how many quarters
    clockwise the photo was turned because the person in it did not stand upright.
    """

    rgb: RGB
    source_size: tuple[int, int]
    format: str
    jpeg_quality: float | None = None
    quarter_turns: int = 0

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels of this decode."""
        return self.rgb.shape[1], self.rgb.shape[0]

    def turned(self, quarters: int) -> "Photo":
        """The photo turned clockwise by that many quarters, as if it had been sent that way."""
        if quarters % 4 == 0:
            return self
        rgb = np.ascontiguousarray(np.rot90(self.rgb, -quarters))
        width, height = self.source_size
        size = (height, width) if quarters % 2 else (width, height)
        turns = (self.quarter_turns + quarters) % 4
        return replace(self, rgb=rgb, source_size=size, quarter_turns=turns)

    @property
    def from_source(self) -> Affine:
        """The map from the file's upright pixels to the pixels of this decode."""
        return geometry.resize(self.source_size, self.size)

    def in_file(self, box: Box) -> Box:
        """A box of this decode in the file's own upright pixels, before the photo was turned."""
        to_source = geometry.invert(self.from_source)
        corners = geometry.apply(to_source, np.array(box).reshape(2, 2))
        width, height = self.source_size
        for _ in range(self.quarter_turns):
            corners = np.column_stack([corners[:, 1], width - 1 - corners[:, 0]])
            width, height = height, width
        (x0, y0), (x1, y1) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
        return x0, y0, x1, y1


@dataclass(frozen=True, slots=True)
class Face:
    """One face in photo pixels: box (x0, y0, x1, y1), score in [0, 1], landmarks (5, 2), chin (2,).

    The landmarks are the eye on the left of the picture, the eye on the right, the nose tip and
    the two corners of the mouth in the same order. Eyes and chin are those of the `mesh`, or where
    there is none, because the network that makes it was not sure, those of the detector.
    """

    box: Box
    score: float
    landmarks: Points
    chin: Points
    mesh: Mesh | None = None

    @property
    def height(self) -> float:
        """Height of the detector's box in pixels."""
        return self.box[3] - self.box[1]

    @property
    def eyes(self) -> Points:
        """The point between the eyes."""
        return np.asarray(self.landmarks[:2].mean(axis=0))

    @property
    def mouth(self) -> Points:
        """The middle of the mouth."""
        return np.asarray(self.landmarks[3:].mean(axis=0))

    @property
    def chin_at_rest(self) -> Points:
        """The chin as it would be with the mouth at rest, by which mattes are judged."""
        return self.eyes + CHIN_PER_MOUTH * (self.mouth - self.eyes)

    @property
    def unit(self) -> float:
        """Eyes to chin at rest in pixels, about half a head: the yardstick of window and mattes."""
        return max(1.0, float(np.linalg.norm(self.chin_at_rest - self.eyes)))

    @property
    def eyes_apart(self) -> float:
        """Distance of the eyes in pixels."""
        return float(np.linalg.norm(self.landmarks[1] - self.landmarks[0]))

    @property
    def roll_deg(self) -> float:
        """Tilt of the eye line in degrees, positive when the picture's right eye is lower."""
        dx, dy = self.landmarks[1] - self.landmarks[0]
        return float(np.degrees(np.arctan2(dy, dx)))

    def with_mesh(self, mesh: Mesh) -> "Face":
        """The same face with the eyes and the chin of `mesh`."""
        landmarks = np.vstack([mesh.pupils, self.landmarks[2:]])
        return replace(self, landmarks=landmarks, chin=mesh.chin, mesh=mesh)

    def mapped(self, affine: Affine) -> "Face":
        """The same face in the pixel grid that `affine` leads to (no rotation expected)."""
        box = geometry.apply(affine, np.array(self.box).reshape(2, 2)).ravel()
        x0, y0, x1, y1 = (float(value) for value in box)
        landmarks, chin = (geometry.apply(affine, points) for points in (self.landmarks, self.chin))
        mesh = self.mesh and self.mesh.mapped(affine)
        return replace(self, box=(x0, y0, x1, y1), landmarks=landmarks, chin=chin, mesh=mesh)


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of the photo in whole pixels: left, top, width, height."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a matting model says of a window: alpha float32 (h, w) in [0, 1].

    Of the same size, None where a model has none: `error`, by how much alpha is expected to be
    wrong, and `trust`, how much an edge refined by the photo's colours counts beside alpha itself.
    """

    alpha: Alpha
    error: Alpha | None = None
    trust: Alpha | None = None


@dataclass(frozen=True, slots=True)
class Matte:
    """How much of each pixel is the person: alpha float32 (h, w) in [0, 1].

    `to_photo` maps the matte's pixels to the photo's; `model` names the network or method. `error`
    and `trust` are those of Prediction.
    """

    alpha: Alpha
    to_photo: Affine
    model: str
    error: Alpha | None = None
    trust: Alpha | None = None
