"""The automatic placement, changed by hand and measured like any other."""

import math
from dataclasses import replace

import numpy as np

from service.steps.place.framing import Framing, framing
from service.steps.place.polygon import Corner
from service.values.adjustment import Adjustment
from service.values.geometry import Points
from service.values.order import Order
from service.values.placement import Head, Placement
from service.values.request_errors import InvalidField


def adjust(
    head: Head, frame: Framing, size_and_top: Corner, photo_size: Points, order: Order
) -> tuple[Head, Framing, Corner]:
    """Scale and turn `frame`'s contents about the point between the eyes, then move them.

    The head comes back with the axis that is upright in the new frame, with that frame and the
    head height and top margin in it, in mm. Crown and chin stay the same points of the photo.
    """
    by = order.adjustment or Adjustment()
    height, top = size_and_top
    crown = np.array([frame.crown_x + frame.crown_shift * height, top])
    eyes = crown + height * np.array([frame.eyes_right, frame.eyes])
    turn = math.radians(by.roll_deg)
    clockwise = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    moved = eyes + (by.offset_x_mm, by.offset_y_mm) + by.scale * clockwise @ (crown - eyes)
    turned = replace(head, roll_deg=head.roll_deg - by.roll_deg)
    around = framing(turned, photo_size, order.spec, frame.width)
    around = replace(around, crown_x=float(moved[0]), crown_shift=0.0)
    return turned, around, (by.scale * height * turned.height / head.height, float(moved[1]))


def refuse_outside(placement: Placement, order: Order, held_mm: float) -> None:
    """Raise InvalidField where an adjustment leaves a part of the head outside the frame.

    It names the field to blame. Up to `held_mm` may be missing.
    """
    by, lengths, spec = order.adjustment, placement.lengths_mm, order.spec
    if by is None:
        return
    middle, half = lengths["face_centre_mm"], lengths["face_width_mm"] / 2
    beside = max(half - middle, middle + half - spec.width_mm)
    over = max(-lengths["top_mm"], -lengths["chin_bottom_mm"])
    if max(beside, over) <= held_mm:
        return
    moved = {"offset_x_mm": by.offset_x_mm} if beside > over else {"offset_y_mm": by.offset_y_mm}
    field = next((name for name, value in moved.items() if value), "scale")
    raise InvalidField(
        f"With this adjustment, the head reaches {max(beside, over):.1f} mm beyond the frame of "
        f"{spec.id} ({spec.width_mm:g} x {spec.height_mm:g} mm). Move it less, or make it smaller.",
        f"按此调整，头部会超出 {spec.id}（{spec.width_mm:g} × {spec.height_mm:g} 毫米）边框 "
        f"{max(beside, over):.1f} 毫米。请减小移动量或缩小人像。",
        field=field,
    )
