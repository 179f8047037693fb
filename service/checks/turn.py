"""Which way the head looks, from five landmarks.

With H the distance from between the eyes to the middle of the mouth, and the nose tip at t H along
that line and d H beside it: pitch = atan((NOSE_DOWN - t) / NOSE_OUT), yaw = asin(d cos(pitch) /
NOSE_OUT). Eyes and mouth are taken to lie in one plane, NOSE_OUT H behind the nose tip.
"""

import math

import numpy as np

from service.values.photo import Face

# NOSE_DOWN is the median of 38 studio portraits; NOSE_OUT fits how the eyes draw together in turned
# faces, and is a nose of 25 mm for eyes 63 mm apart.
NOSE_DOWN, NOSE_OUT = 0.63, 0.40
YAW_BEARABLE = 30.0  # degrees


def yaw_and_pitch(face: Face) -> tuple[float, float]:
    """Degrees: yaw is positive towards the right of the picture, pitch when the head is raised."""
    down = face.mouth - face.eyes
    length = max(1e-6, float(np.linalg.norm(down)))
    axis = down / length
    nose = (face.landmarks[2] - face.eyes) / length
    pitch = math.atan((NOSE_DOWN - float(nose @ axis)) / NOSE_OUT)
    beside = float(nose[0] * axis[1] - nose[1] * axis[0])
    yaw = math.asin(min(1.0, max(-1.0, beside * math.cos(pitch) / NOSE_OUT)))
    return math.degrees(yaw), math.degrees(pitch)
