"""Whether something covers mouth, nose or chin: a mask, a scarf, a hand.

Skin, lips and chin have colours that go together, and shapes where one expects them; cloth and
fingers do not. Both were learnt by logistic regression on portraits and on the same portraits with
drawn masks and hands: training/face_covers, cloth.tsv and hand.tsv.
"""

from service.checks.definition import CheckDefinition, words
from service.checks.lower_face import look
from service.checks.patch import Patch
from service.checks.regression import learnt
from service.checks.turn import Turn
from service.checks.unreached import NO_FACE, NO_MESH, TURNED_AWAY
from service.values.check import Check
from service.values.spec import Spec

COVERS = ("cloth", "hand")
# Of log odds. Of 1,774 free faces left out of the fit 0.5% are above FREE and 0.2% above COVERED.
FREE, COVERED = 0.0, 1.0

DEFINITION = CheckDefinition(
    "face-occluded",
    "",
    fine=words("Nothing covers the mouth, nose or chin.", "口、鼻和下巴没有被遮挡。"),
    high=words(
        "Something seems to cover the lower face; take off any mask or scarf and keep your hands "
        "away.",
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
    seen = look(patch, patch.points)
    cloth, hand = (learnt(cover).log_odds(seen) for cover in COVERS)
    firm = cloth > COVERED or spec.layer("head_covering") == "authority"
    return DEFINITION.judge(
        max(cloth, hand), (None, FREE), (None, COVERED), at_most="fail" if firm else "warn"
    )
