"""What there is to say about a finished photo."""

from dataclasses import asdict

from service.steps.head import cut_off_above
from service.steps.plausible import Plausibility
from service.values import geometry
from service.values.geometry import Points
from service.values.order import Order
from service.values.photo import Face, Matte, Photo
from service.values.placement import Head, Placement
from service.values.report import (
    Caution,
    FaceReport,
    HeadReport,
    Point,
    Report,
    WarningCode,
)
from service.values.watch import Watch

LANDMARKS = ("left_eye", "right_eye", "nose", "left_mouth", "right_mouth")
NOTICEABLE_MM = 0.1
ENLARGED = 1.2

MESSAGES: dict[WarningCode, str] = {
    "head-cut-off": "The photo cuts off the top of the head or the hair.",
    "body-cut-off": "The photo ends slightly above the lower edge of the frame.",
    "shoulders-cut-off": "The photo cuts off a shoulder slightly inside the frame.",
    "crown-assumed": "The top of the head was not clear; its height follows from the face.",
    "range-missed": "Not every range of the document can hold; missed_mm says which does not.",
    "matte-unclear": "The person is hard to tell from the background; look at the edges.",
    "enlarged": "The head had to be enlarged; a photo with more pixels would be sharper.",
}


def cautions(
    head: Head, placement: Placement, plausible: Plausibility, photo: Photo
) -> tuple[Caution, ...]:
    """The warnings that apply, in the order in which a person would look."""
    found: dict[WarningCode, bool] = {
        "head-cut-off": cut_off_above(head, photo),
        "body-cut-off": placement.bottom_gap_mm > NOTICEABLE_MM,
        "shoulders-cut-off": placement.side_gap_mm > NOTICEABLE_MM,
        "crown-assumed": not head.measured,
        "range-missed": placement.misses,
        "matte-unclear": bool(plausible.unclear),
        "enlarged": geometry.scale_of(placement.affine) > ENLARGED,
    }
    return tuple(
        Caution(code=code, message=MESSAGES[code]) for code, holds in found.items() if holds
    )


def report_on(
    photo: Photo,
    face: Face,
    matte: Matte,
    head: Head,
    placement: Placement,
    plausible: Plausibility,
    order: Order,
    watch: Watch,
) -> Report:
    """Everything measured on the way, lengths of the face in upright pixels of the file."""
    in_source = face.mapped(geometry.invert(photo.from_source))
    transform = geometry.compose(placement.affine, photo.from_source).round(6).tolist()
    return Report(
        spec=order.spec.id,
        width_px=order.size[0],
        height_px=order.size[1],
        width_mm=order.spec.width_mm,
        height_mm=order.spec.height_mm,
        dpi=order.dpi,
        source_width_px=photo.source_size[0],
        source_height_px=photo.source_size[1],
        face=FaceReport(
            box=_rounded(in_source.box),
            score=round(face.score, 4),
            landmarks=dict(zip(LANDMARKS, _points(in_source.landmarks), strict=True)),
            roll_deg=round(face.roll_deg, 1),
        ),
        head=_head_report(face, head, placement),
        matting=matte.model,
        transform=(tuple(transform[0]), tuple(transform[1])),
        warnings=cautions(head, placement, plausible, photo),
        plausibility={k: round(v, 3) for k, v in asdict(plausible).items()},
        timings_ms=dict(watch.timings_ms),
    )


def _head_report(face: Face, head: Head, placement: Placement) -> HeadReport:
    lengths = {name: round(value, 2) for name, value in placement.lengths_mm.items()}
    return HeadReport(
        **lengths,
        roll_deg=round(face.roll_deg - head.roll_deg, 1),
        uncertainty_mm={n: round(v, 2) for n, v in placement.uncertainty_mm.items()},
        missed_mm={n: round(v, 2) for n, v in placement.missed_mm.items()},
    )


def _points(points: Points) -> list[Point]:
    return [(round(float(x), 1), round(float(y), 1)) for x, y in points]


def _rounded(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, top, right, bottom = (round(edge, 1) for edge in box)
    return left, top, right, bottom
