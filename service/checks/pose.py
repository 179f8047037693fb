"""Whether the head is upright and looks straight ahead."""

from service.checks.definition import CheckDefinition, words
from service.checks.turn import Turn
from service.checks.unreached import NO_FACE, NO_PLACE
from service.values import geometry
from service.values.check import Check
from service.values.geometry import Affine
from service.values.photo import Face

# Degrees, as are all below. ISO/IEC 39794-5 wants yaw and pitch within 5 and roll within 8, which
# is nearer than one photo can tell of the first two.
ROLL, ROLL_BEARABLE, ROLL_ERROR, FIVE_ROLL_ERROR = 5.0, 8.0, 1.3, 2.5
YAW, FIVE_YAW = 10.0, 15.0
PITCH, PITCH_BEARABLE, FIVE_PITCH = 12.0, 25.0, 30.0

ROLL_DEFINITION = CheckDefinition(
    "roll",
    "deg",
    fine=words("The head is upright.", "头部端正。"),
    low=words(
        "The head is tilted; lean it a little towards your left shoulder.",
        "头部歪斜，请稍微向您的左肩方向摆正。",
    ),
    high=words(
        "The head is tilted; lean it a little towards your right shoulder.",
        "头部歪斜，请稍微向您的右肩方向摆正。",
    ),
)
YAW_DEFINITION = CheckDefinition(
    "yaw",
    "deg",
    fine=words("The face looks straight ahead.", "正对镜头。"),
    low=words(
        "The face is turned to the left of the picture; turn your head a little to your left.",
        "面部转向画面左侧，请把头稍微向您的左边转。",
    ),
    high=words(
        "The face is turned to the right of the picture; turn your head a little to your right.",
        "面部转向画面右侧，请把头稍微向您的右边转。",
    ),
)
PITCH_DEFINITION = CheckDefinition(
    "pitch",
    "deg",
    fine=words("The head is neither clearly raised nor clearly lowered.", "没有明显抬头或低头。"),
    low=words("The head is lowered; raise your chin a little.", "低头了，请稍微抬起下巴。"),
    high=words("The head is raised; lower your chin a little.", "抬头了，请稍微收下巴。"),
)


def pose(face: Face | None, turn: Turn | None, affine: Affine | None) -> tuple[Check, Check, Check]:
    """Roll that is left in the finished photo, yaw and pitch.

    Without a mesh pitch is known so badly that it can only be warned about.
    """
    if face is None or turn is None:
        return (
            ROLL_DEFINITION.unknown(NO_FACE),
            YAW_DEFINITION.unknown(NO_FACE),
            PITCH_DEFINITION.unknown(NO_FACE),
        )
    yaw, pitch = (YAW, PITCH) if face.mesh else (FIVE_YAW, FIVE_PITCH)
    bearable = turn.yaw_bearable
    return (
        _roll(face, affine),
        YAW_DEFINITION.judge(turn.yaw, (-yaw, yaw), (-bearable, bearable), turn.yaw_error),
        PITCH_DEFINITION.judge(
            turn.pitch,
            (-pitch, pitch),
            (-PITCH_BEARABLE, PITCH_BEARABLE),
            turn.pitch_error,
            at_most="fail" if face.mesh else "warn",
        ),
    )


def _roll(face: Face, affine: Affine | None) -> Check:
    if affine is None:
        return ROLL_DEFINITION.unknown(NO_PLACE)
    left = face.roll_deg + geometry.turn_of(affine)
    error = ROLL_ERROR if face.mesh else FIVE_ROLL_ERROR
    return ROLL_DEFINITION.judge(left, (-ROLL, ROLL), (-ROLL_BEARABLE, ROLL_BEARABLE), error)
