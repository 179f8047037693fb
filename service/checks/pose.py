"""Which way the head looks, from five landmarks.

With H the distance from between the eyes to the middle of the mouth, and the nose tip at t H along
that line and d H beside it: pitch = atan((NOSE_DOWN - t) / NOSE_OUT), yaw = asin(d cos(pitch) /
NOSE_OUT). Eyes and mouth are taken to lie in one plane, NOSE_OUT H behind the nose tip.
"""

import math

import numpy as np

from service.checks.unreached import NO_FACE, NO_PLACE
from service.values import geometry
from service.values.check import Check, CheckDefinition, words
from service.values.geometry import Affine
from service.values.photo import Face

# NOSE_DOWN is the median of 38 engine portraits; NOSE_OUT fits how the eyes draw together in turned
# faces, and is a nose of 25 mm for eyes 63 mm apart.
NOSE_DOWN, NOSE_OUT = 0.63, 0.40
ROLL, ROLL_BEARABLE, ROLL_ERROR = 5.0, 8.0, 2.5  # degrees, as are all below
YAW, YAW_BEARABLE, YAW_ERROR = 15.0, 30.0, 11.0
PITCH, PITCH_ERROR = 30.0, 20.0

ROLL_DEFINITION = CheckDefinition(
    "roll",
    "deg",
    fine=words("The head is upright.", "头部端正。"),
    low=words("The head is tilted; hold it upright.", "头部歪斜，请摆正。"),
    high=words("The head is tilted; hold it upright.", "头部歪斜，请摆正。"),
)
YAW_DEFINITION = CheckDefinition(
    "yaw",
    "deg",
    fine=words("The face looks straight ahead.", "正对镜头。"),
    low=words("The face is turned to the left of the picture.", "面部转向画面左侧。"),
    high=words("The face is turned to the right of the picture.", "面部转向画面右侧。"),
)
PITCH_DEFINITION = CheckDefinition(
    "pitch",
    "deg",
    fine=words("The head is neither raised nor lowered clearly.", "没有明显抬头或低头。"),
    low=words("The head may be lowered.", "可能低头了。"),
    high=words("The head may be raised.", "可能抬头了。"),
)


def pose(face: Face | None, affine: Affine | None) -> tuple[Check, Check, Check]:
    """Roll that is left in the finished photo, yaw and pitch."""
    if face is None:
        return ROLL_DEFINITION.unknown(NO_FACE), YAW_DEFINITION.unknown(NO_FACE), PITCH_DEFINITION.unknown(NO_FACE)
    yaw, pitch = yaw_and_pitch(face)
    return (
        _roll(face, affine),
        YAW_DEFINITION.judge(yaw, (-YAW, YAW), (-YAW_BEARABLE, YAW_BEARABLE), YAW_ERROR),
        PITCH_DEFINITION.judge(pitch, (-PITCH, PITCH), None, PITCH_ERROR, at_most="warn"),
    )


def _roll(face: Face, affine: Affine | None) -> Check:
    if affine is None:
        return ROLL_DEFINITION.unknown(NO_PLACE)
    left = face.roll_deg + geometry.turn_of(affine)
    return ROLL_DEFINITION.judge(left, (-ROLL, ROLL), (-ROLL_BEARABLE, ROLL_BEARABLE), ROLL_ERROR)


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
