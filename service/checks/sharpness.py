"""Whether the face is sharp: how much of its fine detail is left beside the coarser one.

With G(s) the lightness of the face patch blurred by s px along one direction: mean |G(0) - G(1)|
over mean |G(1) - G(2.5)|, the least of four directions. A ratio of two bands depends neither on
contrast nor on skin, only on how both fall off. Of a face that moved, detail is left across the
movement, which is why each direction is measured alone.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from service.checks.definition import CheckDefinition, words
from service.checks.patch import INNER, Patch
from service.checks.unreached import NO_FACE, TOO_FEW_PIXELS
from service.values.check import Check

SHARP, BEARABLE = 0.39, 0.31
LEAST_DETAIL = 0.8  # pixels of the photo for one of the patch: fewer cannot tell
FINE, COARSE = 1.0, 2.5
REACH = 3.5  # standard deviations of a Gaussian

DEFINITION = CheckDefinition(
    "sharpness",
    "",
    fine=words("The face is sharp.", "面部清晰。"),
    low=words("The face is not sharp.", "面部不够清晰。"),
)

Kernel = NDArray[np.float32]


def sharpness(patch: Patch | None) -> Check:
    """The ratio of the bands in the direction that has the least fine detail."""
    if patch is None:
        return DEFINITION.unknown(NO_FACE)
    if patch.detail < LEAST_DETAIL:
        return DEFINITION.unknown(TOO_FEW_PIXELS, (SHARP, None))
    light = patch.lab[..., 0]
    ratio = min(_ratio(light, patch.box(INNER), *kernels) for kernels in KERNELS)
    return DEFINITION.judge(ratio, (SHARP, None), (BEARABLE, None))


def _ratio(
    light: NDArray[np.float32], inner: tuple[slice, slice], finer: Kernel, coarser: Kernel
) -> float:
    fine, coarse = (cv2.filter2D(light, -1, kernel) for kernel in (finer, coarser))
    lost, left = np.abs(light - fine)[inner].mean(), np.abs(fine - coarse)[inner].mean()
    return float(lost / max(left, 1e-6))


def _kernels(sigma: float) -> tuple[Kernel, ...]:
    """Gaussians along rows, columns and both diagonals; pixels of these are farther apart."""
    straight, slanted = _gaussian(sigma), _gaussian(sigma / 2**0.5)
    diagonal = np.diag(slanted)
    return straight[np.newaxis], straight[:, np.newaxis], diagonal, diagonal[::-1].copy()


def _gaussian(sigma: float) -> Kernel:
    reach = int(np.ceil(REACH * sigma))
    weights = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * sigma**2))
    return np.asarray(weights / weights.sum(), np.float32)


KERNELS: Final = tuple(zip(_kernels(FINE), _kernels(COARSE), strict=True))
