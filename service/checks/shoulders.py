"""Whether the shoulders are level: the slope of a line over both of them, seen in the matte."""

import math

import cv2
import numpy as np

from service.checks.definition import CheckDefinition, words
from service.checks.unreached import NO_PLACE
from service.values import geometry
from service.values.check import Bounds, Check
from service.values.geometry import Affine
from service.values.photo import Alpha, Matte
from service.values.placement import Head

# In units of eyes-to-chin from the point between the eyes: the columns at either side that are
# looked at, and the rows between which a shoulder begins.
NEAR, FAR, ABOVE, BELOW = 0.95, 1.5, 0.7, 2.3
UNIT_PX = 32
SEEN = 0.5  # of the columns at either side
LEVEL: Bounds = (-10.0, 10.0)  # degrees

DEFINITION = CheckDefinition(
    "shoulders-level",
    "deg",
    fine=words("The shoulders are level.", "双肩平齐。"),
    low=words(
        "The shoulder at the right of the picture is higher; let it down.",
        "画面右侧的肩膀偏高，请放平双肩。",
    ),
    high=words(
        "The shoulder at the left of the picture is higher; let it down.",
        "画面左侧的肩膀偏高，请放平双肩。",
    ),
)
HIDDEN = words(
    "The shoulders cannot both be seen beside the face.", "面部两侧未能同时看到双肩，无法判断。"
)


def shoulders(matte: Matte | None, head: Head | None, affine: Affine | None) -> Check:
    """The slope from the left to the right shoulder as the finished photo, to which `affine` leads
    from the photo, shows it; positive downwards. It can only warn.
    """
    if matte is None or head is None or affine is None:
        return DEFINITION.unknown(NO_PLACE)
    body = _body(matte, head, affine)
    middle, near, far = body.shape[1] // 2, round(NEAR * UNIT_PX), round(FAR * UNIT_PX)
    left = _begin(body[:, middle - far : middle - near])
    right = _begin(body[:, middle + near : middle + far])
    if left is None or right is None:
        return DEFINITION.unknown(HIDDEN, LEVEL)
    slope = math.degrees(math.atan2(right - left, (NEAR + FAR) * UNIT_PX))
    return DEFINITION.judge(slope, LEVEL, at_most="warn")


def _body(matte: Matte, head: Head, affine: Affine) -> Alpha:
    """The matte from ABOVE to BELOW, as steep as in the frame, the eyes above its middle column."""
    scale = UNIT_PX / (head.unit * geometry.scale_of(affine))
    width, height = round(2 * FAR * UNIT_PX), round((BELOW - ABOVE) * UNIT_PX)
    linear = scale * affine[:, :2]
    offset = np.array([width / 2, -ABOVE * UNIT_PX]) - linear @ head.eyes
    upright = np.hstack([linear, offset[:, np.newaxis]])
    body = cv2.warpAffine(matte.alpha, geometry.compose(upright, matte.to_photo), (width, height))
    return np.asarray(body, np.float32)


def _begin(columns: Alpha) -> float | None:
    """The mean row in which the person begins.

    None where too few columns show it: hair that hangs down beside the face is no shoulder.
    """
    person = columns > 0.5
    begins = person.any(axis=0) & ~person[0]
    if begins.mean() < SEEN:
        return None
    return float(person.argmax(axis=0)[begins].mean())
