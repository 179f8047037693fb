"""`python -m docs.face_picture`: the points of the face, drawn over the README's portrait.

All 478 points in white; in colour what checks and placement look at: outline, lids, irises, lips,
chin.
"""

from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from service.checks.eyes_open import CORNERS
from service.checks.mouth import INNER_LIPS
from service.models.faces import FaceDetector
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import only_face
from service.values.geometry import Points
from service.values.mesh import CHIN, EARS, FOREHEAD, IRISES, MOUTH_CORNERS
from service.values.photo import RGB

FOLDER = Path(__file__).parent
SIDE_PX, AROUND = (
    560,
    1.75,
)  # of the picture; how much of the photo it shows, in heights of the face
WHITE, EYES, MOUTH, HEAD = (255, 255, 255), (40, 220, 255), (255, 70, 110), (255, 200, 0)
LIDS = ((159, 145), (386, 374))  # the middles of upper and lower lid
RING = 5  # a circle of points with its middle first


def main() -> None:
    """Write face-points.jpg."""
    photo = decode((FOLDER / "astronaut.jpg").read_bytes(), Limits())
    mesh = only_face(photo, FaceDetector()).mesh
    if mesh is None:
        raise SystemExit("the points of the face were not found surely enough")
    scale = SIDE_PX / (AROUND * mesh.distance(FOREHEAD, CHIN))
    middle = mesh.flat[[FOREHEAD, CHIN]].mean(axis=0)
    affine = np.array([[scale, 0, 0], [0, scale, 0]])
    affine[:, 2] = SIDE_PX / 2 - scale * middle
    rgb = cv2.warpAffine(photo.rgb, affine, (SIDE_PX, SIDE_PX), flags=cv2.INTER_CUBIC)
    drawn = draw(np.asarray(rgb, np.uint8), mesh.flat * scale + affine[:, 2])
    Image.fromarray(drawn).save(FOLDER / "face-points.jpg", quality=90)


def draw(rgb: RGB, points: Points) -> RGB:
    """The picture (H, W, 3) with the points (478, 2) in it."""
    places = [(round(float(x)), round(float(y))) for x, y in points]
    for place in places:
        cv2.circle(rgb, place, 1, WHITE, -1, cv2.LINE_AA)
    pairs = [(pair, EYES) for pair in (*LIDS, *CORNERS)]
    pairs += [(pair, MOUTH) for pair in (*INNER_LIPS, MOUTH_CORNERS)]
    pairs += [((FOREHEAD, CHIN), HEAD), (EARS, HEAD)]
    for (one, other), colour in pairs:
        cv2.line(rgb, places[one], places[other], colour, 1, cv2.LINE_AA)
    for iris in IRISES:
        around = points[iris + 1 : iris + RING] - points[iris]
        radius = round(float(np.linalg.norm(around, axis=1).mean()))
        cv2.circle(rgb, places[iris], radius, EYES, 1, cv2.LINE_AA)
    cv2.circle(rgb, places[CHIN], 4, HEAD, -1, cv2.LINE_AA)
    return rgb


if __name__ == "__main__":
    main()
