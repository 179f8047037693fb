"""The 98 points of a face that OFIQ works with, from the 478 that this service finds.

They are numbered as in WFLW: along the jaw from the left of the picture to its right, brows, nose,
eyes, lips, pupils.
"""

import numpy as np

from service.values.geometry import Points
from service.values.mesh import Mesh

# Where the outline of the face runs from beside the eye to the chin, by points of the mesh.
LEFT_JAW = (127, 234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152)
RIGHT_JAW = (152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454, 356)
HALF = 17  # points of either half of the jaw, the chin among them
WITHIN = (
    *(70, 63, 105, 66, 107, 55, 65, 52, 53),  # left brow, upper edge first
    *(336, 296, 334, 293, 300, 283, 282, 295, 285),  # right brow
    *(168, 197, 5, 1, 98, 97, 2, 326, 327),  # nose: ridge, tip, below the nostrils
    *(33, 160, 159, 158, 133, 153, 145, 144),  # left eye from its outer corner over the upper lid
    *(362, 385, 386, 387, 263, 373, 374, 380),  # right eye from its inner corner
    *(61, 40, 37, 0, 267, 270, 291, 321, 314, 17, 84, 91),  # outer lips
    *(78, 81, 13, 311, 308, 402, 14, 178),  # inner lips
    *(468, 473),  # pupils
)


def wflw(mesh: Mesh) -> Points:
    """Points (98, 2) in photo pixels."""
    halves = [_evenly(mesh.flat[list(jaw)]) for jaw in (LEFT_JAW, RIGHT_JAW)]
    return np.vstack([halves[0], halves[1][1:], mesh.flat[list(WITHIN)]])


def _evenly(line: Points) -> Points:
    """HALF points (HALF, 2) at equal distances along a line through points (n, 2)."""
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    wanted = np.linspace(0, along[-1], HALF)
    return np.column_stack([np.interp(wanted, along, axis) for axis in line.T])
