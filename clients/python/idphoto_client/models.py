"""Answers. Written by `make clients`; do not edit."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Base64Bytes, BaseModel, Field


class Adjustment(BaseModel):
    """
    Scale and turn about the point between the eyes where it was put, then a move.
    """

    offset_x_mm: float = 0
    """
    The person is moved right in the finished photo.
    """
    offset_y_mm: float = 0
    """
    The person is moved down in the finished photo.
    """
    scale: float = 1
    """
    Factor by which the head was scaled.
    """
    roll_deg: float = 0
    """
    Additional rotation; positive is clockwise.
    """


class Background(BaseModel):
    """
    A background that the document allows, and how this service renders it.
    """

    name: str
    rgb: list[int]


class CellReport(BaseModel):
    """
    One photo on the sheet, as printed, from the sheet's upper left corner.
    """

    spec: str
    left_mm: float
    top_mm: float
    width_mm: float
    height_mm: float
    turned: bool
    """
    Turned by 90 degrees, head to the left.
    """
    photo: int
    """
    Number of the original photo, from 1.
    """


class CountryNames(BaseModel):
    """
    A country's names, and what else people type for it.
    """

    en: str
    zh: str
    aliases: list[str] = []


class Evidence(BaseModel):
    """
    One source, and the rules of the document that its words carry.
    """

    rules: list[str]
    quote: str | None = None
    """
    The words themselves, in the source's language; null: they were not kept.
    """
    url: str
    """
    Address of the page, or the name of the text.
    """
    read: str
    """
    The day on which the page or its copy was read.
    """
    kind: str
    """
    primary: the authority's own page; secondary: somebody who quotes or reports.
    """
    force: str = 'rule'
    """
    advice: recommended only, so it can be warned about and not fail.
    """
    differs: bool = False
    """
    Whether this reading contradicts the one that the service follows.
    """


class FaceReport(BaseModel):
    """
    The face as it was found, in upright pixels of the photo that was sent.
    """

    box: list[float]
    """
    left, top, right, bottom
    """
    score: float
    landmarks: dict[str, list[float]]
    """
    left_eye, right_eye (as seen in the picture), nose, left_mouth, right_mouth
    """
    roll_deg: float
    """
    Tilt in the original photo; positive is clockwise.
    """
    points: int
    """
    478: eyes and chin come from a mesh of 478 points. 5: the mesh was not sure, so they come from the face detector, which is less precise.
    """


class FileReport(BaseModel):
    """
    The finished file itself.
    """

    format: str
    bytes: int
    quality: int | None = None
    """
    1 to 100, of JPEG or WebP.
    """
    chroma: str | None = None
    """
    Chroma subsampling of JPEG or WebP.
    """
    padding: int = 0
    """
    How many of the bytes are filler, with `pad`.
    """


class HeadReport(BaseModel):
    """
    The head as it stands in the finished photo.
    """

    crown: str
    """
    What the lengths use as the crown: the top of the skull, estimated under the hair, if the document does not count hair; otherwise the top of the hair.
    """
    head_height_mm: float
    """
    Crown to chin.
    """
    top_mm: float
    """
    Upper edge to crown.
    """
    eye_line_mm: float
    """
    Lower edge to the middle of the eyes.
    """
    chin_bottom_mm: float
    """
    Lower edge to the chin.
    """
    face_width_mm: float
    """
    Ear to ear.
    """
    face_centre_mm: float
    """
    Left edge to between the eyes.
    """
    roll_deg: float
    """
    Remaining tilt: 0 unless the document forbids turning the photo, or `roll_deg` turned it.
    """
    uncertainty_mm: dict[str, float]
    """
    Standard error of each measure, from docs/geometry.md; larger where the crown was assumed or a beard hides the chin.
    """
    missed_mm: dict[str, float]
    """
    Ranges of the document that are not met, and by how much; negative: too little.
    """


class Names(BaseModel):
    """
    A text in both languages of the service.
    """

    en: str
    zh: str


class Reason(BaseModel):
    """
    A check that did not pass, and what to do about it.
    """

    id: str
    message: Names
    advice: Names | None = None


class Spec(BaseModel):
    """
    One kind of ID photo: its size on paper and in pixels, and where the head belongs.

    Every spec has a head height and a top margin to place by; what the source does not state is
    named in `assumed`. Ranges are in mm; an upper end of null means that there is none.
    """

    id: str
    names: Names
    aliases: list[str] = []
    """
    Other names that a request may use.
    """
    country: str
    """
    ISO 3166-1, lower case; eu: Schengen, un: ICAO.
    """
    document: str = 'other'
    priority: list[str] = []
    """
    Which ranges take precedence if not all can be met, the most important first.
    """
    min_size_px: list[int] | None = None
    """
    Smallest width and height of the file.
    """
    max_size_px: list[int] | None = None
    """
    Largest width and height of the file.
    """
    size_note: str | None = None
    """
    Why pixels are not millimetres times dpi.
    """
    crown: str = 'unstated'
    """
    What the head's height is measured from: the skull's top, or the hair's.
    """
    backgrounds: list[Background]
    """
    The first is the default.
    """
    file_types: list[str] = []
    """
    Empty: the source does not say.
    """
    file_kb: list[float | None] | None = None
    """
    Size of the file; null: no upper limit.
    """
    jpeg_quality_min: int | None = None
    jpeg_ratio_max: float | None = None
    """
    Bytes of the pixels in RGB over those of the file, at most.
    """
    editing_policy: str = 'unknown'
    """
    Whether the authority accepts edited photos.
    """
    cropping: str | None = None
    """
    forbidden: the authority wants the original photo.
    """
    rotation_allowed: bool | None = None
    visible_mark_allowed: bool | None = None
    """
    Whether text such as 'made by AI' is allowed in the photo.
    """
    submission: str = 'unstated'
    """
    How the authority gets the photo: `upload` and `print` may be one's own, `professional` is taken by a photographer, booth or provider that it names, `office` by itself.
    """
    recency_months: float | None = None
    """
    Greatest age of the photo.
    """
    glasses: str | None = None
    """
    allowed: clear lenses without glare; medical: with a certificate.
    """
    head_covering: str | None = None
    """
    religious: for religious or medical reasons, the face free.
    """
    expression: str | None = None
    """
    neutral: with the mouth closed; smile-allowed: see `mouth`.
    """
    mouth: Literal['closed'] | None = None
    """
    closed: the source says so itself; a smile is then with closed lips.
    """
    retouching: str | None = None
    """
    Of the person, such as of the skin.
    """
    notes: Names | None = None
    """
    Further notes.
    """
    evidence: Annotated[list[Evidence], Field(validate_default=True)] = []
    """
    The words behind the rules; readings that differ are listed side by side.
    """
    source: str
    """
    Where these figures come from.
    """
    checked: str
    """
    When they were checked.
    """
    confidence: str = 'secondary'
    """
    primary: the authority itself or a notice that quotes its rule.
    """
    country_names: CountryNames | None = None
    width_mm: float
    height_mm: float
    width_px: int
    height_px: int
    dpi: int
    head_height_mm: list[float]
    """
    Crown to chin.
    """
    top_mm: list[float]
    """
    Upper edge of the photo to the crown.
    """
    eye_line_mm: list[float | None] | None = None
    """
    Lower edge to the middle of the eyes.
    """
    chin_bottom_mm: list[float | None] | None = None
    """
    Lower edge to the chin.
    """
    face_width_mm: list[float | None] | None = None
    """
    Width of the face or head.
    """
    face_centre_mm: list[float | None] | None = None
    """
    Left edge to between the eyes.
    """
    assumed: dict[str, str] = {}
    """
    Fields that the source does not state, and what this service took instead: docs/specs explains the words.
    """
    layers: dict[str, str]
    """
    Of every rule: whether the authority states it, only advises it, this service assumes it, or nobody says anything.
    """


class Summary(BaseModel):
    """
    Number of checks with each verdict.
    """

    pass_: Annotated[int, Field(alias='pass')]
    warn: int
    fail: int
    not_assessed: Annotated[int, Field(alias='not-assessed')]


class SpecList(BaseModel):
    """
    The documents that match.
    """

    specs: list[Spec]
    total: int
    """
    How many documents match.
    """
    next_offset: int | None
    """
    `offset` of the page after this one; null: this is the last.
    """


class Status(BaseModel):
    """
    What the process is doing.
    """

    status: str


class FieldError(BaseModel):
    """
    What is wrong with one field.
    """

    field: str
    detail: str


class Advice(BaseModel):
    """
    The one thing that helps most now. Left and right are the person's own.
    """

    code: str
    id: str
    """
    The check that it is about.
    """
    message: Names


class Caution(BaseModel):
    """
    Something about the finished photo that a person should look at.
    """

    code: str
    message: str
    """
    In English.
    """
    message_zh: str
    """
    The same in Chinese.
    """
    advice: Names | None = None
    """
    What to do about it.
    """


class Check(BaseModel):
    """
    What one check found; docs/checks.md explains each with its formula.
    """

    id: str
    value: float | None
    """
    The measured value; null if it could not be measured.
    """
    unit: str
    """
    mm, px, deg, %, dE (CIE 1976), L* or empty for a plain number.
    """
    limit: list[float | None] | None
    """
    Smallest and largest allowed value; null means no limit on that side.
    """
    uncertainty: float | None
    """
    In 19 of 20 photos, the true value is within this distance of `value`; null: not known.
    """
    verdict: str
    message: Names
    advice: Names | None = None
    """
    What to do for the next photo; left and right are the person's own.
    """


class CheckReport(BaseModel):
    """
    What there is to say about a photo, however far it got; null was not reached.
    """

    spec: str
    width_px: int
    height_px: int
    width_mm: float
    height_mm: float
    dpi: int
    source_width_px: int
    """
    Of the original photo, upright.
    """
    source_height_px: int
    turned_deg: int
    """
    By how many degrees the photo was turned clockwise because the person was not upright: 0, 90, 180 or 270. All pixel coordinates of the original photo refer to the turned photo.
    """
    refusal: str | None
    """
    Type of the problem with which /v1/idphoto would reject this photo, if it would.
    """
    face: FaceReport | None
    head: HeadReport | None
    matting: str | None
    """
    The network or method that cut the person out.
    """
    plausibility: dict[str, float] | None
    """
    Mean alpha of face, chest and skull; areas, as shares of the person's, of half-seen pixels (haze), of a second part (apart) and of what is over the head (above); the longest straight upright edge beside the head (straight) and the rise of a thin strand over it (spike), in eyes-to-chin; the most error that the network expects of a region (region_error).
    """
    matte_error: float | None = None
    """
    Share of the person's area that the network expects to be wrong; null if the network does not say. Above 0.02, a person should look at the cut-out.
    """
    doubt: list[list[list[float]]] = []
    """
    Outlines in the finished photo, in pixels, of where to look for errors.
    """
    transform: list[list[float]] | None
    """
    From upright pixels of the original photo to pixels of the finished one.
    """
    adjusted: Adjustment | None = None
    """
    How the placement was changed by hand; null: not at all.
    """
    edited: list[str]
    """
    What differs from the original photo; for a check, what would be changed.
    """
    profile: str | None
    """
    The profile that the request named.
    """
    limits: dict[str, list[float | None]]
    """
    Limits by profile and request in place of the document's.
    """
    verdict: str
    """
    rejected: a check fails or the photo is rejected; look-again: a check warns.
    """
    reasons: list[Reason]
    """
    The most important checks that did not pass, at most three.
    """
    checks: list[Check]
    summary: Summary
    warnings: list[Caution]
    """
    What a person should look at, as fixed codes.
    """
    timings_ms: dict[str, float]
    """
    Duration of each step of a photo.
    """


class QuickReport(BaseModel):
    """
    What a first look at a photo tells, without cutting the person out.
    """

    spec: str
    verdict: str
    advice: Advice | None
    """
    The one thing that helps most; null: take the photo.
    """
    reasons: list[Reason]
    turned_deg: int
    """
    As in the report of a check.
    """
    face: FaceReport | None
    checks: list[Check]
    summary: Summary
    timings_ms: dict[str, float]
    """
    Duration of each step of a photo.
    """


class Report(BaseModel):
    """
    The same of a photo in a file of its own.
    """

    spec: str
    width_px: int
    height_px: int
    width_mm: float
    height_mm: float
    dpi: int
    source_width_px: int
    """
    Of the original photo, upright.
    """
    source_height_px: int
    turned_deg: int
    """
    By how many degrees the photo was turned clockwise because the person was not upright: 0, 90, 180 or 270. All pixel coordinates of the original photo refer to the turned photo.
    """
    refusal: str | None
    """
    Type of the problem with which /v1/idphoto would reject this photo, if it would.
    """
    face: FaceReport
    head: HeadReport
    matting: str
    """
    The network or method that cut the person out.
    """
    plausibility: dict[str, float]
    """
    As in the report of a check.
    """
    matte_error: float | None = None
    """
    Share of the person's area that the network expects to be wrong; null if the network does not say. Above 0.02, a person should look at the cut-out.
    """
    doubt: list[list[list[float]]] = []
    """
    Outlines in the finished photo, in pixels, of where to look for errors.
    """
    transform: list[list[float]]
    """
    Row-major 2x3; pixel centres have integer coordinates.
    """
    adjusted: Adjustment | None = None
    """
    How the placement was changed by hand; null: not at all.
    """
    edited: list[str]
    """
    What differs from the original photo; for a check, what would be changed.
    """
    profile: str | None
    """
    The profile that the request named.
    """
    limits: dict[str, list[float | None]]
    """
    Limits by profile and request in place of the document's.
    """
    verdict: str
    """
    rejected: a check fails or the photo is rejected; look-again: a check warns.
    """
    reasons: list[Reason]
    """
    The most important checks that did not pass, at most three.
    """
    checks: list[Check]
    summary: Summary
    warnings: list[Caution]
    """
    What a person should look at, as fixed codes.
    """
    timings_ms: dict[str, float]
    """
    Duration of each step of a photo.
    """
    file: FileReport
    marks: list[str]
    """
    How the photo is marked as edited: docs/marks.md.
    """
    produce_id: str | None = None
    """
    ProduceID of the mark `aigc`.
    """


class SheetPhotoReport(BaseModel):
    """
    Everything measured on the way to one finished photo on a sheet.
    """

    spec: str
    width_px: int
    height_px: int
    width_mm: float
    height_mm: float
    dpi: int
    source_width_px: int
    """
    Of the original photo, upright.
    """
    source_height_px: int
    turned_deg: int
    """
    By how many degrees the photo was turned clockwise because the person was not upright: 0, 90, 180 or 270. All pixel coordinates of the original photo refer to the turned photo.
    """
    refusal: str | None
    """
    Type of the problem with which /v1/idphoto would reject this photo, if it would.
    """
    face: FaceReport
    head: HeadReport
    matting: str
    """
    The network or method that cut the person out.
    """
    plausibility: dict[str, float]
    """
    As in the report of a check.
    """
    matte_error: float | None = None
    """
    Share of the person's area that the network expects to be wrong; null if the network does not say. Above 0.02, a person should look at the cut-out.
    """
    doubt: list[list[list[float]]] = []
    """
    Outlines in the finished photo, in pixels, of where to look for errors.
    """
    transform: list[list[float]]
    """
    Row-major 2x3; pixel centres have integer coordinates.
    """
    adjusted: Adjustment | None = None
    """
    How the placement was changed by hand; null: not at all.
    """
    edited: list[str]
    """
    What differs from the original photo; for a check, what would be changed.
    """
    profile: str | None
    """
    The profile that the request named.
    """
    limits: dict[str, list[float | None]]
    """
    Limits by profile and request in place of the document's.
    """
    verdict: str
    """
    rejected: a check fails or the photo is rejected; look-again: a check warns.
    """
    reasons: list[Reason]
    """
    The most important checks that did not pass, at most three.
    """
    checks: list[Check]
    summary: Summary
    warnings: list[Caution]
    """
    What a person should look at, as fixed codes.
    """
    timings_ms: dict[str, float]
    """
    Duration of each step of a photo.
    """
    photo: int = 1
    """
    Number of the original photo, from 1.
    """


class SheetReport(BaseModel):
    """
    Everything there is to know about one sheet.
    """

    paper_width_mm: float
    paper_height_mm: float
    width_px: int
    height_px: int
    dpi: int
    counts: dict[str, int]
    """
    How many photos of each size.
    """
    cells: list[CellReport]
    photos: list[SheetPhotoReport]
    """
    One report for each size of each photo that was sent; timings count from the sheet's start.
    """
    marks: list[str]
    """
    As in the report of a photo.
    """
    produce_id: str | None = None
    """
    ProduceID of the mark `aigc`.
    """
    matting: str
    """
    The network or method that cut the person out.
    """
    timings_ms: dict[str, float]
    """
    Duration of each step of a photo.
    """


class Problem(BaseModel):
    """
    RFC 9457: every error of the service.
    """

    type: str
    """
    The kind of problem. Programs should decide by this member.
    """
    title: str
    """
    The kind of problem in words.
    """
    status: int
    """
    The HTTP status.
    """
    detail: str
    """
    What is wrong, and how to fix it.
    """
    request_id: str | None = None
    """
    Identifies the request in the log.
    """
    field: str | None = None
    """
    The field at fault, the first if there are several.
    """
    errors: list[FieldError] | None = None
    """
    Every field at fault, each with what is wrong with it.
    """
    suggestions: list[str] | None = None
    """
    Similar names.
    """
    scope: str | None = None
    """
    The scope that the key would need.
    """
    retry_after: int | None = None
    """
    Seconds to wait, as in Retry-After.
    """
    violated_policies: Annotated[list[str] | None, Field(alias='violated-policies')] = (
        None
    )
    """
    Which quotas, by their names in RateLimit-Policy.
    """
    variant: int | None = None
    """
    The number of the variant at fault, from 1.
    """
    photo: int | None = None
    """
    The number of the photo at fault, from 1.
    """
    spec: str | None = None
    """
    The document at fault.
    """
    fits: dict[str, int] | None = None
    """
    How many photos of each size fit on the paper.
    """
    faces: list[list[float]] | None = None
    """
    Boxes of the faces, left, top, right and bottom in pixels of the photo as sent.
    """
    checks: list[Check] | None = None
    """
    The checks that fail.
    """
    bottom_gap_mm: float | None = None
    """
    How far above the frame's lower edge the photo ends.
    """
    side_gap_mm: float | None = None
    """
    How far inside the frame's sides the photo ends.
    """
    head_height_px: int | None = None
    """
    Crown to chin in the original photo.
    """
    required_head_height_px: int | None = None
    """
    What the document needs of it.
    """
    measures: dict[str, float] | None = None
    """
    How much of each part of the person is in the cut-out.
    """
    nearest_bytes: int | None = None
    """
    The closest size that is possible.
    """


class BatchResult(BaseModel):
    """
    What became of one photo of a batch, or of one variant of it.
    """

    variant: int | None
    """
    Its place in `variants`, from 1; null without `variants`, and if the photo itself is at fault.
    """
    file: str | None = None
    """
    The file's name; null if there is a problem.
    """
    media_type: str | None = None
    report: Report | None = None
    problem: Problem | None = None
    photo: str
    """
    Its name in the uploaded ZIP.
    """


class IdPhotoAnswer(BaseModel):
    """
    The answer to `Accept: application/json`.
    """

    image: Base64Bytes
    """
    The file in base64.
    """
    media_type: str
    report: Report


class Result(BaseModel):
    """
    What became of one variant: a file with its report, or a problem.
    """

    variant: int | None
    """
    Its place in `variants`, from 1.
    """
    file: str | None = None
    """
    The file's name; null if there is a problem.
    """
    media_type: str | None = None
    report: Report | None = None
    problem: Problem | None = None


class SheetAnswer(BaseModel):
    """
    The answer to `Accept: application/json`.
    """

    sheet: Base64Bytes
    """
    The file in base64.
    """
    media_type: str
    report: SheetReport


class VariantResult(BaseModel):
    """
    The same with the file itself.
    """

    variant: int | None
    """
    Its place in `variants`, from 1.
    """
    file: str | None = None
    """
    The file's name; null if there is a problem.
    """
    media_type: str | None = None
    report: Report | None = None
    problem: Problem | None = None
    image: Base64Bytes | None
    """
    The file in base64.
    """


class VariantsAnswer(BaseModel):
    """
    The answer to `Accept: application/json`.
    """

    made: int
    """
    How many files there are.
    """
    failed: int
    """
    How many failed.
    """
    variants: list[VariantResult]


class BatchManifest(BaseModel):
    """
    What became of a batch, in the order of the ZIP that was sent.
    """

    made: int
    """
    How many files there are.
    """
    failed: int
    """
    How many failed.
    """
    photos: list[BatchResult]
    ignored: list[str]
    """
    Files in the ZIP that are not photos, judging by their names: files that phones, programs and operating systems put beside photos.
    """


class Manifest(BaseModel):
    """
    What became of all variants.
    """

    made: int
    """
    How many files there are.
    """
    failed: int
    """
    How many failed.
    """
    variants: list[Result]
