"""Whether the cut-out is plausible, judged on the finished frame by what every portrait shows."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from service.values.photo import Alpha
from service.values.photo_errors import MatteImplausible

# In units of eyes-to-chin: boxes that are always person, and how far above the crown hair may rise.
FACE_ACROSS, FACE_UP, FACE_DOWN = 0.45, 0.25, 0.85
CHEST_ACROSS, CHEST_FROM = 0.6, 1.45
SKULL_ACROSS, SKULL_UP, SKULL_DOWN = 0.35, 0.68, -0.3
ABOVE = 0.15
THIN = 0.06  # narrower than this a strand over the crown may be a cord
# Hair falls straight too, but not this straight: a line of this length between crown and
# STRAIGHT_DOWN below the eyes, at most STRAIGHT_SLOPE from upright and STRAIGHT_OFF pixels wide.
STRAIGHT_STEP, STRAIGHT_DOWN, STRAIGHT_SLOPE, STRAIGHT_OFF = 0.1, 1.3, 0.2, 1.0

# Set by eye on the 105 portraits of `portraits` and `wild`, the last two as low as they could be
# without blaming more than a quarter of the usable ones. Of 1,417 true alphas one has a skull below
# 0.92. See docs/cut-out.md.
LEAST = {"face": 0.9, "chest": 0.85, "skull": 0.9}
MOST = {
    "haze": 0.07,
    "apart": 0.02,
    "above": 0.01,
    "straight": 1.2,
    "spike": 0.05,
    "matte_error": 0.02,
    "region_error": 0.23,
}
REGION = 0.25  # eyes-to-chin: the side of the square in which region_error is the mean
# Regions for a person to look at: where more error than this is expected, wider than DOUBT_LEAST
# eyes-to-chin, drawn to within DOUBT_SLACK.
DOUBTFUL, DOUBT_LEAST, DOUBT_SLACK, DOUBTS = 0.3, 0.08, 0.02, 5
# Unusable, and refused. A skull ends 0.71 above the eyes at the least: a matte that ends at 0.6,
# and so misses a fifth of the box, has lost hair and skull.
UNUSABLE = {"face": 0.5, "chest": 0.4, "skull": 0.8}
PARTS_ZH = {"face": "面部", "chest": "胸部", "skull": "头顶"}


Outline = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Plausibility:
    """What is measured on an alpha in [0, 1].

    `face`, `chest` and `skull` are mean alphas where a person must be. As shares of the person's
    area: `haze` of half-seen pixels, `apart` of the second largest part, `above` of what is over
    the head. `straight` is the longest straight upright edge beside it, as the edge of a door
    leaves it, and `spike` how far a thin strand rises over the crown, as a lamp's cord does, in
    units of eyes-to-chin. `joined`: head and chest are one. `matte_error` is what the
    network expects to be wrong, as a share of the person's area, and `region_error` the most
    that it expects of a region; None from a model that expects nothing. `doubt` are the outlines
    (x, y) of where it expects most, in pixels.
    """

    face: float
    chest: float
    skull: float
    haze: float
    apart: float
    above: float
    straight: float
    spike: float
    joined: bool = True
    matte_error: float | None = None
    region_error: float | None = None
    doubt: tuple[Outline, ...] = ()

    @property
    def unclear(self) -> tuple[str, ...]:
        """Names of the measures outside what good cut-outs have."""
        low = [name for name, least in LEAST.items() if getattr(self, name) < least]
        high = [name for name, most in MOST.items() if (getattr(self, name) or 0.0) > most]
        return (*low, *high)

    def refuse_unusable(self) -> None:
        """Raise MatteImplausible when face, chest or skull are missing, or head and chest apart."""
        missing = [name for name, least in UNUSABLE.items() if getattr(self, name) < least]
        if missing:
            what = f"the {' and the '.join(missing)} would be missing"
            zh = f"会缺少{'和'.join(PARTS_ZH[name] for name in missing)}"
            raise _implausible(what, zh, {n: round(getattr(self, n), 2) for n in missing})
        if not self.joined:
            raise _implausible(
                "head and chest would be separated", "头部和胸部会分离", {"joined": 0.0}
            )


def _implausible(what: str, what_zh: str, measures: dict[str, float]) -> MatteImplausible:
    return MatteImplausible(
        f"The person could not be separated from the background: {what}."
        " Send a photo in front of a plain wall of a different colour.",
        f"无法区分人物和背景：{what_zh}。请在颜色不同的纯色墙前拍摄。",
        measures=measures,
    )


def judge(
    alpha: Alpha,
    crown_y: float,
    eyes: tuple[float, float],
    unit: float,
    error: Alpha | None = None,
    turned: bool = False,
) -> Plausibility:
    """Measure `alpha` (H, W) of an upright person, and the `error` (H, W) that is expected of it.

    `crown_y` and `eyes` (x, y) are in its pixels, as is the length of eyes-to-chin, `unit`.
    Of a face that is `turned` aside the skull is not over the eyes, and not measured.
    """
    x, y = eyes
    person = max(1.0, float((alpha > 0.5).sum()))
    _, parts, stats, _ = cv2.connectedComponentsWithStats((alpha > 0.5).astype(np.uint8))
    areas = sorted(stats[1:, cv2.CC_STAT_AREA].tolist(), reverse=True)
    over = alpha[: max(0, round(crown_y - ABOVE * unit))]
    return Plausibility(
        face=_mean(alpha, x, FACE_ACROSS * unit, y - FACE_UP * unit, y + FACE_DOWN * unit),
        chest=_mean(alpha, x, CHEST_ACROSS * unit, y + CHEST_FROM * unit, alpha.shape[0]),
        skull=1.0 if turned else _skull(alpha, x, y, unit),
        haze=float(((alpha > 0.15) & (alpha < 0.85)).sum()) / person,
        apart=areas[1] / person if len(areas) > 1 else 0.0,
        above=float((over > 0.5).sum()) / person,
        straight=max(_straight(side, crown_y, y, unit) for side in (alpha, alpha[:, ::-1])),
        spike=_spike(alpha[: max(0, round(crown_y))], unit),
        joined=_joined(np.asarray(parts, np.int32), x, y, unit),
        matte_error=None if error is None else float(error.sum()) / person,
        region_error=None if error is None else _densest(error, unit),
        doubt=() if error is None else _outlines(error, unit),
    )


def _skull(alpha: Alpha, x: float, y: float, unit: float) -> float:
    return _mean(alpha, x, SKULL_ACROSS * unit, y - SKULL_UP * unit, y + SKULL_DOWN * unit)


def _spike(over: Alpha, unit: float) -> float:
    """The height of something thin over the crown, in units."""
    widths = (over > 0.5).sum(axis=1) / unit
    return float(((widths > 0) & (widths < THIN)).sum()) / unit


def _joined(labels: NDArray[np.int32], x: float, y: float, unit: float) -> bool:
    """Whether the part with most of the face and the part with most of the chest are one."""
    columns = slice(max(0, round(x - FACE_ACROSS * unit)), max(1, round(x + FACE_ACROSS * unit)))
    face = labels[max(0, round(y - FACE_UP * unit)) : round(y + FACE_DOWN * unit), columns]
    chest = labels[round(y + CHEST_FROM * unit) :, columns]
    if not face.any() or not chest.any():
        return True  # what is missing is told otherwise, or is not in the frame
    parts = (np.bincount(box[box > 0]).argmax() for box in (face, chest))
    return len(set(parts)) == 1


def _densest(error: Alpha, unit: float) -> float:
    side = max(1, round(REGION * unit))
    return float(cv2.blur(error, (side, side)).max())


def _outlines(error: Alpha, unit: float) -> tuple[Outline, ...]:
    """Outlines of the largest regions where alpha is likely wrong, at most DOUBTS of them."""
    likely = (error > DOUBTFUL).astype(np.uint8)
    found, _ = cv2.findContours(likely, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    large = [c for c in found if cv2.contourArea(c) > (DOUBT_LEAST * unit) ** 2]
    large.sort(key=cv2.contourArea, reverse=True)
    outlines = (cv2.approxPolyDP(c, DOUBT_SLACK * unit, True)[:, 0] for c in large[:DOUBTS])
    return tuple(tuple((float(x), float(y)) for x, y in outline) for outline in outlines)


def _straight(alpha: Alpha, crown_y: float, eyes_y: float, unit: float) -> float:
    """The longest straight piece of the person's left edge beside the head, in units.

    Where the person runs out of the frame there is no edge.
    """
    rows = slice(max(0, round(crown_y)), max(0, round(eyes_y + STRAIGHT_DOWN * unit)))
    person = alpha[rows] > 0.5
    edge = person.argmax(axis=1).astype(np.float64)
    edge[(edge < 2) | ~person.any(axis=1)] = np.nan
    longest = 0
    for length in range(round(unit), len(edge) + 1, max(1, round(STRAIGHT_STEP * unit))):
        if not _fits_a_line(np.lib.stride_tricks.sliding_window_view(edge, length)):
            break
        longest = length
    return longest / unit


def _fits_a_line(pieces: NDArray[np.float64]) -> bool:
    """Whether one of `pieces` (N, length) of an edge is a nearly upright straight line."""
    along = np.arange(pieces.shape[1]) - (pieces.shape[1] - 1) / 2
    slope = pieces @ along / (along @ along)
    off = pieces - pieces.mean(axis=1, keepdims=True) - np.outer(slope, along)
    straight = (np.abs(off).max(axis=1) < STRAIGHT_OFF) & (np.abs(slope) < STRAIGHT_SLOPE)
    return bool(straight.any())


def _mean(alpha: Alpha, x: float, half_width: float, top: float, bottom: float) -> float:
    """Mean of a box, cut off at the frame; 1 where none of it is inside."""
    height, width = alpha.shape
    rows = slice(max(0, round(top)), min(height, round(bottom)))
    columns = slice(max(0, round(x - half_width)), min(width, round(x + half_width)))
    box = alpha[rows, columns]
    return float(box.mean()) if box.size else 1.0
