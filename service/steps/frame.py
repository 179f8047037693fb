"""Framing: the window that is matted, the head in it, and the document's frame around the head."""

import math
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from service.values import geometry
from service.values.errors import BodyMissing
from service.values.geometry import Affine
from service.values.order import Order
from service.values.photo import RGB, Alpha, Face, Matte, Photo, Window
from service.values.placement import Head, Placement
from service.values.raster import shrink

# The window around the eyes in units of eyes-to-chin (half a head): wide enough for the widest
# frame of a document (head a half of a square photo) and for shoulders that tell the network
# what it sees.
WINDOW_SIDE, WINDOW_UP, WINDOW_DOWN = 3.2, 2.4, 3.6

# A strip at the lower edge or beside a shoulder, as a share of the photo's height or width, up to
# which the photo is made (and the caller told) although the person is cut off there.
SMALL_GAP = 0.04

_STEPS = 7  # how finely head height and top margin are tried within their ranges


def window(photo: Photo, face: Face) -> Window:
    """Head and shoulders around `face`, cut off at the photo's edges."""
    unit = face.unit
    (x, y), (width, height) = face.eyes, photo.size
    left = max(0, math.floor(x - WINDOW_SIDE * unit))
    top = max(0, math.floor(y - WINDOW_UP * unit))
    right = min(width, math.ceil(x + WINDOW_SIDE * unit))
    bottom = min(height, math.ceil(y + WINDOW_DOWN * unit))
    return Window(left, top, right - left, bottom - top)


def landmarks_in_frame(
    head: Head, placement: Placement
) -> tuple[float, tuple[float, float], float]:
    """The crown's row, the point between the eyes and eyes-to-chin, in output pixels."""
    points = geometry.apply(placement.affine, np.array([head.crown, head.eyes, head.chin]))
    (_, crown_y), (x, y), (_, chin_y) = points.tolist()
    return crown_y, (x, y), chin_y - y


def place(head: Head, matte: Matte, photo: Photo, order: Order) -> Placement:
    """Put the head into the order's frame: the middle of the document's ranges where the photo
    reaches far enough, else the nearest place inside the ranges that misses least of the person.
    """
    spec = order.spec
    touches = _touches_sides(head, matte, photo)
    heights = np.linspace(*spec.head_height_mm, _STEPS).tolist()
    tops = np.linspace(*spec.top_mm, _STEPS).tolist()
    best = None
    for pair in sorted(product(heights, tops), key=lambda pair: _distance(pair, order)):
        found = _placement(head, photo, order, *pair, touches)
        if best is None or found.missing_mm < best.missing_mm - 0.01:
            best = found
        if best.missing_mm == 0:
            break
    assert best is not None
    _refuse_bust(best, order)
    return best


