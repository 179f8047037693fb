"""What a placement must keep, and what else is wished for, as limits of linear functions."""

import math
from typing import get_args

from service.steps.place.framing import Framing
from service.steps.place.polygon import Linear
from service.values.document import RangeName
from service.values.placement import Head
from service.values.spec import Spec

# A strip at the lower edge or beside a shoulder, as a share of the photo's height or width, up to
# which the photo is made (and the client told) although the person is cut off there.
SMALL_GAP = 0.04

# Ranges are held with this many standard errors to spare, but leave a fifth of them to choose from.
# For that a person may be cut off a little. A photo that is cropped only and can fill the frame
# fills it first.
SPARE, SPARE_MOST = 1.0, 0.4

# What is assumed for want of a rule gives way by this share of its range at either end before a
# person who goes on beyond the photo's edge is cut off in the frame.
GIVING = 0.5

UNCERTAIN: RangeName = "face_width_mm"

Ranges = dict[RangeName, tuple[float, float]]
Lengths = dict[RangeName, float]
Limit = tuple[Linear, float, float]


def ranges_of(spec: Spec) -> Ranges:
    """The document's ranges, most important first."""
    names: tuple[RangeName, ...] = get_args(RangeName)
    ranked = dict.fromkeys((*spec.priority, *sorted(names, key=lambda name: _guessed(name, spec))))
    stated = {name: getattr(spec, name) for name in ranked}
    return {name: limits for name, limits in stated.items() if limits is not None}


def _guessed(name: RangeName, spec: Spec) -> bool:
    """Whether no source states anything about this range."""
    return spec.assumed.get(name, "tolerance") != "tolerance"


def errors_of(head: Head, frame: Framing, spec: Spec) -> Lengths:
    """Standard errors of the measures at the middle of the head's range, in mm."""
    height = sum(spec.head_height_mm) / 2
    return head.uncertainty({"head_height_mm": height, "face_width_mm": height * frame.face_width})


def limits_of(
    frame: Framing, ranges: Ranges, errors: Lengths, gaps: list[Linear], spec: Spec
) -> tuple[list[Limit], list[Limit]]:
    """What must be kept, and what else is wished for, most important first.

    `gaps` are those between the frame's lower edge and sides and the photo's.
    """
    measures = frame.measures
    last = [name for name in ranges if name == UNCERTAIN and name not in spec.priority]
    assumed = [name for name in ranges if _guessed(name, spec) and name not in last]
    stated = [name for name in ranges if name not in (*last, *assumed)]
    sides = (spec.height_mm, spec.width_mm, spec.width_mm)
    needed = [
        *((measures[name], *ranges[name]) for name in stated),
        *((measures[name], *_widened(*ranges[name])) for name in assumed),
        (frame.above_hair, 0.0, math.inf),
        *((g, -math.inf, SMALL_GAP * side) for g, side in zip(gaps, sides, strict=False)),
    ]
    wished = [
        *((measures[name], *_spared(*ranges[name], errors[name])) for name in (*stated, *assumed)),
        *((gap, -math.inf, 0.0) for gap in gaps),
        *((measures[name], *ranges[name]) for name in (*assumed, *last)),
    ]
    return needed, wished


def _spared(low: float, high: float, error: float) -> tuple[float, float]:
    spare = min(SPARE * error, SPARE_MOST * (high - low))
    return low + spare, high - spare


def _widened(low: float, high: float) -> tuple[float, float]:
    give = GIVING * (high - low)
    return low - give, high + give
