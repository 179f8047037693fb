"""Whether the head stands where the document wants it, by the lengths of its placement."""

import math

from service.checks.definition import CheckDefinition, words
from service.checks.unreached import NO_PLACE, NO_RULE
from service.values.check import Bounds, Check
from service.values.document import RangeName
from service.values.evidence import RuleName
from service.values.placement import Placement
from service.values.spec import Spec

CENTRED = 0.05  # of the width to either side: ISO/IEC 19794-5, where the document says nothing
STANDARD_ERRORS = 2  # within which 19 of 20 true values lie
# A length that is closer to the end of its range may well be measured beyond it: docs/geometry.md.
CLOSE = 0.5  # standard errors

HEAD_HEIGHT = CheckDefinition(
    "head-height",
    "mm",
    fine=words("The head has the right height.", "头部高度合适。"),
    low=words("The head is too small.", "头部太小。"),
    high=words("The head is too large.", "头部太大。"),
)
TOP_MARGIN = CheckDefinition(
    "top-margin",
    "mm",
    fine=words("The space above the head is right.", "头顶留白合适。"),
    low=words("There is too little space above the head.", "头顶留白太少。"),
    high=words("There is too much space above the head.", "头顶留白太多。"),
)
EYE_LINE = CheckDefinition(
    "eye-line",
    "mm",
    fine=words("The eyes are at the right height.", "眼睛高度合适。"),
    low=words("The eyes are too low.", "眼睛位置太低。"),
    high=words("The eyes are too high.", "眼睛位置太高。"),
)
CHIN_BOTTOM = CheckDefinition(
    "chin-bottom",
    "mm",
    fine=words("The chin is at the right height.", "下巴高度合适。"),
    low=words("The chin is too low.", "下巴位置太低。"),
    high=words("The chin is too high.", "下巴位置太高。"),
)
CENTRING = CheckDefinition(
    "centring",
    "mm",
    fine=words("The face is in the middle.", "面部左右居中。"),
    low=words("The face is too far left.", "面部偏左。"),
    high=words("The face is too far right.", "面部偏右。"),
)


FACE_WIDTH = CheckDefinition(
    "face-width",
    "mm",
    fine=words("The face has the right width.", "面部宽度合适。"),
    low=words("The face may be too narrow.", "面部可能太窄。"),
    high=words("The face may be too wide.", "面部可能太宽。"),
)
TIGHT = words(
    "This length is within its range, but so close to the limit that another measurement may find "
    "it outside; more of the chest or more space around the head would help.",
    "该尺寸符合规定，但非常接近范围的边界，再次测量可能超出；请多拍到胸部或在头部四周多留空间。",
)
ASSUMED = words(
    "Not judged: no source states this length; the range was only used to place the head.",
    "不作评判：没有来源规定该尺寸，所列范围只用于确定头部位置。",
)
DEFINITIONS: dict[RangeName, CheckDefinition] = {
    "head_height_mm": HEAD_HEIGHT,
    "top_mm": TOP_MARGIN,
    "eye_line_mm": EYE_LINE,
    "chin_bottom_mm": CHIN_BOTTOM,
    "face_width_mm": FACE_WIDTH,
    "face_centre_mm": CENTRING,
}

RULES: dict[RangeName, RuleName] = {
    "head_height_mm": "head_height",
    "top_mm": "top",
    "eye_line_mm": "eye_line",
    "chin_bottom_mm": "chin_bottom",
    "face_width_mm": "face_width",
    "face_centre_mm": "face_centre",
}
NEVER_CLOSE: tuple[RangeName, ...] = ("face_width_mm", "face_centre_mm")


def lengths(placed: Placement | None, spec: Spec) -> tuple[Check, ...]:
    """Every length that a document may rule about."""
    if placed is None:
        return tuple(definition.unknown(NO_PLACE) for definition in DEFINITIONS.values())
    return tuple(
        _judged(definition, name, placed, spec) for name, definition in DEFINITIONS.items()
    )


def _judged(definition: CheckDefinition, name: RangeName, placed: Placement, spec: Spec) -> Check:
    """Against the document's range: the authority's can fail, its advice can be warned of.

    What this service assumed is measured, but not judged. Where nobody says where the middle of the
    face belongs, the standard's advice counts.
    """
    stated: tuple[float, float] | None = getattr(spec, name)
    layer = spec.layer(RULES[name])
    if stated is None and name == "face_centre_mm":
        stated = (0.5 - CENTRED) * spec.width_mm, (0.5 + CENTRED) * spec.width_mm
        layer = "advice"
    if stated is None:
        return definition.unknown(NO_RULE)
    limit: Bounds = (stated[0], None if math.isinf(stated[1]) else stated[1])
    value, error = round(placed.lengths_mm[name], 2), placed.uncertainty_mm[name]
    if layer == "assumed":
        return definition.note(value, limit, ASSUMED)
    to_end = min(value - stated[0], stated[1] - value)
    if 0 <= to_end < CLOSE * error and name not in NEVER_CLOSE:
        return definition.close(value, limit, STANDARD_ERRORS * error, TIGHT)
    return definition.judge(
        value,
        limit,
        uncertainty=STANDARD_ERRORS * error,
        at_most="warn" if layer == "advice" else "fail",
    )
