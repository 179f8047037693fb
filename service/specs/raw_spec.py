"""What a source states of a document, and how the rest is filled in so that a head can be placed.

Lengths may be given in the source's own unit: `top_mm`, `top_px` or `top_share` (of the photo's
height; of its width for what is measured across). A range is `[low, high]`, `high` may be `inf`; a
single number is the middle of a range whose width this service assumes.
"""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from service.values.colour import COLOURS
from service.values.document import Background, Backgrounds, CountryNames, Document, ordered
from service.values.spec import MM_PER_INCH, Basis, Spec

_FIGURE = re.compile(r"(head_height|top|eye_line|chin_bottom|face_width|face_centre)_(mm|px|share)")
_ACROSS = ("face_width", "face_centre")

DPI = 300
TOLERANCE = 0.02  # of the photo's height or width, to either side of a single number

# 出入境证件相片照相指引: crown to chin 28-33 mm and upper edge to crown 3-5 mm of 48 mm. It is the
# best documented Chinese rule; where a Chinese document has none, it is scaled to its height.
EXIT_ENTRY_HEAD = (28 / 48, 33 / 48)
EXIT_ENTRY_TOP = (3 / 48, 5 / 48)
ICAO_HEAD = (0.70, 0.80)  # of the height: the baseline of passports and visas
# Width over height of a head: GA 482-2008 states 14-16 mm and 19-22 mm for one photo. Ear to ear
# it is 0.73 +- 0.06 in 44 portraits, the eyes are at 0.51 +- 0.04 in 114:
# docs/geometry-measured.md.
HEAD_ASPECT = 15 / 20.5
HAIR = 0.26  # room for the hair above a skull, in heads: 19 of 20 portraits need less
EYES = 0.5  # eyes between crown and chin: the middle of a head with hair

Pair = tuple[float, float]


def _as_pair(value: object) -> object:
    return (value, value) if isinstance(value, int | float) else value


Figure = Annotated[Pair, BeforeValidator(_as_pair), AfterValidator(ordered)]


class RawSpec(Document):
    """One [[spec]] of a file, or a custom size of a request, before anything is assumed."""

    width_mm: float | None = Field(None, gt=0)
    height_mm: float | None = Field(None, gt=0)
    width_px: int | None = Field(None, gt=0)
    height_px: int | None = Field(None, gt=0)
    dpi: int | None = Field(None, ge=72, le=1200)
    backgrounds: Backgrounds = ()
    figures: dict[str, Figure] = Field({})

    @model_validator(mode="before")
    @classmethod
    def _collect(cls, row: object) -> object:
        """Put every length with its unit into `figures`."""
        if not isinstance(row, dict):
            return row
        if "figures" in row:
            raise ValueError("figures: give each length under its own name")
        row = _with_source(row)
        figures = {key: value for key, value in row.items() if _FIGURE.fullmatch(str(key))}
        rest = {key: value for key, value in row.items() if key not in figures}
        return {**rest, "figures": figures}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for unit in ("mm", "px"):
            absent = [getattr(self, f"{side}_{unit}") is None for side in ("width", "height")]
            if any(absent) != all(absent):
                raise ValueError(f"width_{unit} and height_{unit} belong together")
        if self.width_mm is None and self.width_px is None:
            raise ValueError("give width_mm and height_mm, or width_px and height_px")
        names = [_name(key) for key in self.figures]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"{min(twice)} is given in more than one unit")
        return self


def _with_source(row: dict[str, object]) -> dict[str, object]:
    """The row with what its evidence says of source, day and kind, where it does not say so itself.

    The kind is that of the weakest of the sources that are followed.
    """
    evidence = row.get("evidence")
    if not isinstance(evidence, list) or not all(isinstance(words, dict) for words in evidence):
        return row
    followed = [words for words in evidence if not words.get("differs")]
    primary = followed and all(words.get("kind") == "primary" for words in followed)
    told = {
        "source": "; ".join(dict.fromkeys(str(words.get("url")) for words in followed)),
        "checked": min((str(words.get("read")) for words in followed), default=""),
        "confidence": "primary" if primary else "secondary",
    }
    return {**told, **row}


def resolve(raw: RawSpec, country_names: CountryNames | None = None) -> Spec:
    """The spec of `raw`, with what placement needs besides. Raises ValidationError."""
    assumed: dict[str, Basis] = {}
    size = _size(raw, assumed)
    ranges = _ranges(raw, size, assumed)
    if "head_height_mm" not in ranges:
        ranges["head_height_mm"], assumed["head_height_mm"] = _head(raw, size, ranges)
    if "top_mm" not in ranges:
        ranges["top_mm"], assumed["top_mm"] = _top(raw, size["height_mm"], ranges)
    facts = {name: getattr(raw, name) for name in Document.model_fields}
    if not raw.backgrounds:
        white = Background(name="white", rgb=COLOURS["white"])
        facts["backgrounds"], assumed["backgrounds"] = (white,), "white"
    return Spec.model_validate(
        {**facts, **size, **ranges, "country_names": country_names, "assumed": assumed}
    )


