"""What the photo's edges cut off."""

from service.checks.definition import CheckDefinition, words
from service.checks.unreached import NO_PLACE
from service.raster import Coverage
from service.values.check import Check
from service.values.geometry import Affine
from service.values.order import Order
from service.values.photo import Photo
from service.values.placement import Head

HEAD_ROOM = 1.0  # % of the head's height between hair and the photo's upper edge
NOTICEABLE_MM = 0.1
COVERED, COVERED_BEARABLE = 0.5, 2.0  # % of the frame

HEAD = CheckDefinition(
    "head-complete",
    "%",
    fine=words("The whole head is in the photo.", "头部完整。"),
    low=words("The photo cuts off the top of the head or the hair.", "原照片切掉了头顶或头发。"),
)
BODY = CheckDefinition(
    "body-complete",
    "mm",
    fine=words("The photo shows enough of the chest.", "照片下方足够。"),
    high=words(
        "The photo ends above the lower edge of the frame; show more of the chest.",
        "照片下方不够，请多拍到胸部。",
    ),
)
SHOULDERS = CheckDefinition(
    "shoulders-complete",
    "mm",
    fine=words("Both shoulders are in the photo.", "双肩完整。"),
    high=words(
        "The photo cuts off a shoulder inside the frame; show both.", "肩部被切掉，请拍全双肩。"
    ),
)
FRAME = CheckDefinition(
    "frame-covered",
    "%",
    fine=words("The photo fills the frame.", "照片填满了画面。"),
    high=words(
        "The photo does not reach all edges of the frame; leave more space around the head.",
        "照片没有填满画面，请在头部四周多留空间。",
    ),
)
FILLED = words("Not judged: the new background fills the frame.", "不作评判：新背景会填满画面。")


def head_complete(head: Head | None) -> Check:
    """The room above the hair; a crown that is only assumed can only be warned about."""
    if head is None:
        return HEAD.unknown(NO_PLACE)
    room = 100 * (float(head.top[1]) + 0.5) / head.height
    return HEAD.judge(room, (HEAD_ROOM, None), at_most="fail" if head.measured else "warn")


def body_complete(
    bottom_mm: float | None, side_mm: float | None, bearable_mm: tuple[float, float]
) -> tuple[Check, Check]:
    """The widest strips at the lower edge and beside the shoulders where the photo has ended."""
    checks = []
    for definition, gap, most in zip(
        (BODY, SHOULDERS), (bottom_mm, side_mm), bearable_mm, strict=True
    ):
        if gap is None:
            checks.append(definition.unknown(NO_PLACE))
        else:
            checks.append(definition.judge(gap, (None, NOTICEABLE_MM), (None, most)))
    return checks[0], checks[1]


def frame_covered(photo: Photo | None, affine: Affine | None, order: Order) -> Check:
    """The share of the frame that the photo, which `affine` takes there, does not reach."""
    if photo is None or affine is None:
        return FRAME.unknown(NO_PLACE)
    missing = 100 * (1 - Coverage(affine, photo.size, order.size).share())
    if not order.crop_only:
        return FRAME.note(missing, (None, COVERED), FILLED)
    return FRAME.judge(missing, (None, COVERED), (None, COVERED_BEARABLE))
