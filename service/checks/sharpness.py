"""Whether the face is sharp: how much of its fine detail is left beside the coarser one.

With G(s) the lightness of the face patch blurred by s px: mean |G(0) - G(1)| over mean |G(1) -
G(2.5)|. A ratio of two bands depends neither on contrast nor on skin, only on how both fall off.
"""

import cv2
import numpy as np

from service.checks.definition import CheckDefinition, words
from service.checks.patch import INNER, Patch
from service.checks.unreached import NO_FACE, TOO_FEW_PIXELS
from service.values.check import Check

SHARP, BEARABLE = 0.45, 0.35
LEAST_DETAIL = 0.8  # pixels of the photo for one of the patch: fewer cannot tell
FINE, COARSE = 1.0, 2.5

DEFINITION = CheckDefinition(
    "sharpness",
    "",
    fine=words("The face is sharp.", "面部清晰。"),
    low=words("The face is not sharp.", "面部不够清晰。"),
)


def sharpness(patch: Patch | None) -> Check:
    """The ratio of the bands."""
    if patch is None:
        return DEFINITION.unknown(NO_FACE)
    if patch.detail < LEAST_DETAIL:
        return DEFINITION.unknown(TOO_FEW_PIXELS, (SHARP, None))
    light = patch.lab[..., 0]
    fine, coarse = (cv2.GaussianBlur(light, (0, 0), sigma) for sigma in (FINE, COARSE))
    inner = patch.box(INNER)
    lost, left = np.abs(light - fine)[inner].mean(), np.abs(fine - coarse)[inner].mean()
    return DEFINITION.judge(float(lost / max(left, 1e-6)), (SHARP, None), (BEARABLE, None))
