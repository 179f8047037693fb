"""The head in the photo: its axis from the landmarks, its crown from the matte."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from service.values import geometry
from service.values.photo import Face, Matte, Photo
from service.values.placement import Head

# The crown: going up from the eyes, the last row of the matte that is still this wide, in units of
# eyes-to-chin. A raised strand is thinner, a bald head or a hat is wider.
CROWN_WIDTH = 0.25
CROWN_BAND = 1.1  # half the width in which the head is looked for
CROWN_RANGE = (0.8, 2.0)  # credible eyes-to-crown: from shorn to a tall hat
CROWN_USUAL = 1.05  # eyes sit a little below the middle of a head with hair
_GRID = 96  # pixels per unit on which the crown is measured


def head_height(face: Face) -> float:
    """Crown to chin in photo pixels as far as the face alone can tell."""
    return (1 + CROWN_USUAL) * face.unit


def find_head(face: Face, matte: Matte) -> Head:
    """The head's axis from the landmarks and its crown from the matte, in photo pixels."""
    roll = math.radians(face.roll_deg)
    up = np.array([math.sin(roll), -math.cos(roll)])
    unit = face.unit
    found = _upper_head(face, matte, unit, up)
    rise, beside = found or (CROWN_USUAL, 0.0)
    middle = (face.eyes + face.chin) / 2
    eyes = middle + up * float((face.eyes - middle) @ up)
    right = np.array([-up[1], up[0]])
    return Head(
        crown=eyes + unit * (rise * up + beside * right),
        eyes=eyes,
        chin=middle + up * float((face.chin - middle) @ up),
        roll_deg=face.roll_deg,
        measured=found is not None,
    )


def cut_off_above(head: Head, photo: Photo) -> bool:
    """Whether the crown lies on the photo's upper edge, so that hair may be missing."""
    return bool(head.crown[1] <= 0.002 * photo.size[1] + 1)


def _upper_head(
    face: Face, matte: Matte, unit: float, up: NDArray[np.float64]
) -> tuple[float, float] | None:
    """Eyes to crown, and how far the head's middle lies right of the face's, in units.

    None when the matte does not show a credible head above the eyes.
    """
    columns, rows = round(2 * CROWN_BAND * _GRID), round((CROWN_RANGE[1] + 0.1) * _GRID)
    scale = _GRID / unit
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
