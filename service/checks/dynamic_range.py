"""How many shades of light the face shows: the dynamic range of ISO/IEC 29794-5."""

import numpy as np

from service.checks.definition import CheckDefinition, words
from service.checks.patch import INNER, Patch
from service.checks.unreached import NO_FACE
from service.values.check import Check

ENOUGH = 6.0  # bits

DEFINITION = CheckDefinition(
    "dynamic-range",
    "bit",
    fine=words("The face shows enough shades from light to dark.", "面部明暗层次足够。"),
    low=words(
        "The face shows too few shades from light to dark; use more light and no filters.",
        "面部明暗层次太少，请增加光线，不要使用滤镜。",
    ),
)


def dynamic_range(patch: Patch | None) -> Check:
    """The entropy of the face's 256 grey levels, 8 bits at most. It can only warn."""
    if patch is None:
        return DEFINITION.unknown(NO_FACE)
    return DEFINITION.judge(entropy(patch), (ENOUGH, None), at_most="warn")


def entropy(patch: Patch) -> float:
    """In bits, of the luma (ITU-R BT.601) from brows to below the lips."""
    luma = patch.rgb[patch.box(INNER)] @ np.array([0.299, 0.587, 0.114])
    counts = np.bincount(np.rint(luma).astype(int).ravel(), minlength=256)
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log2(shares)).sum())
