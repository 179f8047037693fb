"""Which way the head looks.

Of a face with a mesh: the turn in space that brings points of an average face (face_model.tsv: the
mean of 1,249 official portraits, made symmetric, in heights of the mesh) onto the mesh, as seen
from twelve heights away. Of one without: from the detector's five landmarks. With H the distance
from between the eyes to the middle of the mouth, and the nose tip at t H along that line and d H
beside it: pitch = atan((NOSE_DOWN - t) / NOSE_OUT), yaw = asin(d cos(pitch) / NOSE_OUT).
"""

import csv
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from service.values.geometry import Points
from service.values.mesh import Mesh
from service.values.photo import Face

FACE_MODEL = Path(__file__).with_name("face_model.tsv")
AWAY = 12.0  # heights of the mesh from face to camera: arm's length and more
# 95% of angles are so near to the true ones, in degrees: docs/checks-measured.md.
YAW_ERROR, PITCH_ERROR = 5.0, 9.0
FIVE_YAW_ERROR, FIVE_PITCH_ERROR = 11.0, 20.0

# NOSE_DOWN is the median of 38 studio portraits; NOSE_OUT fits how the eyes draw together in turned
# faces, and is a nose of 25 mm for eyes 63 mm apart.
NOSE_DOWN, NOSE_OUT = 0.63, 0.40
YAW_BEARABLE, FIVE_YAW_BEARABLE = 20.0, 30.0  # degrees: beyond it nobody looks at the camera


@dataclass(frozen=True, slots=True)
class Turn:
    """Degrees: yaw is positive towards the right of the picture, pitch when the head is raised.

    The errors are what 19 of 20 angles keep to; beyond `yaw_bearable` a face is turned away.
    """

    yaw: float
    pitch: float
    yaw_error: float
    pitch_error: float
    yaw_bearable: float

    @property
    def aside(self) -> bool:
        """Whether the face is turned away so far that its two sides do not compare."""
        return abs(self.yaw) > self.yaw_bearable


def turn_of_head(face: Face) -> Turn:
    """Yaw and pitch of a face."""
    if face.mesh is None:
        return Turn(*_from_landmarks(face), FIVE_YAW_ERROR, FIVE_PITCH_ERROR, FIVE_YAW_BEARABLE)
    return Turn(*_from_mesh(face.mesh), YAW_ERROR, PITCH_ERROR, YAW_BEARABLE)


def _from_mesh(mesh: Mesh) -> tuple[float, float]:
    indexes, model = _face_model()
    seen = mesh.flat[indexes]
    in_heights = (seen - seen.mean(axis=0)) / mesh.height
    _, rotation, _ = cv2.solvePnP(
        model,
        in_heights,
        np.diag([AWAY, AWAY, 1.0]),
        None,
        rvec=np.zeros(3),
        tvec=np.array([0.0, 0.0, AWAY]),
        useExtrinsicGuess=True,
        flags=cv2.SOLVEPNP_ITERATIVE,
    )
    x, y, z = -cv2.Rodrigues(rotation)[0][:, 2]  # where the face looks; the camera is at -z
    return math.degrees(math.atan2(x, -z)), math.degrees(math.asin(max(-1.0, min(1.0, -y))))


@cache
def _face_model() -> tuple[list[int], Points]:
    """Numbers of points, and where they are in space (n, 3)."""
    with FACE_MODEL.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    model = np.array([[float(row[axis]) for axis in "xyz"] for row in rows])
    return [int(row["point"]) for row in rows], model


def _from_landmarks(face: Face) -> tuple[float, float]:
    down = face.mouth - face.eyes
    length = max(1e-6, float(np.linalg.norm(down)))
    axis = down / length
    nose = (face.landmarks[2] - face.eyes) / length
    pitch = math.atan((NOSE_DOWN - float(nose @ axis)) / NOSE_OUT)
    beside = float(nose[0] * axis[1] - nose[1] * axis[0])
    yaw = math.asin(min(1.0, max(-1.0, beside * math.cos(pitch) / NOSE_OUT)))
    return math.degrees(yaw), math.degrees(pitch)
