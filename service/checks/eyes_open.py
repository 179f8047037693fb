"""Whether both eyes are open: how far the lids are apart beside how wide the eye is."""

import numpy as np

from service.checks.definition import CheckDefinition, words
from service.checks.turn import Turn
from service.checks.unreached import NO_FACE, NO_MESH, TOO_FEW_PIXELS, TURNED_AWAY
from service.values.check import Check
from service.values.mesh import Mesh
from service.values.photo import Face

# The corners of each eye, and three pairs of points on its upper and lower lid.
CORNERS = ((33, 133), (362, 263))
LIDS = (((160, 144), (159, 145), (158, 153)), ((385, 380), (386, 374), (387, 373)))
# Of the smaller eye; of both eyes' mean. Narrow eyes are not to be blamed: of 61 people from Taiwan
# the median is 0.26, as of all others (0.27).
OPEN, SHUT = 0.15, 0.12
LEAST_PX = 45.0  # from the hairline to the chin, below which lids cannot be told apart

DEFINITION = CheckDefinition(
    "eyes-open",
    "",
    fine=words("Both eyes are open.", "双眼睁开。"),
    low=words("Open both eyes wide; they look closed.", "请睁大双眼，眼睛像是闭着的。"),
)


def eyes_open(face: Face | None, turn: Turn | None) -> Check:
    """The smaller eye's opening; both have to be nearly shut to fail."""
    if face is None or turn is None:
        return DEFINITION.unknown(NO_FACE)
    mesh = face.mesh
    if mesh is None:
        return DEFINITION.unknown(NO_MESH)
    if turn.aside:
        return DEFINITION.unknown(TURNED_AWAY, (OPEN, None))
    if mesh.height < LEAST_PX:
        return DEFINITION.unknown(TOO_FEW_PIXELS, (OPEN, None))
    both = openings(mesh)
    shut = sum(both) / 2 < SHUT
    return DEFINITION.judge(min(both), (OPEN, None), at_most="fail" if shut else "warn")


def openings(mesh: Mesh) -> tuple[float, float]:
    """Of each eye the mean gap of the lids over its width in space."""
    left, right = (
        sum(mesh.distance(*pair) for pair in lids)
        / len(lids)
        / max(1e-6, float(np.linalg.norm(mesh.points[inner] - mesh.points[outer])))
        for (outer, inner), lids in zip(CORNERS, LIDS, strict=True)
    )
    return left, right
