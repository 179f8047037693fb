"""Whether the person wears glasses, by the shapes around the eyes: frames, bridge, temples.

What glasses look like was learnt by logistic regression on portraits with and without them:
training/face_covers, glasses.tsv.
"""

from service.checks.definition import CheckDefinition, words
from service.checks.gradients import Floats, gradients, symmetric
from service.checks.patch import Patch
from service.checks.regression import learnt
from service.checks.turn import Turn
from service.checks.unreached import NO_FACE, NO_MESH, NO_RULE, TURNED_AWAY
from service.values.check import Bounds, Check
from service.values.spec import Spec

ROWS = slice(12, 76)  # of the patch: from above the brows to the tip of the nose
# Of log odds. Of free faces left out of the fit 0.5% are above BARE, none above 1; in photos of
# other kinds two of 93 are above 1, and none above WORN.
BARE, WORN = 0.0, 1.5

DEFINITION = CheckDefinition(
    "glasses",
    "",
    fine=words("No glasses were seen.", "未见佩戴眼镜。"),
    high=words(
        "Take off the glasses; this document forbids them.",
        "请摘下眼镜，该证件不允许戴眼镜。",
    ),
)
MEDICAL = CheckDefinition(
    "glasses",
    "",
    fine=DEFINITION.fine,
    high=words(
        "Glasses need a doctor's certificate for this document; take them off if you can.",
        "该证件要求提供医生证明才可戴眼镜，如无必要请摘下。",
    ),
)
ALLOWED = words("Not judged: the document allows glasses.", "不作评判：该证件允许戴眼镜。")


def glasses(patch: Patch | None, turn: Turn | None, spec: Spec) -> Check:
    """The log odds of glasses. They fail only where the document forbids them."""
    limit: Bounds = (None, BARE)
    if patch is None or turn is None:
        return DEFINITION.unknown(NO_FACE)
    if patch.points is None:
        return DEFINITION.unknown(NO_MESH)
    if turn.aside:
        return DEFINITION.unknown(TURNED_AWAY, limit)
    value = learnt("glasses").log_odds(shapes(patch))
    if spec.glasses is None:
        return DEFINITION.note(value, limit, NO_RULE)
    if spec.glasses == "allowed":
        return DEFINITION.note(value, limit, ALLOWED)
    if spec.glasses == "medical":
        return MEDICAL.judge(value, limit, at_most="warn")
    firm = spec.layer("glasses") == "authority"
    return DEFINITION.judge(value, limit, (None, WORN), at_most="fail" if firm else "warn")


def shapes(patch: Patch) -> Floats:
    """The gradients around the eyes, the mean of the face and of its mirror image, (960,)."""
    return symmetric(gradients(patch.lab[ROWS, :, 0])).ravel()
