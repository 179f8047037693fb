"""Whether the face is too light or too dark, by its lightest parts.

Its median would judge skin and not light: dark skin that is well lit has light parts too.
"""

import numpy as np

from service.checks.definition import CheckDefinition, words
from service.checks.patch import INNER, Patch
from service.checks.unreached import NO_FACE
from service.values.check import Check

BURNT = 94  # L* from which hardly any drawing is left
OVER, OVER_BEARABLE = 3.0, 10.0  # % of the face above it
LIGHTEST = 95  # percentile of L*
UNDER, UNDER_BEARABLE = 45.0, 32.0

OVER_DEFINITION = CheckDefinition(
    "overexposure",
    "%",
    fine=words("The face is not overexposed.", "面部没有过曝。"),
    high=words("Parts of the face are overexposed.", "面部局部过曝。"),
)
UNDER_DEFINITION = CheckDefinition(
    "underexposure",
    "L*",
    fine=words("The face is bright enough.", "面部亮度足够。"),
    low=words("The face is too dark.", "面部太暗。"),
)


def exposure(patch: Patch | None) -> tuple[Check, Check]:
    """The share of the face that is burnt out, and the lightness of its lightest twentieth."""
    if patch is None:
        return OVER_DEFINITION.unknown(NO_FACE), UNDER_DEFINITION.unknown(NO_FACE)
    light = patch.lab[..., 0][patch.box(INNER)]
    return (
        OVER_DEFINITION.judge(
            float((light >= BURNT).mean()) * 100, (None, OVER), (None, OVER_BEARABLE)
        ),
        UNDER_DEFINITION.judge(
            float(np.percentile(light, LIGHTEST)), (UNDER, None), (UNDER_BEARABLE, None)
        ),
    )