def _name(key: str) -> str:
    return key.rpartition("_")[0]


def _size(raw: RawSpec, assumed: dict[str, Basis]) -> dict[str, float]:
    """Width and height in mm and px, and dpi; what is not stated follows from the rest."""
    mm, px = (raw.width_mm, raw.height_mm), (raw.width_px, raw.height_px)
    dpi = raw.dpi or DPI
    if raw.dpi is None:
        assumed["dpi"] = "default"
        if mm[1] is not None and px[1] is not None:
            dpi, assumed["dpi"] = round(px[1] / mm[1] * MM_PER_INCH), "from-size"
    if mm[0] is None:
        assumed |= {"width_mm": "from-pixels", "height_mm": "from-pixels"}
    if px[0] is None:
        assumed |= {"width_px": "from-millimetres", "height_px": "from-millimetres"}
    sides = {}
    for side, length, pixels in zip(("width", "height"), mm, px, strict=True):
        sides[f"{side}_mm"] = length or round((pixels or 0) * MM_PER_INCH / dpi, 2)
        sides[f"{side}_px"] = pixels or round((length or 0) * dpi / MM_PER_INCH)
    return {**sides, "dpi": dpi}


def _ranges(raw: RawSpec, size: dict[str, float], assumed: dict[str, Basis]) -> dict[str, Pair]:
    """The stated ranges in mm."""
    ranges: dict[str, Pair] = {}
    for key, (low, high) in raw.figures.items():
        side = "width" if _name(key) in _ACROSS else "height"
        whole = size[f"{side}_mm"]
        unit = {"mm": 1.0, "px": whole / size[f"{side}_px"], "share": whole}[key.rpartition("_")[2]]
        name = f"{_name(key)}_mm"
        if low == high:
            assumed[name] = "tolerance"
            low, high = max(0.0, low - TOLERANCE * whole / unit), high + TOLERANCE * whole / unit
        ranges[name] = _rounded(low * unit, high * unit)
    return ranges


def _head(raw: RawSpec, size: dict[str, float], ranges: dict[str, Pair]) -> tuple[Pair, Basis]:
    """A head height to place by, from the best of what is stated."""
    height = size["height_mm"]
    if _closed(ranges, "face_width_mm"):
        low, high = ranges["face_width_mm"]
        return _rounded(low / HEAD_ASPECT, high / HEAD_ASPECT), "from-face-width"
    if _closed(ranges, "chin_bottom_mm") and "top_mm" in ranges:
        between = _between(height, ranges["top_mm"], ranges["chin_bottom_mm"])
        return _rounded(*between), "from-margins"
    if _closed(ranges, "eye_line_mm") and "top_mm" in ranges:
        above = _between(height, ranges["top_mm"], ranges["eye_line_mm"])
        return _rounded(above[0] / EYES, above[1] / EYES), "from-eye-line"
    travels = raw.document in ("passport", "visa") and raw.country != "cn"
    share = ICAO_HEAD if travels else EXIT_ENTRY_HEAD
    basis: Basis = "icao-share" if travels else "exit-entry-share"
    return _rounded(share[0] * height, share[1] * height), basis


def _top(raw: RawSpec, height: float, ranges: dict[str, Pair]) -> tuple[Pair, Basis]:
    """A top margin to place by, so that eye line or chin hold with every head height."""
    head = ranges["head_height_mm"]
    if _closed(ranges, "eye_line_mm"):
        upper = (EYES * head[0], EYES * head[1])
        return _rounded(*_between(height, upper, ranges["eye_line_mm"])), "from-eye-line"
    if _closed(ranges, "chin_bottom_mm"):
        return _rounded(*_between(height, head, ranges["chin_bottom_mm"])), "from-margins"
    low, high = EXIT_ENTRY_TOP[0] * height, EXIT_ENTRY_TOP[1] * height
    if raw.crown == "skull":
        high += HAIR * head[0]
    room = max(0.0, height - head[1])
    return _rounded(min(low, room), min(high, room)), "exit-entry-share"


def _closed(ranges: dict[str, Pair], name: str) -> bool:
    return name in ranges and ranges[name][1] != float("inf")


def _between(height: float, above: Pair, below: Pair) -> Pair:
    """What is left of `height` whatever `above` and `below` are; their middle if nothing is."""
    low, high = height - above[0] - below[1], height - above[1] - below[0]
    middle = (low + high) / 2
    low, high = (low, high) if low <= high else (middle, middle)
    return max(0.0, low), max(0.0, high)


def _rounded(low: float, high: float) -> Pair:
    return round(low, 2), round(high, 2)
