"""Whether both eyes can be seen: no dark glasses, hair or shadow over them.

An eye has a white and a pupil, so light and dark are close together in it. Behind dark glass they
are not, and even its lightest part is darker than the cheek. Mirrored glass is as light as the sky,
but the skin below the eye does not have the colour of the cheek.
"""

import numpy as np

from service.checks.definition import CheckDefinition, words
from service.checks.patch import Patch
from service.checks.turn import Turn
from service.checks.unreached import NO_FACE, NO_MESH, TURNED_AWAY
from service.values.check import Check
from service.values.geometry import Points

CORNERS = ((33, 133), (362, 263))
BELOW = ((23, 24, 22), (253, 254, 252))  # skin below the lower lid
CHEEKS = ((50, 101, 205), (280, 330, 425))
ACROSS, UP = 0.7, 0.45  # half sides of the box around an eye, in widths of the eye
# L*. Of 1,770 portraits with free eyes 4 are above SEEN, in deep shadow or behind heavy frames; of
# 5 with sunglasses 4 are above HIDDEN, and the fifth has half-dark glasses and is above SEEN.
SEEN, HIDDEN = -5.0, 8.0

# A distance in a*b* of so much counts like eyes as light as the cheek and without contrast.
MIRRORED = 30.0

DEFINITION = CheckDefinition(
    "eyes-visible",
    "L*",
    fine=words("Both eyes can be seen.", "双眼清晰可见。"),
    high=words(
        "The eyes cannot be seen well; take off dark glasses and keep hair and shadows off the "
        "eyes.",
        "看不清眼睛，请摘下墨镜，不要让头发或阴影遮住眼睛。",
    ),
)


def eyes_visible(patch: Patch | None, turn: Turn | None) -> Check:
    """By how much the lightest of the eyes is darker than the cheek, less their own contrast.

    Or by how much more than MIRRORED the skin below them differs in colour, if that is more.
    """
    if patch is None or turn is None:
        return DEFINITION.unknown(NO_FACE)
    if patch.points is None:
        return DEFINITION.unknown(NO_MESH)
    if turn.aside:
        return DEFINITION.unknown(TURNED_AWAY, (None, SEEN))
    value = max(darkness(patch, patch.points), tint(patch) - MIRRORED)
    return DEFINITION.judge(value, (None, SEEN), (None, HIDDEN))


def tint(patch: Patch) -> float:
    """The distance in a*b* of the skin below the eyes from the cheeks, the mean of both."""
    cheek = np.median([patch.colours(cheek) for cheek in CHEEKS], axis=(0, 1))
    below = [np.median(patch.colours(points), axis=0) for points in BELOW]
    return float(np.mean([np.hypot(*(colour - cheek)[1:]) for colour in below]))


def darkness(patch: Patch, points: Points) -> float:
    """The mean of both eyes."""
    cheek = float(np.median([patch.colours(cheek) for cheek in CHEEKS], axis=(0, 1))[0])
    light = patch.lab[..., 0]
    values = []
    for outer, inner in CORNERS:
        x, y = (points[outer] + points[inner]) / 2
        width = float(np.linalg.norm(points[outer] - points[inner]))
        rows = slice(max(0, int(y - UP * width)), max(1, int(y + UP * width)))
        columns = slice(max(0, int(x - ACROSS * width)), max(1, int(x + ACROSS * width)))
        dark, bright = np.percentile(light[rows, columns], (10, 90))
        values.append(cheek - bright - (bright - dark))
    return float(np.mean(values))
