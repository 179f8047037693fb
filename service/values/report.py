"""What the service says about a finished photo, beside the photo itself."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.values.adjustment import Adjustment
from service.values.advice import Advice
from service.values.check import Bounds, Check, CheckId
from service.values.document import Names, RangeName
from service.values.files import Format
from service.values.marks import MarkName
from service.values.own_limits import Profile
from service.values.verdict import Reason, VerdictWord

Point = tuple[float, float]
AffineRows = Annotated[
    tuple[tuple[float, float, float], tuple[float, float, float]],
    Field(description="Row-major 2x3; pixel centres have integer coordinates."),
]
Edit = Literal["background", "rotation"]
WarningCode = Literal[
    "head-cut-off",
    "body-cut-off",
    "shoulders-cut-off",
    "crown-assumed",
    "range-missed",
    "range-close",
    "matte-unclear",
    "enlarged",
    "not-self-supplied",
    "not-to-be-cropped",
    "other-file-type",
]


class Part(BaseModel):
    """Base of the report's parts."""

    model_config = ConfigDict(frozen=True)


class Caution(Part):
    """Something about the finished photo that a person should look at."""

    code: WarningCode
    message: str = Field(description="In English.")
    message_zh: str = Field(description="The same in Chinese.")
    advice: Names | None = Field(None, description="What to do about it.")


class FaceReport(Part):
    """The face as it was found, in upright pixels of the photo that was sent."""

    box: tuple[float, float, float, float] = Field(description="left, top, right, bottom")
    score: float = Field(ge=0, le=1)
    landmarks: dict[str, Point] = Field(
        description="left_eye, right_eye (as seen in the picture), nose, left_mouth, right_mouth"
    )
    roll_deg: float = Field(description="Tilt in the original photo; positive is clockwise.")
    points: int = Field(
        description="478: eyes and chin come from a mesh of 478 points. 5: the mesh was not sure, "
        "so they come from the face detector, which is less precise."
    )


class HeadReport(Part):
    """The head as it stands in the finished photo."""

    crown: Literal["skull", "hair"] = Field(
        description="What the lengths use as the crown: the top of the skull, estimated under the "
        "hair, if the document does not count hair; otherwise the top of the hair."
    )
    head_height_mm: float = Field(description="Crown to chin.")
    top_mm: float = Field(description="Upper edge to crown.")
    eye_line_mm: float = Field(description="Lower edge to the middle of the eyes.")
    chin_bottom_mm: float = Field(description="Lower edge to the chin.")
    face_width_mm: float = Field(description="Ear to ear.")
    face_centre_mm: float = Field(description="Left edge to between the eyes.")
    roll_deg: float = Field(
        description="Remaining tilt: 0 unless the document forbids turning the photo, or "
        "`roll_deg` turned it."
    )
    uncertainty_mm: dict[RangeName, float] = Field(
        description="Standard error of each measure, from docs/geometry.md; larger where the "
        "crown was assumed or a beard hides the chin."
    )
    missed_mm: dict[RangeName, float] = Field(
        description="Ranges of the document that are not met, and by how much; negative: too "
        "little."
    )


class FileReport(Part):
    """The finished file itself."""

    format: Format
    bytes: int
    quality: int | None = Field(None, description="1 to 100, of JPEG or WebP.")
    chroma: str | None = Field(None, description="Chroma subsampling of JPEG or WebP.")
    padding: int = Field(0, description="How many of the bytes are filler, with `pad`.")


class Summary(Part):
    """Number of checks with each verdict."""

    passed: int = Field(serialization_alias="pass")
    warn: int
    fail: int
    not_assessed: int = Field(serialization_alias="not-assessed")


class CheckReport(Part):
    """What there is to say about a photo, however far it got; null was not reached."""

    spec: str
    width_px: int
    height_px: int
    width_mm: float
    height_mm: float
    dpi: int
    source_width_px: int = Field(description="Of the original photo, upright.")
    source_height_px: int
    turned_deg: int = Field(
        description="By how many degrees the photo was turned clockwise because the person was not "
        "upright: 0, 90, 180 or 270. All pixel coordinates of the original photo refer to the "
        "turned photo."
    )
    refusal: str | None = Field(
        description="Type of the problem with which /v1/idphoto would reject this photo, if it "
        "would."
    )
    face: FaceReport | None
    head: HeadReport | None
    matting: str | None = Field(description="The network or method that cut the person out.")
    plausibility: dict[str, float] | None = Field(
        description="Mean alpha of face, chest and skull; areas, as shares of the person's, of "
        "half-seen pixels (haze), of a second part (apart) and of what is over the head (above); "
        "the longest straight upright edge beside the head (straight) and the rise of a thin "
        "strand over it (spike), in eyes-to-chin; the most error that the network expects of a "
        "region (region_error)."
    )
    matte_error: float | None = Field(
        None,
        description="Share of the person's area that the network expects to be wrong; null if the "
        "network does not say. Above 0.02, a person should look at the cut-out.",
    )
    doubt: tuple[tuple[Point, ...], ...] = Field(
        (), description="Outlines in the finished photo, in pixels, of where to look for errors."
    )
    transform: AffineRows | None = Field(
        description="From upright pixels of the original photo to pixels of the finished one."
    )
    adjusted: Adjustment | None = Field(
        None, description="How the placement was changed by hand; null: not at all."
    )
    edited: tuple[Edit, ...] = Field(
        description="What differs from the original photo; for a check, what would be changed."
    )
    profile: Profile | None = Field(description="The profile that the request named.")
    limits: dict[CheckId, Bounds] = Field(
        description="Limits by profile and request in place of the document's."
    )
    verdict: VerdictWord = Field(
        description="rejected: a check fails or the photo is rejected; look-again: a check warns."
    )
    reasons: tuple[Reason, ...] = Field(
        description="The most important checks that did not pass, at most three."
    )
    checks: tuple[Check, ...]
    summary: Summary
    warnings: tuple[Caution, ...] = Field(
        description="What a person should look at, as fixed codes."
    )
    timings_ms: dict[str, float] = Field(description="Duration of each step of a photo.")


class QuickReport(Part):
    """What a first look at a photo tells, without cutting the person out."""

    spec: str
    verdict: VerdictWord
    advice: Advice | None = Field(
        description="The one thing that helps most; null: take the photo."
    )
    reasons: tuple[Reason, ...]
    turned_deg: int = Field(description="As in the report of a check.")
    face: FaceReport | None
    checks: tuple[Check, ...]
    summary: Summary
    timings_ms: dict[str, float] = Field(description="Duration of each step of a photo.")


class PhotoReport(CheckReport):
    """Everything measured on the way to one finished photo."""

    face: FaceReport
    head: HeadReport
    matting: str = Field(description="The network or method that cut the person out.")
    plausibility: dict[str, float] = Field(description="As in the report of a check.")
    transform: AffineRows


class Report(PhotoReport):
    """The same of a photo in a file of its own."""

    file: FileReport
    marks: tuple[MarkName, ...] = Field(
        description="How the photo is marked as edited: docs/marks.md."
    )
    produce_id: str | None = Field(None, description="ProduceID of the mark `aigc`.")
