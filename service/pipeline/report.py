"""What there is to say about a photo, finished or not."""

from collections.abc import Iterable
from typing import TypeVar

from service.cancellation import CancellationToken
from service.pipeline.findings import Findings
from service.pipeline.warnings import document_warnings, warnings_of
from service.steps.encode import Encoded
from service.steps.plausible import LEAST, MOST, Plausibility
from service.values import geometry
from service.values.check import Check
from service.values.files import Format
from service.values.geometry import Affine, Points, turn_of
from service.values.order import Order
from service.values.photo import Face, Photo
from service.values.placement import Head, Placement
from service.values.report import (
    CheckReport,
    Edit,
    FaceReport,
    FileReport,
    HeadReport,
    Point,
    Summary,
)
from service.values.verdict import reasons_of, verdict_of

LANDMARKS = ("left_eye", "right_eye", "nose", "left_mouth", "right_mouth")
MESH_POINTS = 478
TURNED_DEG = 0.05  # less is no rotation

AnyReport = TypeVar("AnyReport", bound=CheckReport)


def report_on(kind: type[AnyReport], findings: Findings, token: CancellationToken) -> AnyReport:
    """Everything that was found; lengths of the face are in upright pixels of the file."""
    order, placed, checks = findings.order, findings.placement, findings.checks
    photo, face, matte = findings.subject.photo, findings.subject.face, findings.subject.matte
    assert photo is not None
    return kind.model_validate(
        {
            **_ordered(order),
            "source_width_px": photo.source_size[0],
            "source_height_px": photo.source_size[1],
            "turned_deg": 90 * photo.quarter_turns,
            "refusal": findings.refusal and findings.refusal.slug,
            "face": face and face_report(face, photo),
            "head": placed and face and _head(placed, face.roll_deg, findings.head),
            **_finished(findings),
            "matting": matte and matte.model,
            **_judged(findings.plausible),
            "transform": placed and _rows(geometry.compose(placed.affine, photo.from_source)),
            "adjusted": placed and order.adjustment,
            "edited": _edited(findings),
            "verdict": verdict_of(checks, findings.refusal is not None),
            "reasons": reasons_of(checks),
            "checks": checks,
            "summary": summary_of(checks),
            "warnings": (
                *warnings_of(checks),
                *document_warnings(order.spec, order.format if findings.file else None),
            ),
            "timings_ms": dict(token.timings_ms),
        }
    )


def _ordered(order: Order) -> dict[str, object]:
    """What was ordered."""
    return {
        "spec": order.spec.id,
        "width_px": order.size[0],
        "height_px": order.size[1],
        "width_mm": order.spec.width_mm,
        "height_mm": order.spec.height_mm,
        "dpi": order.dpi,
        "profile": order.limits.profile,
        "limits": dict(order.limits.bounds),
    }


def _judged(plausible: Plausibility | None) -> dict[str, object]:
    """What there is to say of the matte."""
    if plausible is None:
        return {"plausibility": None}
    measures = {name: getattr(plausible, name) for name in (*LEAST, *MOST)}
    error = measures.pop("matte_error")
    return {
        "plausibility": {k: round(v, 3) for k, v in measures.items() if v is not None},
        "matte_error": None if error is None else round(error, 4),
        "doubt": plausible.doubt,
    }


def _finished(findings: Findings) -> dict[str, object]:
    """What there is to say of the file itself."""
    order, label = findings.order, findings.label
    return {
        "file": findings.file and _file(findings.file, order.format),
        "marks": order.marks.names + (label.names if label else ()),
        "produce_id": label and label.produce_id,
    }


def summary_of(checks: Iterable[Check]) -> Summary:
    """Number of checks with each verdict."""
    verdicts = [check.verdict for check in checks]
    return Summary(
        passed=verdicts.count("pass"),
        warn=verdicts.count("warn"),
        fail=verdicts.count("fail"),
        not_assessed=verdicts.count("not-assessed"),
    )


def _edited(findings: Findings) -> tuple[Edit, ...]:
    """What was edited: where the finished photo differs from the one that was sent."""
    if findings.placement is None:
        return ()
    edits: tuple[Edit, ...] = () if findings.order.crop_only else ("background",)
    photo = findings.subject.photo
    quarters = photo.quarter_turns if photo else 0
    turned = quarters != 0 or abs(turn_of(findings.placement.affine)) > TURNED_DEG
    return (*edits, "rotation") if turned else edits


def _file(file: Encoded, file_format: Format) -> FileReport:
    return FileReport(
        format=file_format,
        bytes=len(file.data),
        quality=file.quality,
        chroma=file.chroma,
        padding=file.padding,
    )


def face_report(face: Face, photo: Photo) -> FaceReport:
    """The face in upright pixels of the file."""
    in_source = face.mapped(geometry.invert(photo.from_source))
    return FaceReport(
        box=_rounded(in_source.box),
        score=round(face.score, 4),
        landmarks=dict(zip(LANDMARKS, _points(in_source.landmarks), strict=True)),
        roll_deg=round(face.roll_deg, 1),
        points=MESH_POINTS if face.mesh else len(LANDMARKS),
    )


def _head(placed: Placement, roll_deg: float, head: Head | None) -> HeadReport:
    lengths = {name: round(value, 2) for name, value in placed.lengths_mm.items()}
    return HeadReport(
        crown="skull" if head and head.skull else "hair",
        **lengths,
        roll_deg=round(roll_deg + turn_of(placed.affine), 1),
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
