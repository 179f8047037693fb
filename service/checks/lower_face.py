"""What the lower face looks like: what a mask, a hand and a beard are told by."""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.checks.patch import Patch
from service.values.geometry import Points

ROWS = slice(6, 14)  # of the shapes: from the nose to the chin
LIPS = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
AROUND = (57, 186, 92, 165, 167, 164, 393, 391, 322, 410, 287, 273, 335, 406, 313, 18, 83, 182, 106)
UPPER = ((50, 101, 280, 330), (151, 9, 337, 108), (6, 197, 195))  # cheeks, forehead, bridge of nose
# Lower cheeks, chin, upper lip, below the lower lip, tip of the nose.
LOWER = ((207, 427, 192, 416), (200, 199, 175), (164, 165, 391), (18, 83, 313), (5, 4))


def look(patch: Patch, points: Points) -> NDArray[np.float64]:
    """The shapes of the lower face and its `differences`, all in one row (973,)."""
    return np.concatenate([patch.shapes[ROWS].ravel(), differences(patch, points)])


def differences(patch: Patch, points: Points) -> NDArray[np.float64]:
    """Thirteen: lips less the skin around them (a*, L*), the range of L* in the lips, and of five
    places of the lower face L* and the distance in a*b* from the upper face.
    """
    shape = patch.lab.shape[:2]
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.rint(points[list(LIPS)]).astype(np.int32)], 1)
    lips = patch.lab[mask > 0] if mask.any() else patch.colours((13,))
    around = np.median(patch.colours(AROUND), axis=0)
    middle = np.median(lips, axis=0)
    low, high = np.percentile(lips[:, 0], (10, 90))
    values = [middle[1] - around[1], middle[0] - around[0], high - low]
    skin = np.median([np.median(patch.colours(part), axis=0) for part in UPPER], axis=0)
    for part in LOWER:
        off = np.median(patch.colours(part), axis=0) - skin
        values += [off[0], float(np.hypot(off[1], off[2]))]
    return np.asarray(values, np.float64)
