"""The head in the photo: eyes and chin from the landmarks, its crown from the matte."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from service.values import geometry
from service.values.mesh import EARS
from service.values.photo import Face, Matte
from service.values.placement import Head

# The crown: going up from the eyes, the last row of the matte that is still this wide, in units of
# eyes-to-chin. A raised strand is thinner, a bald head or a hat is wider.
CROWN_WIDTH = 0.25
CROWN_BAND = 1.1  # half the width in which the head is looked for
# Credible eyes-to-crown, from a little below the least of 1,145 portraits with known alpha (0.71, a
# bald head whose chin is hidden by a beard) to a large afro. Below it hair or skull were cut away:
# the usual head, which is larger, is assumed, and that is said.
CROWN_RANGE = (0.66, 2.2)
CROWN_USUAL = 1.09  # the median of 128 portraits
# Hair and hats are counted up to here, which 97% of them keep to: a bun or a tall hat would
# otherwise leave the face too small. What is higher goes into the top margin.
CROWN_MOST = 1.5
# Ear to ear over the distance of the eyes, and over the mesh's width at the ears: means of 44
# portraits.
FACE_PER_EYES_APART, FACE_PER_EARS = 2.65, 1.233
_GRID = 96  # pixels per unit on which the crown is measured


def head_height(face: Face) -> float:
    """Crown to chin in photo pixels, estimated from the face alone."""
    return CROWN_USUAL * face.unit + float(np.linalg.norm(face.chin - face.eyes))


def face_width(face: Face) -> float:
    """Ear to ear in photo pixels."""
    if face.mesh is None:
        return FACE_PER_EYES_APART * face.eyes_apart
    return FACE_PER_EARS * face.mesh.distance(*EARS)


def find_head(face: Face, matte: Matte | None, upright: bool = True, bearded: bool = False) -> Head:
    """Crown, eyes and chin in photo pixels, along the face's own axis.

    Without a matte the crown is assumed. If not `upright`, the photo's axis is used, for a frame
    in which the head stays tilted. `bearded`: the chin is under a beard.
    """
    roll_deg = face.roll_deg if upright else 0.0
    roll = math.radians(roll_deg)
    up = np.array([math.sin(roll), -math.cos(roll)])
    right = np.array([-up[1], up[0]])
    upper = _upper_head(face, matte, up) if matte else None
    rise, beside = upper or (CROWN_USUAL, 0.0)
    middle = (face.eyes + face.chin) / 2
    base = middle + up * float((face.eyes - middle) @ up) + right * beside * face.unit
    return Head(
        crown=base + up * min(rise, CROWN_MOST) * face.unit,
        top=base + up * rise * face.unit,
        eyes=face.eyes,
        chin=face.chin,
        roll_deg=roll_deg,
        unit=face.unit,
        face_width=face_width(face),
        measured=upper is not None,
        meshed=face.mesh is not None,
        bearded=bearded,
    )


def _upper_head(face: Face, matte: Matte, up: NDArray[np.float64]) -> tuple[float, float] | None:
    """Eyes to crown, and how far the head's middle lies right of the face's, in units.

    None when the matte does not show a credible head above the eyes.
    """
    columns, rows = round(2 * CROWN_BAND * _GRID), round((CROWN_RANGE[1] + 0.1) * _GRID)
    scale = _GRID / face.unit
    linear = scale * np.array([[-up[1], up[0]], [-up[0], -up[1]]])
    offset = np.array([columns / 2, rows]) - linear @ ((face.eyes + face.chin) / 2)
    offset[1] = rows - float(linear[1] @ face.eyes)
    upright = np.hstack([linear, offset[:, np.newaxis]])
    alpha = cv2.warpAffine(matte.alpha, geometry.compose(upright, matte.to_photo), (columns, rows))[
        ::-1
    ]  # from the eyes upwards
    widths = alpha.sum(axis=1) / _GRID
    thin = np.flatnonzero(widths < CROWN_WIDTH)
    height = int(thin[0]) if len(thin) else rows
    rise = height / _GRID
    if not CROWN_RANGE[0] <= rise <= CROWN_RANGE[1]:
        return None
    weights = alpha[:height].sum(axis=0)
    middle = float(weights @ np.arange(columns)) / float(weights.sum())
    return rise, (middle - columns / 2) / _GRID
