"""Placing: the one map from the photo to the finished frame by which the document's ranges hold."""

import math
from collections.abc import Sequence
from typing import get_args

import cv2
import numpy as np

from service.values import geometry
from service.values.document import RangeName
from service.values.errors import BodyMissing, ResolutionTooLow
from service.steps.place.framing import Framing, framing, into_frame
from service.values.order import Order
from service.values.photo import Matte, Photo
from service.values.placement import Head, Placement
from service.steps.place.polygon import Linear, Polygon, box, lowest, within
from service.values.spec import Spec

# A strip at the lower edge or beside a shoulder, as a share of the photo's height or width, up to
# which the photo is made (and the caller told) although the person is cut off there.
SMALL_GAP = 0.04

# A finished photo of 300 dpi then has 100 dpi of its own: docs/geometry.md.
MOST_ENLARGED = 3.0

# Ranges are held with this many standard errors to spare, but leave a fifth of them to choose from.
# For that a person may be cut off a little. A photo that is cropped only and can fill the frame
# fills it first.
SPARE, SPARE_MOST = 1.0, 0.4

# What is assumed for want of a rule gives way by this share of its range at either end before a
# person who goes on beyond the photo's edge is cut off in the frame.
GIVING = 0.5

HELD_MM = 0.005  # a range that is missed by less is held
_NARROW_MM = 0.05  # half a range; narrower ones do not pull to their middle any stronger
_UNCERTAIN: RangeName = "face_width_mm"

Ranges = dict[RangeName, tuple[float, float]]
Lengths = dict[RangeName, float]
Limit = tuple[Linear, float, float]


def landmarks_in_frame(
    head: Head, placement: Placement
) -> tuple[float, tuple[float, float], float]:
    """The row where hair ends, the point between the eyes and the unit, in output pixels."""
    points = geometry.apply(placement.affine, np.array([head.top, head.eyes]))
    (_, top_y), (x, y) = points.tolist()
    return top_y, (x, y), head.unit * geometry.scale_of(placement.affine)


def place(head: Head, matte: Matte, photo: Photo, order: Order) -> Placement:
    """Put the head into the order's frame.

    As many of the document's ranges hold as can together: first those of its `priority`, then what
    its source states, then, with some give, what is assumed. Within them the frame reaches least
    beyond the photo where the person goes on, or anywhere when it keeps the photo's own background.
    Then what is assumed holds, then the face's width, which is known least, and what is still free
    is nearest to the middle of all ranges. See docs/geometry.md.
    """
    frame = framing(head, np.array(photo.size), order.spec, order.size[0] / order.px_per_mm)
    measures, ranges = frame.measures, _ranges(order.spec)
    gaps = [frame.bottom_gap, *_reached_sides(frame, head, matte, photo)]
    needed, wished = _limits(frame, ranges, _errors(head, frame, order.spec), gaps, order.spec)
    fitting = box((0.05 * frame.height, -frame.height), (2 * frame.height, frame.height))
    for limit in needed:
        fitting = within(fitting, *limit)
    if order.crop_only:
        edges = (frame.top_gap, frame.bottom_gap, frame.left_gap, frame.right_gap)
        fitting = _covered(fitting, edges)
        wished = [*wished, *((edge, -math.inf, 0.0) for edge in edges)]
    for limit in wished:
        fitting = within(fitting, *limit)
    best = lowest(fitting, _goals(measures, ranges))
    lengths = {name: measure.at(best) for name, measure in measures.items()}
    return Placement(
        affine=into_frame(head, frame, order.px_per_mm, best),
        lengths_mm=lengths,
        uncertainty_mm=head.uncertainty(lengths),
        missed_mm=_missed(ranges, lengths),
        bottom_gap_mm=max(0.0, gaps[0].at(best)),
        side_gap_mm=max([0.0, *(gap.at(best) for gap in gaps[1:])]),
    )


def refuse_unfit(placement: Placement, head: Head, photo: Photo, order: Order) -> None:
    """Raise BodyMissing or ResolutionTooLow for what even the best placement cannot mend."""
    _refuse_bust(placement, order)
    _refuse_small(head, placement, photo, order)


def _ranges(spec: Spec) -> Ranges:
    """The document's ranges, most important first."""
    names: tuple[RangeName, ...] = get_args(RangeName)
    ranked = dict.fromkeys((*spec.priority, *sorted(names, key=lambda name: _guessed(name, spec))))
    found = {name: getattr(spec, name) for name in ranked}
    return {name: limits for name, limits in found.items() if limits is not None}


