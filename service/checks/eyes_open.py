"""Whether both eyes are open, by the shapes in and around each of them.

What open and shut eyes look like was learnt by logistic regression on portraits and on the same
portraits with their lids closed by a warp: training/face_covers, shut.tsv.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.checks.definition import CheckDefinition, words
from service.checks.gradients import gradients
from service.checks.patch import Patch
from service.checks.regression import learnt
from service.checks.turn import Turn
from service.checks.unreached import NO_FACE, NO_MESH, TOO_FEW_PIXELS, TURNED_AWAY
from service.values.check import Check
from service.values.geometry import Points

CORNERS = ((33, 133), (263, 362))  # outer and inner corner, the eye on the picture's left first
# Each eye is looked at alone, the second as in a mirror, with its corners at these places.
SIZE, OUTER, ACROSS = (48, 32), (8.0, 16.0), 32.0
SMALL = (12, 8)  # pixels of it that are looked at themselves
NOISE = 2.0  # L*: an eye with less contrast shows nothing
# Log odds. Of open eyes left out of the fit 0.5% are above OPEN, hardly any above SHUT. A single
# eye has to be so much surer of being shut to be worth a warning.
OPEN, SHUT, ALONE = 0.0, 1.0, 1.0
LEAST_DETAIL = (
    0.4  # pixels of the photo for one of the patch, below which lids cannot be told apart
)

DEFINITION = CheckDefinition(
    "eyes-open",
    "",
    fine=words("Both eyes are open.", "双眼睁开。"),
    high=words("Open both eyes wide; they look closed.", "请睁大双眼，眼睛像是闭着的。"),
)


def eyes_open(patch: Patch | None, turn: Turn | None) -> Check:
    """The mean log odds that the eyes are shut; one eye alone can only be warned about."""
    if patch is None or turn is None:
        return DEFINITION.unknown(NO_FACE)
    if patch.points is None:
        return DEFINITION.unknown(NO_MESH)
    if turn.aside:
        return DEFINITION.unknown(TURNED_AWAY, (None, OPEN))
    if patch.detail < LEAST_DETAIL:
        return DEFINITION.unknown(TOO_FEW_PIXELS, (None, OPEN))
    left, right = (learnt("shut").log_odds(eye) for eye in looks(patch, patch.points))
    both = (left + right) / 2
    value = max(both, max(left, right) - ALONE)
    return DEFINITION.judge(
        value, (None, OPEN), (None, SHUT), at_most="fail" if both > SHUT else "warn"
    )


def looks(patch: Patch, points: Points) -> NDArray[np.float32]:
    """Of each eye the gradients and a small picture, (2, 288)."""
    light = patch.lab[..., 0]
    mirrored = np.ascontiguousarray(light[:, ::-1])
    flipped = points * (-1, 1) + (light.shape[1] - 1, 0)
    sides = ((light, points, CORNERS[0]), (mirrored, flipped, CORNERS[1]))
    return np.stack([_look(*side) for side in sides])


def _look(
    light: NDArray[np.float32], points: Points, corners: tuple[int, int]
) -> NDArray[np.float32]:
    outer, inner = points[list(corners)]
    along = (inner - outer) * ACROSS / max(4.0, float(np.square(inner - outer).sum()))
    linear = np.array([along, (-along[1], along[0])])
    affine = np.hstack([linear, (OUTER - linear @ outer)[:, np.newaxis]])
    eye = cv2.warpAffine(
        light, affine, SIZE, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    plain = (eye - eye.mean()) / (eye.std() + NOISE)
    small = cv2.resize(plain, SMALL, interpolation=cv2.INTER_AREA)
    return np.concatenate([gradients(np.asarray(eye, np.float32)).ravel(), small.ravel()])