def cut(
    photo: Photo, matte: Matte, affine: Affine, size: tuple[int, int], chin_y: float = math.inf
) -> tuple[RGB, Alpha]:
    """Colour and alpha of the frame. Beyond the photo alpha is 0, but below `chin_y` (in photo
    pixels) the photo's edge goes on: a body that is cut off slightly inside the frame must not
    float.
    """
    alpha = cv2.warpAffine(
        matte.alpha,
        geometry.compose(affine, matte.to_photo),
        size,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    inside = _inside(photo, affine, size, chin_y)
    return _warp(photo.rgb, affine, size), np.asarray(alpha * inside, np.float32)


def _warp(rgb: RGB, affine: Affine, size: tuple[int, int]) -> RGB:
    """`rgb` through `affine`, without aliasing: averaged by a whole factor as far as the frame is
    coarser, then sampled on a grid twice as fine as the frame and averaged again.
    """
    factor = max(1, math.floor(1 / geometry.scale_of(affine) + 1e-6))
    source = rgb.shape[1] // factor, rgb.shape[0] // factor
    rgb = shrink(rgb[: source[1] * factor, : source[0] * factor], source)
    enlarged = geometry.resize(source, (source[0] * factor, source[1] * factor))
    affine = geometry.compose(affine, enlarged)
    fine = 1 if geometry.scale_of(affine) >= 1 - 1e-6 else 2
    finer = size[0] * fine, size[1] * fine
    warped = cv2.warpAffine(
        cv2.cvtColor(rgb, cv2.COLOR_RGB2RGBA),  # OpenCV warps four channels faster than three
        geometry.compose(geometry.resize(size, finer), affine),
        finer,
        flags=cv2.INTER_CUBIC if fine == 1 else cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return shrink(np.asarray(cv2.cvtColor(warped, cv2.COLOR_RGBA2RGB), np.uint8), size)


def _inside(
    photo: Photo, affine: Affine, size: tuple[int, int], chin_y: float
) -> NDArray[np.uint8]:
    """1 where the frame shows the photo, or its continued edge below `chin_y`; else 0."""
    inverse = geometry.invert(affine).astype(np.float32)
    columns, rows = np.ogrid[: size[1], : size[0]][::-1]
    x, y = (row[0] * columns + row[1] * rows + row[2] for row in inverse)
    width, height = photo.size
    within = (x >= -0.5) & (x <= width - 0.5) & (y >= -0.5) & (y <= height - 0.5)
    return np.asarray(within | (y >= chin_y), np.uint8)


def _refuse_bust(placement: Placement, order: Order) -> None:
    spec, gaps = order.spec, (placement.bottom_gap_mm, placement.side_gap_mm)
    if gaps[0] > SMALL_GAP * spec.height_mm or gaps[1] > SMALL_GAP * spec.width_mm:
        raise BodyMissing(
            f"The photo ends {max(gaps):.1f} mm inside the frame of {spec.id} "
            f"({spec.width_mm:g} x {spec.height_mm:g} mm) although the person goes on. Send a "
            "photo with more of the chest and both shoulders in it.",
            bottom_gap_mm=round(gaps[0], 1),
            side_gap_mm=round(gaps[1], 1),
        )


def _touches_sides(head: Head, matte: Matte, photo: Photo) -> tuple[bool, bool]:
    """Whether the person runs into the photo's left and right edge below the chin."""
    to_matte = geometry.invert(matte.to_photo)
    width, height = photo.size
    rows = np.linspace(min(head.chin[1], height - 2), height - 2, 24)
    found = []
    for x in (1.0, width - 2.0):
        points = geometry.apply(to_matte, np.column_stack([np.full_like(rows, x), rows]))
        x_map, y_map = points.astype(np.float32).T
        values = cv2.remap(matte.alpha, x_map, y_map, cv2.INTER_LINEAR)
        found.append(bool((values > 0.5).any()))
    return found[0], found[1]


def _distance(pair: tuple[float, float], order: Order) -> float:
    """How far a pair of head height and top margin is from the middle of both ranges."""
    total = 0.0
    for value, (low, high) in zip(
        pair, (order.spec.head_height_mm, order.spec.top_mm), strict=True
    ):
        total += ((value - (low + high) / 2) / max(high - low, 1e-6)) ** 2
    return total


def _placement(
    head: Head,
    photo: Photo,
    order: Order,
    head_height_mm: float,
    top_mm: float,
    touches: tuple[bool, bool],
) -> Placement:
    width, height = order.size
    scale = head_height_mm * order.px_per_mm / head.height
    roll = math.radians(head.roll_deg)
    cos, sin = scale * math.cos(roll), scale * math.sin(roll)
    linear = np.array([[cos, sin], [-sin, cos]])
    crown = np.array([(width - 1) / 2, top_mm * order.px_per_mm - 0.5])
    affine = np.hstack([linear, (crown - linear @ head.crown)[:, np.newaxis]])
    eyes_y = float(geometry.apply(affine, head.eyes)[1])
    bottom, side = _gaps(affine, photo, (width, height), touches)
    return Placement(
        affine=affine,
        head_height_mm=head_height_mm,
        top_mm=top_mm,
        eye_line_mm=(height - 0.5 - eyes_y) / order.px_per_mm,
        bottom_gap_mm=bottom * scale / order.px_per_mm,
        side_gap_mm=side * scale / order.px_per_mm,
    )


def _gaps(
    affine: Affine, photo: Photo, size: tuple[int, int], touches: tuple[bool, bool]
) -> tuple[float, float]:
    """How many photo pixels the frame's lower edge and touched sides reach beyond the photo."""
    (width, height), (photo_width, photo_height) = size, photo.size
    inverse = geometry.invert(affine)
    lower = geometry.apply(
        inverse, np.array([[0.1 * width, height - 1.0], [0.9 * width, height - 1.0]])
    )
    bottom = max(0.0, float(lower[:, 1].max()) - (photo_height - 1))
    left, right = geometry.apply(
        inverse, np.array([[0.0, height - 1.0], [width - 1.0, height - 1.0]])
    )
    side = max(
        -float(left[0]) if touches[0] else 0.0,
        float(right[0]) - (photo_width - 1) if touches[1] else 0.0,
        0.0,
    )
    return bottom, side
