"""Whether the eyes look at the camera: where the irises are between the corners of the eyes.

Sideways alone: up and down the lids hide too much of the iris.
"""

from service.checks.definition import CheckDefinition, words
from service.checks.turn import Turn
from service.checks.unreached import NO_FACE, NO_MESH, TURNED_AWAY
from service.values.check import Check
from service.values.mesh import IRISES, Mesh
from service.values.photo import Face

# Corners of each eye, that on the left of the picture first.
CORNERS = ((33, 133), (362, 263))
# In half widths of the eye. Beyond 0.25 were 3 of 1,310 portraits, all of which look aside.
AHEAD, ASIDE = 0.25, 0.40
PER_YAW = 0.0047  # the irises of a head that turns while it looks at the camera, for each degree

DEFINITION = CheckDefinition(
    "gaze",
    "",
    fine=words("The eyes look at the camera.", "双眼正视镜头。"),
    low=words("Look straight into the camera, not to the side.", "请正视镜头，不要看向一侧。"),
    high=words("Look straight into the camera, not to the side.", "请正视镜头，不要看向一侧。"),
)


def gaze(face: Face | None, turn: Turn | None) -> Check:
    """How far the irises are from the middle of the eyes, positive to the right of the picture."""
    if face is None or turn is None:
        return DEFINITION.unknown(NO_FACE)
    if face.mesh is None:
        return DEFINITION.unknown(NO_MESH)
    if turn.aside:
        return DEFINITION.unknown(TURNED_AWAY, (-AHEAD, AHEAD))
    offset = iris_offset(face.mesh) - PER_YAW * turn.yaw
    return DEFINITION.judge(offset, (-AHEAD, AHEAD), (-ASIDE, ASIDE))


def iris_offset(mesh: Mesh) -> float:
    """The mean of both irises' distance from the middle of the eye, in half widths of the eye."""
    offsets = []
    for (left, right), iris in zip(CORNERS, IRISES, strict=True):
        across = mesh.flat[right] - mesh.flat[left]
        away = mesh.flat[iris] - (mesh.flat[left] + mesh.flat[right]) / 2
        offsets.append(2 * float(away @ across) / max(1e-6, float(across @ across)))
    return sum(offsets) / len(offsets)
