"""What there is to say about a photo, finished or not."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import TypeVar

from service.pipeline.findings import Findings
from service.steps.encode import Encoded
from service.values import geometry
from service.values.check import Check, CheckId
from service.values.geometry import Affine, Points, turn_of
from service.values.order import Format
from service.values.photo import Face, Photo
from service.values.placement import Placement
from service.values.report import (
    Caution,
    CheckReport,
    Edit,
    FaceReport,
    FileReport,
    HeadReport,
    Point,
    Summary,
    WarningCode,
)
from service.cancellation import CancellationToken

LANDMARKS = ("left_eye", "right_eye", "nose", "left_mouth", "right_mouth")
TURNED_DEG = 0.05  # less is no rotation

# A warning is a check that did not pass, under the code that callers know it by.
WARNINGS: dict[WarningCode, tuple[CheckId, ...]] = {
    "head-cut-off": ("head-complete",),
    "body-cut-off": ("body-complete",),
    "shoulders-cut-off": ("shoulders-complete",),
    "crown-assumed": ("crown",),
    "range-missed": ("head-height", "top-margin", "eye-line", "chin-bottom", "face-width"),
    "range-close": (),  # those of range-missed, where the range holds: see _code
    "matte-unclear": ("cut-out",),
    "enlarged": ("resolution",),
}

Kind = TypeVar("Kind", bound=CheckReport)


def report_on(kind: type[Kind], found: Findings, token: CancellationToken) -> Kind:
    """Everything that was found, lengths of the face in upright pixels of the file."""
    order, placed, checks = found.order, found.placement, found.checks
    photo, face, matte = found.subject.photo, found.subject.face, found.subject.matte
    assert photo is not None
    return kind.model_validate(
        {
            "spec": order.spec.id,
            "width_px": order.size[0],
            "height_px": order.size[1],
            "width_mm": order.spec.width_mm,
            "height_mm": order.spec.height_mm,
            "dpi": order.dpi,
            "source_width_px": photo.source_size[0],
            "source_height_px": photo.source_size[1],
            "refusal": found.refusal and found.refusal.slug,
            "face": face and _face(face, photo),
            "head": placed and face and _head(placed, face.roll_deg + turn_of(placed.affine)),
            "file": found.file and _file(found.file, order.format),
            "marks": order.marks.names + (found.label.names if found.label else ()),
            "produce_id": found.label and found.label.produce_id,
            "matting": matte and matte.model,
            "plausibility": found.plausible
            and {k: round(v, 3) for k, v in asdict(found.plausible).items()},
            "transform": placed and _rows(geometry.compose(placed.affine, photo.from_source)),
            "edited": _edited(found),
            "checks": checks,
            "summary": _summary(checks),
            "warnings": _cautions(checks),
            "timings_ms": dict(token.timings_ms),
        }
    )


def _cautions(checks: Iterable[Check]) -> tuple[Caution, ...]:
    said: dict[WarningCode, list[str]] = {code: [] for code in WARNINGS}
    for check in checks:
        if check.verdict in ("warn", "fail") and (code := _code(check)):
            said[code].append(check.message.en)
    return tuple(
        Caution(code=code, message=" ".join(dict.fromkeys(texts)))
        for code, texts in said.items()
        if texts
    )


def _code(check: Check) -> WarningCode | None:
    """The warning that a check which did not pass belongs to."""
    code = next((code for code, of in WARNINGS.items() if check.id in of), None)
    return "range-close" if code == "range-missed" and check.in_limit else code


def _summary(checks: Iterable[Check]) -> Summary:
    verdicts = [check.verdict for check in checks]
    return Summary(
        passed=verdicts.count("pass"),
        warn=verdicts.count("warn"),
        fail=verdicts.count("fail"),
        not_assessed=verdicts.count("not-assessed"),
    )


def _edited(found: Findings) -> tuple[Edit, ...]:
    """What the finished photo does not show as it was sent."""
    if found.placement is None:
        return ()
    edits: tuple[Edit, ...] = () if found.order.crop_only else ("background",)
    turned = abs(turn_of(found.placement.affine)) > TURNED_DEG
    return (*edits, "rotation") if turned else edits


def _file(file: Encoded, file_format: Format) -> FileReport:
    return FileReport(
        format=file_format,
        bytes=len(file.data),
        quality=file.quality,
        chroma=file.chroma,
        padding=file.padding,
    )


def _face(face: Face, photo: Photo) -> FaceReport:
    in_source = face.mapped(geometry.invert(photo.from_source))
    return FaceReport(
        box=_rounded(in_source.box),
        score=round(face.score, 4),
        landmarks=dict(zip(LANDMARKS, _points(in_source.landmarks), strict=True)),
        roll_deg=round(face.roll_deg, 1),
    )


def _head(placed: Placement, left_deg: float) -> HeadReport:
    lengths = {name: round(value, 2) for name, value in placed.lengths_mm.items()}
    return HeadReport(
        **lengths,
        roll_deg=round(left_deg, 1),
        uncertainty_mm={n: round(v, 2) for n, v in placed.uncertainty_mm.items()},
        missed_mm={n: round(v, 2) for n, v in placed.missed_mm.items()},
    )


def _rows(transform: Affine) -> list[list[float]]:
    rows: list[list[float]] = transform.round(6).tolist()
    return rows


def _points(points: Points) -> list[Point]:
    return [(round(float(x), 1), round(float(y), 1)) for x, y in points]


def _rounded(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, top, right, bottom = (round(edge, 1) for edge in box)
    return left, top, right, bottom
