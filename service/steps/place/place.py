"""The one map from the photo to the finished frame that keeps the document's ranges."""

import math
from collections.abc import Sequence

import cv2
import numpy as np

from service.steps.place.adjust import adjust, refuse_outside
from service.steps.place.framing import Framing, framing, into_frame
from service.steps.place.limits import (
    SMALL_GAP,
    UNCERTAIN,
    Lengths,
    Limit,
    Ranges,
    errors_of,
    limits_of,
    ranges_of,
)
from service.steps.place.polygon import Linear, Polygon, box, lowest, within
from service.values import geometry
from service.values.document import RangeName
from service.values.order import Order
from service.values.photo import Matte, Photo
from service.values.photo_errors import BodyMissing, ResolutionTooLow
from service.values.placement import Head, Placement

# A finished photo of 300 dpi then has 100 dpi of its own: docs/geometry.md.
MOST_ENLARGED = 3.0

HELD_MM = 0.005  # a range that is missed by less is held
SHOW_MORE = (
    "Send a photo that shows more of the chest and both shoulders.",
    "请发送拍到更多胸部和完整双肩的照片。",
)
ADJUST_LESS = (
    "Move the person back towards the edge where the photo ends, or enlarge them.",
    "请把人像移回照片边缘一侧，或放大人像。",
)
_NARROW_MM = 0.05  # half a range; narrower ones do not pull to their middle any stronger


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
    is nearest to the middle of all ranges. What the order adjusts by hand comes after that. See
    docs/geometry.md.
    """
    size, ranges = np.array(photo.size), ranges_of(order.spec)
    frame = framing(head, size, order.spec, order.size[0] / order.px_per_mm)
    gaps = _gaps(frame, head, matte, photo)
    limits = limits_of(frame, ranges, errors_of(head, frame, order.spec), gaps, order.spec)
    best = lowest(_fitting(frame, *limits, order.crop_only), _goals(frame.measures, ranges))
    if order.adjustment is not None:
        head, frame, best = adjust(head, frame, best, size, order)
        gaps = _gaps(frame, head, matte, photo)
    lengths = {name: measure.at(best) for name, measure in frame.measures.items()}
    return Placement(
        affine=into_frame(head, frame, order.px_per_mm, best),
        lengths_mm=lengths,
        uncertainty_mm=head.uncertainty(lengths),
        missed_mm=_missed(ranges, lengths),
        bottom_gap_mm=max(0.0, gaps[0].at(best)),
        side_gap_mm=max([0.0, *(gap.at(best) for gap in gaps[1:])]),
    )


def _fitting(
    frame: Framing, needed: Sequence[Limit], wished: Sequence[Limit], crop_only: bool
) -> Polygon:
    """The head heights and top margins by which as many limits hold as can, the first first."""
    fitting = box((0.05 * frame.height, -frame.height), (2 * frame.height, frame.height))
    for limit in needed:
        fitting = within(fitting, *limit)
    if crop_only:
        edges = (frame.top_gap, frame.bottom_gap, frame.left_gap, frame.right_gap)
        fitting = _covered(fitting, edges)
        wished = [*wished, *((edge, -math.inf, 0.0) for edge in edges)]
    for limit in wished:
        fitting = within(fitting, *limit)
    return fitting


def refuse_unfit(placement: Placement, head: Head, photo: Photo, order: Order) -> None:
    """Raise BodyMissing or ResolutionTooLow for what even the best placement cannot mend.

    Raises InvalidField where an adjustment by hand cuts the head off.
    """
    refuse_outside(placement, order, HELD_MM)
    _refuse_bust(placement, order)
    _refuse_small(head, placement, photo, order)


def _covered(fitting: Polygon, edges: Sequence[Linear]) -> Polygon:
    """Where the photo reaches all of the frame's `edges`; if it cannot, all of `fitting`."""
    inside = fitting
    for edge in edges:
        inside = within(inside, edge, -math.inf, 0.0)
    reached = all(edge.at(corner) <= HELD_MM for edge in edges for corner in inside)
    return inside if reached else fitting


def _goals(measures: dict[RangeName, Linear], ranges: Ranges) -> list[tuple[Linear, float]]:
    """How far a measure is from the middle of its range, weighted by how narrow that is.

    The face's width has none: it is too uncertain to pull at what is known better.
    """
    goals = []
    for name, (low, high) in ranges.items():
        if math.isfinite(high) and name != UNCERTAIN:
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
        advice, advice_zh = ADJUST_LESS if order.adjustment else SHOW_MORE
        raise BodyMissing(
            f"The photo ends {max(gaps):.1f} mm inside the frame of {spec.id} ({spec.width_mm:g} x "
            f"{spec.height_mm:g} mm) although the person continues beyond it. {advice}",
            f"人物没有拍全：照片边缘落在 {spec.id}（{spec.width_mm:g} × {spec.height_mm:g} 毫米）"
            f"边框之内 {max(gaps):.1f} 毫米处。{advice_zh}",
            bottom_gap_mm=round(gaps[0], 1),
            side_gap_mm=round(gaps[1], 1),
        )


def _refuse_small(head: Head, placement: Placement, photo: Photo, order: Order) -> None:
    head_px = round(head.height / geometry.scale_of(photo.from_source))
    required = math.ceil(placement.head_height_mm * order.px_per_mm / MOST_ENLARGED)
    if head_px < required:
        raise ResolutionTooLow(
            f"From crown to chin the head has {head_px} pixels; {order.spec.id} at {order.dpi} dpi "
            f"needs {required} or more. Send a photo with more pixels, or one taken from closer "
            "up.",
            f"从头顶到下巴只有 {head_px} 像素；{order.spec.id} 在 {order.dpi} dpi 下至少需要 "
            f"{required} 像素。请发送像素更多或拍得更近的照片。",
            head_height_px=head_px,
            required_head_height_px=required,
        )


def _gaps(frame: Framing, head: Head, matte: Matte, photo: Photo) -> list[Linear]:
    """The gap below, and those at the sides that the person runs into below the chin."""
    to_matte = geometry.invert(matte.to_photo)
    width, height = photo.size
    rows = np.linspace(min(head.chin[1], height - 2), height - 2, 24)
    gaps = [frame.bottom_gap]
    for x, gap in ((1.0, frame.left_gap), (width - 2.0, frame.right_gap)):
        points = geometry.apply(to_matte, np.column_stack([np.full_like(rows, x), rows]))
        x_map, y_map = points.astype(np.float32).T
        if (cv2.remap(matte.alpha, x_map, y_map, cv2.INTER_LINEAR) > 0.5).any():
            gaps.append(gap)
    return gaps
