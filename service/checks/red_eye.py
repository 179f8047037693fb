"""Whether a flash shows in the eyes: pupils that are red instead of black."""

import numpy as np

from service.checks.definition import CheckDefinition, words
from service.checks.patch import Patch
from service.checks.turn import Turn
from service.checks.unreached import NO_FACE, NO_MESH, TOO_FEW_PIXELS, TURNED_AWAY
from service.values.check import Check
from service.values.geometry import Points
from service.values.mesh import IRISES

CHEEKS = (50, 101, 280, 330)
RING = 4  # points around each iris follow its middle
PUPIL = 0.6  # of the iris: a pupil that is wide, as it is in the dark where a flash is used
LEAST_DETAIL = 0.5  # pixels of the photo for one of the patch
DARK, RED = 8.0, 16.0

DEFINITION = CheckDefinition(
    "red-eye",
    "a*",
    fine=words("The pupils are not red.", "没有红眼。"),
    high=words(
        "The pupils are red; take the photo without a flash, or in more light.",
        "瞳孔发红，请关闭闪光灯或在更亮的地方重拍。",
    ),
)


def red_eye(patch: Patch | None, turn: Turn | None) -> Check:
    """By how much the redder pupil's a* is above that of the cheeks."""
    if patch is None or turn is None:
        return DEFINITION.unknown(NO_FACE)
    if patch.points is None:
        return DEFINITION.unknown(NO_MESH)
    if turn.aside:
        return DEFINITION.unknown(TURNED_AWAY, (None, DARK))
    if patch.detail < LEAST_DETAIL:
        return DEFINITION.unknown(TOO_FEW_PIXELS, (None, DARK))
    return DEFINITION.judge(redness(patch, patch.points), (None, DARK), (None, RED))


def redness(patch: Patch, points: Points) -> float:
    """The median a* of the redder pupil less that of the cheeks."""
    cheek = float(np.median(patch.colours(CHEEKS)[:, 1]))
    rows, columns = np.mgrid[: patch.lab.shape[0], : patch.lab.shape[1]]
    pupils = []
    for iris in IRISES:
        x, y = points[iris]
        ring = points[iris + 1 : iris + 1 + RING] - points[iris]
        radius = PUPIL * float(np.linalg.norm(ring, axis=1).mean())
        within = np.hypot(columns - x, rows - y) <= max(1.0, radius)
        pupils.append(float(np.median(patch.lab[within, 1])))
    return max(pupils) - cheek
