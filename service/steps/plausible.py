"""Whether the cut-out can be right, judged on the finished frame by what every portrait shows."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from service.values.errors import MatteImplausible
from service.values.photo import Alpha

# In units of eyes-to-chin: boxes that are always person, and how far above the crown hair may rise.
FACE_ACROSS, FACE_UP, FACE_DOWN = 0.45, 0.25, 0.85
CHEST_ACROSS, CHEST_FROM = 0.6, 1.45
ABOVE = 0.15
# Hair falls straight too, but not this straight: a line of this length between crown and
# STRAIGHT_DOWN below the eyes, at most STRAIGHT_SLOPE from upright and STRAIGHT_OFF pixels wide.
STRAIGHT_STEP, STRAIGHT_DOWN, STRAIGHT_SLOPE, STRAIGHT_OFF = 0.1, 1.3, 0.2, 1.0

# Set by eye on 105 portraits: 6 of the 6 finished photos that nobody would hand in are on the
# wrong side of one of these or have their head cut off, and 8 of the 81 others, most of them
# profiles; see docs/cut-out.md.
UNCLEAR = {
    "face": 0.9,
    "chest": 0.85,
    "haze": 0.07,
    "apart": 0.02,
    "above": 0.01,
    "straight": 1.2,
    "matte_error": 0.014,
}
# Regions for a person to look at: where more error than this is expected, wider than DOUBT_LEAST
# eyes-to-chin, drawn to within DOUBT_SLACK.
DOUBTFUL, DOUBT_LEAST, DOUBT_SLACK, DOUBTS = 0.3, 0.08, 0.02, 5
MEASURES = ("face", "chest", "haze", "apart", "above", "straight")
UNUSABLE = {"face": 0.5, "chest": 0.4}
PARTS_ZH = {"face": "面部", "chest": "胸部"}


Outline = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Plausibility:
    """What is measured on an alpha in [0, 1].

    `face` and `chest` are mean alphas where a person must be. Areas as shares of the person's:
    `haze` of half-seen pixels, `apart` of the second largest part, `above` of what is over the
    head. `straight` is the longest straight upright edge beside the head, as the edge of a door
    leaves it, in units of eyes-to-chin. `matte_error` is what the network expects to be wrong, as a
    share of the person's area, None from a model that expects nothing. `doubt` are the outlines
    (x, y) of where it expects most, in pixels.
    """

    face: float
    chest: float
    haze: float
    apart: float
    above: float
    straight: float
    matte_error: float | None = None
    doubt: tuple[Outline, ...] = ()

    @property
    def unclear(self) -> tuple[str, ...]:
        """Names of the measures that a good cut-out does not have."""
        low = [name for name in ("face", "chest") if getattr(self, name) < UNCLEAR[name]]
        wrong = ("haze", "apart", "above", "straight", "matte_error")
        high = [name for name in wrong if (getattr(self, name) or 0.0) > UNCLEAR[name]]
        return (*low, *high)

    def refuse_unusable(self) -> None:
        """Raise MatteImplausible when face or chest are mostly missing."""
        missing = [name for name, least in UNUSABLE.items() if getattr(self, name) < least]
        if missing:
            raise MatteImplausible(
                f"The person could not be told from the background: the {' and the '.join(missing)}"
                " would be missing. Send a photo before a plain wall in another colour.",
                f"无法区分人物和背景：{'和'.join(PARTS_ZH[name] for name in missing)}会缺失。"
                "请在颜色不同的纯色墙前拍摄。",
                measures={name: round(getattr(self, name), 2) for name in missing},
            )


def judge(
    alpha: Alpha,
    crown_y: float,
    eyes: tuple[float, float],
    unit: float,
    error: Alpha | None = None,
) -> Plausibility:
    """Measure `alpha` (H, W) of an upright person, and the `error` (H, W) that is expected of it.

    `crown_y` and `eyes` (x, y) are in its pixels, as is the length of eyes-to-chin, `unit`.
    """
    x, y = eyes
    person = max(1.0, float((alpha > 0.5).sum()))
    count, _, stats, _ = cv2.connectedComponentsWithStats((alpha > 0.5).astype(np.uint8))
    areas = sorted((int(stats[label, cv2.CC_STAT_AREA]) for label in range(1, count)), reverse=True)
    over = alpha[: max(0, round(crown_y - ABOVE * unit))]
    return Plausibility(
        face=_mean(alpha, x, FACE_ACROSS * unit, y - FACE_UP * unit, y + FACE_DOWN * unit),
        chest=_mean(alpha, x, CHEST_ACROSS * unit, y + CHEST_FROM * unit, alpha.shape[0]),
        haze=float(((alpha > 0.15) & (alpha < 0.85)).sum()) / person,
        apart=areas[1] / person if len(areas) > 1 else 0.0,
        above=float((over > 0.5).sum()) / person,
        straight=max(_straight(side, crown_y, y, unit) for side in (alpha, alpha[:, ::-1])),
        matte_error=None if error is None else float(error.sum()) / person,
        doubt=() if error is None else _outlines(error, unit),
    )


def _outlines(error: Alpha, unit: float) -> tuple[Outline, ...]:
    """Around the largest regions where alpha is likely wrong, at most DOUBTS of them."""
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
    """Mean of a box cut off at the frame; 1 where nothing of it is inside."""
    height, width = alpha.shape
    rows = slice(max(0, round(top)), min(height, round(bottom)))
    columns = slice(max(0, round(x - half_width)), min(width, round(x + half_width)))
    box = alpha[rows, columns]
    return float(box.mean()) if box.size else 1.0
