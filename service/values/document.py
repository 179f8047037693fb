"""What a source says of a document: names, backgrounds, files, editing, and where it says so."""

import math
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
)

from service.values.colour import COLOURS
from service.values.evidence import DAY, Confidence, Evidence

Language = Literal["en", "zh"]
EditingPolicy = Literal["allowed", "background-only", "forbidden", "unknown"]
CrownRule = Literal["skull", "hair", "unstated"]
Submission = Literal["upload", "print", "professional", "office", "unstated"]
FileType = Literal["jpeg", "png"]
DocumentKind = Literal[
    "common-size",
    "passport",
    "visa",
    "id-card",
    "permit",
    "driving-licence",
    "residence-permit",
    "social-security",
    "exam",
    "certificate",
    "other",
]
RangeName = Literal[
    "head_height_mm", "top_mm", "eye_line_mm", "chin_bottom_mm", "face_width_mm", "face_centre_mm"
]


def ordered(pair: tuple[float, float]) -> tuple[float, float]:
    """`pair` if it goes from low to high and starts at 0 or above. Raises ValueError."""
    if not 0 <= pair[0] <= pair[1]:
        raise ValueError(f"must be a range from low to high, not {pair[0]:g} to {pair[1]:g}")
    return pair


def _without_infinity(pair: tuple[float, float]) -> tuple[float, float | None]:
    return pair[0], None if math.isinf(pair[1]) else pair[1]


def _named_colour(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value not in COLOURS:
        raise ValueError(f"'{value}' is not a known colour; give it as {{ name, rgb }}")
    return {"name": value, "rgb": COLOURS[value]}


OpenRange = Annotated[
    tuple[float, float],
    AfterValidator(ordered),
    PlainSerializer(_without_infinity, return_type=tuple[float, float | None]),
]
Channel = Annotated[int, Field(ge=0, le=255)]
Pixels = tuple[Annotated[int, Field(gt=0)], Annotated[int, Field(gt=0)]]


class Rules(BaseModel):
    """Base: unknown members are refused, and values are frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Names(Rules):
    """A text in both languages of the service."""

    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)


class CountryNames(Names):
    """A country's names, and what else people type for it."""

    aliases: tuple[str, ...] = ()


class Background(Rules):
    """A background that the document allows, and how this service renders it."""

    name: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$", examples=["white"])
    rgb: tuple[Channel, Channel, Channel]


Backgrounds = tuple[Annotated[Background, BeforeValidator(_named_colour)], ...]


class Document(Rules):
    """What a source says about a document besides lengths. None: the source does not say."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64, examples=["cn-1inch"])
    names: Names
    aliases: tuple[str, ...] = Field((), description="Other names that a request may use.")
    country: str = Field(
        pattern=r"^[a-z]{2}$", description="ISO 3166-1, lower case; eu: Schengen, un: ICAO."
    )
    document: DocumentKind = "other"
    priority: tuple[RangeName, ...] = Field(
        (),
        description="Which ranges take precedence if not all can be met, the most important first.",
    )
    min_size_px: Pixels | None = Field(None, description="Smallest width and height of the file.")
    max_size_px: Pixels | None = Field(None, description="Largest width and height of the file.")
    size_note: str | None = Field(None, description="Why pixels are not millimetres times dpi.")
    crown: CrownRule = Field(
        "unstated",
        description="What the head's height is measured from: the skull's top, or the hair's.",
    )
    backgrounds: Annotated[
        Backgrounds, Field(min_length=1, description="The first is the default.")
    ]
    file_types: tuple[FileType, ...] = Field((), description="Empty: the source does not say.")
    file_kb: OpenRange | None = Field(None, description="Size of the file; null: no upper limit.")
    jpeg_quality_min: int | None = Field(None, ge=1, le=100)
    jpeg_ratio_max: float | None = Field(
        None, gt=1, description="Bytes of the pixels in RGB over those of the file, at most."
    )
    editing_policy: EditingPolicy = Field(
        "unknown", description="Whether the authority accepts edited photos."
    )
    cropping: Literal["allowed", "forbidden"] | None = Field(
        None, description="forbidden: the authority wants the original photo."
    )
    rotation_allowed: bool | None = None
    visible_mark_allowed: bool | None = Field(
        None, description="Whether text such as 'made by AI' is allowed in the photo."
    )
    submission: Submission = Field(
        "unstated",
        description="How the authority gets the photo: `upload` and `print` may be one's own, "
        "`professional` is taken by a photographer, booth or provider that it names, `office` by "
        "itself.",
    )
    recency_months: float | None = Field(None, gt=0, description="Greatest age of the photo.")
    glasses: Literal["allowed", "medical", "forbidden"] | None = Field(
        None, description="allowed: clear lenses without glare; medical: with a certificate."
    )
    head_covering: Literal["religious", "forbidden"] | None = Field(
        None, description="religious: for religious or medical reasons, the face free."
    )
    expression: Literal["neutral", "smile-allowed"] | None = Field(
        None, description="neutral: with the mouth closed; smile-allowed: see `mouth`."
    )
    mouth: Literal["closed"] | None = Field(
        None, description="closed: the source says so itself; a smile is then with closed lips."
    )
    retouching: Literal["allowed", "forbidden"] | None = Field(
        None, description="Of the person, such as of the skin."
    )
    notes: Names | None = Field(None, description="Further notes.")
    evidence: tuple[Evidence, ...] = Field(
        (), description="The words behind the rules; readings that differ are listed side by side."
    )
    source: str = Field(min_length=1, description="Where these figures come from.")
    checked: str = Field(pattern=DAY, description="When they were checked.")
    confidence: Confidence = Field(
        "secondary", description="primary: the authority itself or a notice that quotes its rule."
    )
