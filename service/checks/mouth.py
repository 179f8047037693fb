"""Whether the mouth is closed, and whether the face smiles."""

import numpy as np

from service.checks.definition import CheckDefinition, words
from service.checks.turn import Turn
from service.checks.unreached import NO_FACE, NO_MESH, TURNED_AWAY
from service.values.check import Bounds, Check
from service.values.evidence import RuleName
from service.values.mesh import CHIN, FOREHEAD, MOUTH_CORNERS, Mesh
from service.values.photo import Face
from service.values.spec import Spec

INNER_LIPS = ((13, 14), (82, 87), (312, 317))  # upper and lower lip: the middle, and beside it
# In % of the way from the hairline to the chin. Up to CLOSED lips touch; above BEARABLE all mouths
# that were looked at are open or show teeth.
CLOSED, BEARABLE = 2.5, 3.5
# By how much the corners are higher than the middle, in the same unit: with closed lips 95% of
# official portraits have less.
SMILE = 4.5

MOUTH = CheckDefinition(
    "mouth-closed",
    "%",
    fine=words("The mouth is closed.", "嘴巴闭合。"),
    high=words("Close your mouth; no teeth should show.", "请闭上嘴巴，不要露出牙齿。"),
)
EXPRESSION = CheckDefinition(
    "expression",
    "%",
    fine=words("The expression is neutral.", "表情自然、中性。"),
    high=words("Do not smile; keep a neutral expression.", "请不要微笑，保持自然表情。"),
)


SMILE_ALLOWED = words("Not judged: the document allows a smile.", "不作评判：该证件允许微笑。")


def mouth(face: Face | None, turn: Turn | None, spec: Spec) -> tuple[Check, Check]:
    """The gap of the inner lips, and how far the corners of the mouth are drawn up.

    An open mouth fails where the document asks for a closed mouth or a neutral expression, and is
    warned of where it says nothing. A smile with closed lips is warned of where it is not allowed.
    """
    if face is None or turn is None:
        return MOUTH.unknown(NO_FACE), EXPRESSION.unknown(NO_FACE)
    if face.mesh is None:
        return MOUTH.unknown(NO_MESH), EXPRESSION.unknown(NO_MESH)
    gap = _gap(lip_gap(face.mesh), spec)
    if turn.aside:
        return gap, EXPRESSION.unknown(TURNED_AWAY, (None, SMILE))
    lift = corner_lift(face.mesh)
    if spec.expression == "smile-allowed":
        return gap, EXPRESSION.note(lift, (None, SMILE), SMILE_ALLOWED)
    return gap, EXPRESSION.judge(lift, (None, SMILE), at_most="warn")


def _gap(value: float, spec: Spec) -> Check:
    limit: Bounds = (None, CLOSED)
    rule: RuleName = "mouth" if spec.mouth else "expression"
    if rule == "expression" and spec.expression == "smile-allowed":
        return MOUTH.note(value, limit, SMILE_ALLOWED)
    asked = spec.layer(rule) == "authority"
    return MOUTH.judge(value, limit, (None, BEARABLE), at_most="fail" if asked else "warn")


def lip_gap(mesh: Mesh) -> float:
    """Mean gap of the inner lips in % of the way from the hairline to the chin."""
    gaps = [mesh.distance(*pair) for pair in INNER_LIPS]
    return 100 * sum(gaps) / len(gaps) / max(1.0, mesh.distance(FOREHEAD, CHIN))


def corner_lift(mesh: Mesh) -> float:
    """How much higher the corners of the mouth are than the middle of the lips, in the same."""
    up = mesh.flat[FOREHEAD] - mesh.flat[CHIN]
    upper, lower = INNER_LIPS[0]
    middle = mesh.flat[[upper, lower]].mean(axis=0)
    lift = mesh.flat[list(MOUTH_CORNERS)].mean(axis=0) - middle
    return 100 * float(lift @ up) / max(1.0, float(np.square(up).sum()))
