"""Any head in any photo for any document: the solver ends, and holds what it says."""

import math
from collections.abc import Iterator

import numpy as np
from pydantic import ValidationError

from fuzzing.draw import Draw
from service.steps.place.place import HELD_MM, place
from service.values import geometry
from service.values.document import RangeName
from service.values.order import Order
from service.values.photo import Matte, Photo
from service.values.placement import Head
from service.values.spec import Spec

TOLERANCE = 1e-3  # mm, of lengths against what the map shows
SIDES = (16, 8000)  # pixels of a photo
_RANGES: tuple[RangeName, ...] = (
    "head_height_mm",
    "top_mm",
    "eye_line_mm",
    "chin_bottom_mm",
    "face_width_mm",
)


def seeds() -> Iterator[bytes]:
    """Random heads and documents; half of what is drawn from them makes a document."""
    for seed in range(24):
        yield np.random.default_rng(seed).bytes(400)


def run(data: bytes) -> None:
    """Place a head; all figures are finite, and those of the lengths are what the map shows."""
    draw = Draw(data)
    spec = _spec(draw)
    if spec is None:
        return
    photo, head = _photo(draw), _head(draw)
    matte = Matte(np.zeros((8, 8), np.float32), geometry.resize((8, 8), photo.size), "none")
    order = Order(spec, None, "png", spec.dpi, crop_only=draw.flag())
    placement = place(head, matte, photo, order)
    figures = [*placement.affine.ravel(), *placement.lengths_mm.values()]
    figures += [*placement.uncertainty_mm.values(), *placement.missed_mm.values()]
    figures += [placement.bottom_gap_mm, placement.side_gap_mm]
    assert all(map(math.isfinite, figures)), placement
    assert placement.lengths_mm["head_height_mm"] > 0, placement
    points = geometry.apply(placement.affine, np.array([head.crown, head.chin]))
    (_, crown), (_, chin) = ((points + 0.5) / order.px_per_mm).tolist()
    assert abs(crown - placement.top_mm) <= TOLERANCE, (crown, placement)
    assert abs(chin - crown - placement.head_height_mm) <= TOLERANCE, (chin - crown, placement)
    for name in _RANGES:
        limits, length = getattr(spec, name), placement.lengths_mm.get(name)
        if limits is not None and length is not None and name not in placement.missed_mm:
            assert limits[0] - 2 * HELD_MM <= length <= limits[1] + 2 * HELD_MM, (name, placement)


def _photo(draw: Draw) -> Photo:
    size = draw.integer(*SIDES), draw.integer(*SIDES)
    return Photo(np.broadcast_to(np.uint8(0), (size[1], size[0], 3)), size, "png")


def _head(draw: Draw) -> Head:
    """A head of 8 pixels or more, in the photo or far outside, upright or not."""
    height = draw.number(8, 6000)
    roll = draw.number(-60, 60)
    axis = np.array([-math.sin(math.radians(roll)), math.cos(math.radians(roll))])
    across = np.array([axis[1], -axis[0]])
    crown = np.array([draw.number(-2000, 9000), draw.number(-2000, 9000)])
    eyes = crown + axis * height * draw.number(0.3, 0.7) + across * draw.number(-0.2, 0.2) * height
    return Head(
        crown=crown,
        top=crown - axis * height * draw.number(0, 0.6),
        eyes=eyes,
        chin=crown + axis * height,
        roll_deg=roll,
        unit=height / 2,
        face_width=height * draw.number(0.3, 1.2),
        measured=draw.flag(),
        meshed=draw.flag(),
        skull=draw.flag(),
    )


def _spec(draw: Draw) -> Spec | None:
    """A document that is valid, or None."""
    width, height = draw.number(10, 120), draw.number(10, 160)
    dpi = draw.integer(72, 600)
    ranges: dict[str, tuple[float, float]] = {
        name: _range(draw, height) for name in _RANGES if name in _RANGES[:2] or draw.flag()
    }
    if draw.flag():
        ranges["face_centre_mm"] = _range(draw, width)
    rules = {
        "id": "xx-any", "names": {"en": "Any", "zh": "任意"}, "country": "xx", "dpi": dpi,
        "width_mm": width, "height_mm": height, "backgrounds": ("white",),
        "width_px": max(1, round(width * dpi / 25.4)),
        "height_px": max(1, round(height * dpi / 25.4)),
        "priority": tuple(name for name in ranges if draw.flag()),
        "assumed": {name: "default" for name in ranges if draw.flag()},
        "source": "invented", "checked": "2026-01-31", **ranges,
    }  # fmt: skip
    try:
        return Spec.model_validate(rules)
    except ValidationError:
        return None


def _range(draw: Draw, most: float) -> tuple[float, float]:
    low = draw.number(0, most / 2)
    return low, low + draw.number(0, most / 3)
