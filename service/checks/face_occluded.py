"""Whether something covers mouth, nose or chin: a mask, a scarf, a hand.

Skin, lips and chin have colours that go together, and shapes where one expects them; cloth and
fingers do not. Both were learnt by logistic regression on portraits and on the same portraits with
drawn masks and hands: training/face_covers, cloth.tsv and hand.tsv.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.checks.definition import CheckDefinition, words
from service.checks.patch import Patch
from service.checks.regression import learnt
from service.checks.turn import Turn
from service.checks.unreached import NO_FACE, NO_MESH, TURNED_AWAY
from service.values.check import Check
from service.values.geometry import Points
from service.values.spec import Spec

COVERS = ("cloth", "hand")
ROWS = slice(6, 14)  # of the shapes: from the nose to the chin
LIPS = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
AROUND = (57, 186, 92, 165, 167, 164, 393, 391, 322, 410, 287, 273, 335, 406, 313, 18, 83, 182, 106)
UPPER = ((50, 101, 280, 330), (151, 9, 337, 108), (6, 197, 195))  # cheeks, forehead, bridge of nose
# Lower cheeks, chin, upper lip, below the lower lip, tip of the nose.
LOWER = ((207, 427, 192, 416), (200, 199, 175), (164, 165, 391), (18, 83, 313), (5, 4))
# Of log odds. Of 1,774 free faces left out of the fit 0.5% are above FREE and 0.2% above COVERED.
FREE, COVERED = 0.0, 1.0

DEFINITION = CheckDefinition(
    "face-occluded",
    "",
    fine=words("Mouth, nose and chin are free.", "口、鼻和下巴没有被遮挡。"),
    high=words(
        "Something seems to cover the lower face; take off mask or scarf and keep hands away.",
        "面部下方似乎被遮挡，请摘下口罩或围巾，不要用手遮脸。",
    ),
)


def face_occluded(patch: Patch | None, turn: Turn | None, spec: Spec) -> Check:
    """The larger log odds of cloth and of a hand, each from where it is credible on.

    Cloth fails everywhere. A hand, which is known less well, fails where the document rules what
    may cover the head, as these rules keep the face free, and is warned of elsewhere.
    """
    if patch is None or turn is None:
        return DEFINITION.unknown(NO_FACE)
    if patch.points is None:
        return DEFINITION.unknown(NO_MESH)
    if turn.aside:
        return DEFINITION.unknown(TURNED_AWAY, (None, FREE))
    seen = measures(patch, patch.points)
    cloth, hand = (learnt(cover).log_odds(seen) for cover in COVERS)
    firm = cloth > COVERED or spec.layer("head_covering") == "authority"
    return DEFINITION.judge(
        max(cloth, hand), (None, FREE), (None, COVERED), at_most="fail" if firm else "warn"
    )


def measures(patch: Patch, points: Points) -> NDArray[np.float64]:
    """The shapes of the lower face and its `differences`, all in one row."""
    return np.concatenate([patch.shapes[ROWS].ravel(), differences(patch, points)])


def differences(patch: Patch, points: Points) -> NDArray[np.float64]:
    """Thirteen: lips less the skin around them (a*, L*), the range of L* in the lips, and of five
    places of the lower face L* and the distance in a*b* from the upper face.
    """
    shape = patch.lab.shape[:2]
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.rint(points[list(LIPS)]).astype(np.int32)], 1)
    lips = patch.lab[mask > 0] if mask.any() else patch.colours((13,))
    around = np.median(patch.colours(AROUND), axis=0)
    middle = np.median(lips, axis=0)
    low, high = np.percentile(lips[:, 0], (10, 90))
    values = [middle[1] - around[1], middle[0] - around[0], high - low]
    skin = np.median([np.median(patch.colours(part), axis=0) for part in UPPER], axis=0)
    for part in LOWER:
        off = np.median(patch.colours(part), axis=0) - skin
        values += [off[0], float(np.hypot(off[1], off[2]))]
    return np.asarray(values, np.float64)
