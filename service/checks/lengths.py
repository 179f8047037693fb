"""Where the head stands in the finished photo, measured again from where its points come to lie."""

import math
from dataclasses import dataclass

import numpy as np

from service.checks.unreached import NO_PLACE, NO_RULE
from service.values import geometry
from service.values.check import Bounds, Check, Kind, words
from service.values.document import RangeName
from service.values.geometry import Affine
from service.values.order import Order
from service.values.placement import Head

# How far from the truth 19 of 20 points are, as shares of the head's height; see docs/checks.md.
EYES, EYES_ACROSS, CHIN, CROWN, CROWN_ASSUMED = 0.014, 0.023, 0.05, 0.02, 0.06
CENTRED = 0.05  # of the width to either side: ISO/IEC 19794-5, where the document says nothing

HEAD_HEIGHT = Kind(
    "head-height",
    "mm",
    fine=words("The head has the right height.", "头部高度合适。"),
    low=words("The head is too small.", "头部太小。"),
    high=words("The head is too large.", "头部太大。"),
)
TOP_MARGIN = Kind(
    "top-margin",
    "mm",
    fine=words("The space above the head is right.", "头顶留白合适。"),
    low=words("There is too little space above the head.", "头顶留白太少。"),
    high=words("There is too much space above the head.", "头顶留白太多。"),
)
EYE_LINE = Kind(
    "eye-line",
    "mm",
    fine=words("The eyes are at the right height.", "眼睛高度合适。"),
    low=words("The eyes are too low.", "眼睛位置太低。"),
    high=words("The eyes are too high.", "眼睛位置太高。"),
)
CHIN_BOTTOM = Kind(
    "chin-bottom",
    "mm",
    fine=words("The chin is at the right height.", "下巴高度合适。"),
    low=words("The chin is too low.", "下巴位置太低。"),
    high=words("The chin is too high.", "下巴位置太高。"),
)
CENTRING = Kind(
    "centring",
    "mm",
    fine=words("The face is in the middle.", "面部左右居中。"),
    low=words("The face is too far left.", "面部偏左。"),
    high=words("The face is too far right.", "面部偏右。"),
)


@dataclass(frozen=True, slots=True)
class Lengths:
    """What a document rules about, in mm of the finished photo."""

    head_height: float
    top: float
    eye_line: float
    chin_bottom: float
    face_centre: float


def measure(head: Head, affine: Affine, order: Order) -> Lengths:
    """The lengths that `affine`, from photo to output pixels, gives the head's points."""
    points = geometry.apply(affine, np.array([head.crown, head.eyes, head.chin]))
    crown, eyes, chin = (points + 0.5).tolist()
    height, per_mm = order.size[1], order.px_per_mm
    return Lengths(
        head_height=(chin[1] - crown[1]) / per_mm,
        top=crown[1] / per_mm,
        eye_line=(height - eyes[1]) / per_mm,
        chin_bottom=(height - chin[1]) / per_mm,
        face_centre=eyes[0] * order.spec.width_mm / order.size[0],
    )


def lengths(head: Head | None, affine: Affine | None, order: Order) -> tuple[Check, ...]:
    """Head height, top margin, eye line, chin and centring."""
    rules: dict[RangeName, Kind] = {
        "head_height_mm": HEAD_HEIGHT,
        "top_mm": TOP_MARGIN,
        "eye_line_mm": EYE_LINE,
        "chin_bottom_mm": CHIN_BOTTOM,
        "face_centre_mm": CENTRING,
    }
    if head is None or affine is None:
        return tuple(kind.unknown(NO_PLACE) for kind in rules.values())
    found = measure(head, affine, order)
    crown = CROWN if head.measured else CROWN_ASSUMED
    shares = (math.hypot(crown, CHIN), crown, EYES, CHIN, EYES_ACROSS)
    return tuple(
        _judged(
            kind, getattr(found, name.removesuffix("_mm")), name, order, share * found.head_height
        )
        for (name, kind), share in zip(rules.items(), shares, strict=True)
    )


def _judged(kind: Kind, value: float, name: RangeName, order: Order, uncertainty: float) -> Check:
    """Against the document's range; one that this service assumed can only be warned about."""
    spec = order.spec
    stated: tuple[float, float] | None = getattr(spec, name)
    assumed = name in spec.assumed or stated is None
    if stated is None and name == "face_centre_mm":
        stated = (0.5 - CENTRED) * spec.width_mm, (0.5 + CENTRED) * spec.width_mm
    if stated is None:
        return kind.unknown(NO_RULE)
    low, high = stated
    limit: Bounds = (low, None if math.isinf(high) else high)
    return kind.judge(
        round(value, 2), limit, uncertainty=uncertainty, at_most="warn" if assumed else "fail"
    )
