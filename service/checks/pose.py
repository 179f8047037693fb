"""Whether the head is upright and looks straight ahead."""

from service.checks.definition import CheckDefinition, words
from service.checks.turn import YAW_BEARABLE, yaw_and_pitch
from service.checks.unreached import NO_FACE, NO_PLACE
from service.values import geometry
from service.values.check import Check
from service.values.geometry import Affine
from service.values.photo import Face

ROLL, ROLL_BEARABLE, ROLL_ERROR = 5.0, 8.0, 2.5  # degrees, as are all below
YAW, YAW_ERROR = 15.0, 11.0
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
        return (
            ROLL_DEFINITION.unknown(NO_FACE),
            YAW_DEFINITION.unknown(NO_FACE),
            PITCH_DEFINITION.unknown(NO_FACE),
        )
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
