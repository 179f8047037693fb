"""Whether a beard hides the chin, which is then known less well: no check, nobody need shave.

Learnt by logistic regression on portraits with and without beards: training/face_covers, beard.tsv.
"""

from service.checks.lower_face import look
from service.checks.patch import Patch
from service.checks.regression import learnt


def has_beard(patch: Patch) -> bool:
    """Whether the chin is likely under a beard. False where the face has no mesh.

    Of people left out of the fit 88% of the beards are seen, at 2% of the free chins.
    """
    return patch.points is not None and learnt("beard").log_odds(look(patch, patch.points)) > 0
