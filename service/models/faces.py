"""Finding faces: MTCNN with five landmarks, the mesh of one, BlazeFace for faces on their side."""

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from service.models.blazeface import BlazeFace
from service.models.face_mesh import FaceMesh
from service.models.mtcnn import THIRD_PX, Mtcnn
from service.values import geometry
from service.values.geometry import Affine, Points
from service.values.mesh import Mesh
from service.values.photo import RGB, Face

Box = tuple[float, float, float, float]

# The last stage sees a face in 48 pixels, and its points jump with the box that it is shown. So it
# looks again at a square of this size, in boxes, and at its mirror image, and the mean counts.
SQUARE = 1.06
FINER = 4  # times that a square is sampled finer, at most
MIRRORED = [1, 0, 2, 4, 3]
DOWN_PX = (
    0.2  # its eyes are so much too high on 32 photos marked by hand; across, mirrors cancel it
)


# A smile draws the corners of the mouth up and apart, so its width tells how far below the chin is:
# least squares on 115 chins marked by hand; docs/geometry-measured.md.
CHIN_PER_EYES_TO_MOUTH, CHIN_PER_MOUTH_WIDTH = 1.13, 0.68
MOUTH_WIDTHS = (0.7, 1.2)  # over eyes-to-mouth: what was seen on those photos


MOUTH_PER_EYES_APART = 0.78  # its width; median of 1,249 official portraits


class FaceDetector:
    """MTCNN and the face mesh on one thread. Safe to use from several threads at once."""

    def __init__(self) -> None:
        self._mtcnn = Mtcnn()
        self._mesh = FaceMesh()
        self._any_way_up = BlazeFace()

    def glance(self, rgb: RGB, face: Face) -> Mesh:
        """The 478 points of a face that was found in an image (H, W, 3), by one look."""
        return self._mesh.glance(rgb, face)

    def fit(self, rgb: RGB, face: Face) -> Mesh:
        """The same by two looks, that at its mirror image too, and how far these differ."""
        return self._mesh.fit(rgb, face)

    def find(self, rgb: RGB, min_height: float) -> list[Face]:
        """All faces at least `min_height` pixels high in an image (H, W, 3), best score first."""
        return [
            face_of(
                (left, top, right, bottom), score, self._refined(rgb, (left, top, right, bottom))
            )
            for left, top, right, bottom, score in self._mtcnn.find(rgb, min_height).tolist()
        ]

    def find_any_way_up(self, rgb: RGB) -> Face | None:
        """The most certain face of an image (H, W, 3), whichever way it lies; its points are rough.

        It must fill a seventh of the image or more, and may be no face after all: fit a mesh.
        """
        found = self._any_way_up.best(rgb)
        if found is None:
            return None
        score, (left_eye, right_eye, nose, mouth) = found
        aside = MOUTH_PER_EYES_APART / 2 * (right_eye - left_eye)
        landmarks = np.array([left_eye, right_eye, nose, mouth - aside, mouth + aside])
        x, y = (left_eye + right_eye) / 2
        reach = float(np.linalg.norm(mouth - landmarks[:2].mean(axis=0)))
        box = (x - reach, y - 1.15 * reach, x + reach, y + 1.7 * reach)
        return face_of(
            (float(box[0]), float(box[1]), float(box[2]), float(box[3])), score, landmarks
        )

    def _refined(self, rgb: RGB, box: Sequence[float]) -> Points:
        """The landmarks (5, 2) in a box (x0, y0, x1, y1), the mean of two looks."""
        pixels, back = _square(rgb, box, SQUARE)
        seen, mirrored = self._mtcnn.landmarks(np.stack([pixels, pixels[:, ::-1]]))
        mirrored = (mirrored * (-1, 1) + (1, 0))[MIRRORED]
        points = THIRD_PX * (seen + mirrored) / 2 + (-0.5, DOWN_PX - 0.5)
        return geometry.apply(back, points)


def face_of(box: Box, score: float, landmarks: Points) -> Face:
    """The face of five landmarks (5, 2), its chin extrapolated from eyes and mouth."""
    eyes, mouth = landmarks[:2].mean(axis=0), landmarks[3:].mean(axis=0)
    down = mouth - eyes
    width = float(np.linalg.norm(landmarks[4] - landmarks[3]))
    share = np.clip(width / max(1e-6, float(np.linalg.norm(down))), *MOUTH_WIDTHS)
    chin = np.asarray(eyes + (CHIN_PER_EYES_TO_MOUTH + CHIN_PER_MOUTH_WIDTH * share) * down)
    return Face(box, score, landmarks, chin)


def _square(rgb: RGB, box: Sequence[float], size: float) -> tuple[NDArray[np.float32], Affine]:
    """A square around a box, (48, 48, 3), and the map from it to the picture; black beyond that."""
    side = size * max(box[2] - box[0], box[3] - box[1])
    finer = max(1, min(FINER, math.ceil(side / THIRD_PX)))
    whole = THIRD_PX * finer
    corner = (box[0] + box[2] - side) / 2, (box[1] + box[3] - side) / 2
    scale = whole / side
    to_square = np.array([[scale, 0, -scale * corner[0]], [0, scale, -scale * corner[1]]])
    to_square[:, 2] -= 0.5
    pixels = cv2.warpAffine(rgb, to_square, (whole, whole), flags=cv2.INTER_LINEAR)
    small = cv2.resize(pixels, (THIRD_PX, THIRD_PX), interpolation=cv2.INTER_AREA)
    back = geometry.compose(
        geometry.invert(to_square), geometry.resize((THIRD_PX, THIRD_PX), (whole, whole))
    )
    return np.asarray(small, np.float32), back