def _guessed(name: RangeName, spec: Spec) -> bool:
    """Whether no source states anything about this range."""
    return spec.assumed.get(name, "tolerance") != "tolerance"


def _errors(head: Head, frame: Framing, spec: Spec) -> Lengths:
    """Standard errors of the measures at the middle of the head's range, in mm."""
    height = sum(spec.head_height_mm) / 2
    return head.uncertainty({"head_height_mm": height, "face_width_mm": height * frame.face_width})


def _limits(
    frame: Framing, ranges: Ranges, errors: Lengths, gaps: list[Linear], spec: Spec
) -> tuple[list[Limit], list[Limit]]:
    """What has to hold and what else is wished for, most important first.

    `gaps` are those between the frame's lower edge and sides and the photo's.
    """
    measures = frame.measures
    last = [name for name in ranges if name == _UNCERTAIN and name not in spec.priority]
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


def _covered(fitting: Polygon, edges: Sequence[Linear]) -> Polygon:
    """Where the photo reaches all of the frame's `edges`; if it cannot, all of `fitting`."""
    inside = fitting
    for edge in edges:
        inside = within(inside, edge, -math.inf, 0.0)
    reached = all(edge.at(corner) <= HELD_MM for edge in edges for corner in inside)
    return inside if reached else fitting


def _spared(low: float, high: float, error: float) -> tuple[float, float]:
    spare = min(SPARE * error, SPARE_MOST * (high - low))
    return low + spare, high - spare


def _widened(low: float, high: float) -> tuple[float, float]:
    give = GIVING * (high - low)
    return low - give, high + give


def _goals(measures: dict[RangeName, Linear], ranges: Ranges) -> list[tuple[Linear, float]]:
    """How far a measure is from the middle of its range, weighted by how narrow that is.

    The face's width has none: it is too uncertain to pull at what is known better.
    """
    goals = []
    for name, (low, high) in ranges.items():
        if math.isfinite(high) and name != _UNCERTAIN:
            measure, half = measures[name], max(_NARROW_MM, (high - low) / 2)
            off = Linear(measure.x, measure.y, measure.constant - (low + high) / 2)
            goals.append((off, 1 / half**2))
    return goals


def _missed(ranges: Ranges, lengths: Lengths) -> Lengths:
    """By how much each range that does not hold is missed."""
    by = {
        name: min(0.0, lengths[name] - low) + max(0.0, lengths[name] - high)
        for name, (low, high) in ranges.items()
    }
    return {name: value for name, value in by.items() if abs(value) > HELD_MM}


def _refuse_bust(placement: Placement, order: Order) -> None:
    spec, gaps = order.spec, (placement.bottom_gap_mm, placement.side_gap_mm)
    sides = (spec.height_mm, spec.width_mm)
    if any(gap > SMALL_GAP * side + HELD_MM for gap, side in zip(gaps, sides, strict=True)):
        raise BodyMissing(
            f"The photo ends {max(gaps):.1f} mm inside the frame of {spec.id} "
            f"({spec.width_mm:g} x {spec.height_mm:g} mm) although the person goes on. Send a "
            "photo with more of the chest and both shoulders in it.",
            bottom_gap_mm=round(gaps[0], 1),
            side_gap_mm=round(gaps[1], 1),
        )


def _refuse_small(head: Head, placement: Placement, photo: Photo, order: Order) -> None:
    found = round(head.height / geometry.scale_of(photo.from_source))
    required = math.ceil(placement.head_height_mm * order.px_per_mm / MOST_ENLARGED)
    if found < required:
        raise ResolutionTooLow(
            f"From crown to chin the head has {found} pixels; {order.spec.id} at {order.dpi} dpi "
            f"needs {required} or more. Send a photo with more pixels, or taken from nearer.",
            head_height_px=found,
            required_head_height_px=required,
        )


def _reached_sides(frame: Framing, head: Head, matte: Matte, photo: Photo) -> list[Linear]:
    """The gaps at those sides of the photo that the person runs into below the chin."""
    to_matte = geometry.invert(matte.to_photo)
    width, height = photo.size
    rows = np.linspace(min(head.chin[1], height - 2), height - 2, 24)
    found = []
    for x, gap in ((1.0, frame.left_gap), (width - 2.0, frame.right_gap)):
        points = geometry.apply(to_matte, np.column_stack([np.full_like(rows, x), rows]))
        x_map, y_map = points.astype(np.float32).T
        if (cv2.remap(matte.alpha, x_map, y_map, cv2.INTER_LINEAR) > 0.5).any():
            found.append(gap)
    return found
