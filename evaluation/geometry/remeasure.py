"""A finished photo measured once more, as if it were sent.

A photo is finished for documents as a caller gets it who names the document alone. In the file that
comes out the face is searched and the person cut out anew, so that the millimetres and verdicts of
the report are checked by a look at the result.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from evaluation.engine import CachedMatting
from service.cancellation import CancellationToken
from service.pipeline.engine import Engine
from service.pipeline.findings import Findings, Subject
from service.pipeline.idphoto import IdPhoto, analyse, render
from service.pipeline.report import report_on
from service.steps.decode.decode import decode
from service.steps.encode import fit
from service.steps.face import only_face
from service.steps.frame import window
from service.steps.head import find_head
from service.steps.matting import matte
from service.steps.skull import to_skull
from service.values.document import RangeName
from service.values.errors import ServiceError
from service.values.order import Order
from service.values.report import Report

MEASURES: tuple[RangeName, ...] = ("head_height_mm", "top_mm", "eye_line_mm", "chin_bottom_mm")

Lengths = dict[RangeName, float]


@dataclass(frozen=True, slots=True)
class Remeasurement:
    """One photo for one document: its report and what the finished file measures, or why not.

    `refusal` is the problem's type; `lengths` is empty where the finished file was not measured.
    """

    photo: str
    spec: str
    refusal: str = ""
    report: Report | None = None
    lengths: Lengths = field(default_factory=dict)


def remeasure_photo(path: Path, orders: Sequence[Order], engine: Engine) -> list[Remeasurement]:
    """One photo for each of `orders`. What is the same for several is done once."""
    source = SourcePhoto(path.read_bytes(), engine)
    return [_remeasure(path.name, order, source) for order in orders]


def _remeasure(name: str, order: Order, source: "SourcePhoto") -> Remeasurement:
    report = None
    try:
        finished = source.finish(order)
        report = finished.report
        lengths = source.measure(finished.data, order)
    except ServiceError as error:
        return Remeasurement(name, order.spec.id, error.slug, report)
    return Remeasurement(name, order.spec.id, "", report, lengths)


class SourcePhoto:
    """A photo that was sent; keeps its subjects by head size and what its files measured."""

    def __init__(self, data: bytes, engine: Engine) -> None:
        """`data` is the file."""
        self._data, self._engine = data, engine
        self._caching_engine = replace(engine, matting=CachedMatting(engine.matting))
        self._subjects: dict[float, Subject] = {}
        self._lengths: dict[str, Lengths] = {}

    def finish(self, order: Order) -> IdPhoto:
        """The finished photo. Raises ServiceError."""
        if order.head_px not in self._subjects:
            subject = Subject()
            analyse(subject, self._data, [order], self._caching_engine, CancellationToken())
            self._subjects[order.head_px] = subject
        findings, token = Findings(self._subjects[order.head_px], order), CancellationToken()
        pixels = render(findings, token)
        findings.file = file = fit(pixels, order.format, order.dpi, order.file)
        return IdPhoto(file.data, report_on(Report, findings, token))

    def measure(self, data: bytes, order: Order) -> Lengths:
        """The lengths in mm that a finished file shows. Raises ServiceError."""
        key = f"{hashlib.sha256(data).hexdigest()} {order.spec.height_mm} {order.spec.crown}"
        if key not in self._lengths:
            self._lengths[key] = measure(data, order, self._engine)
        return self._lengths[key]


def measure(data: bytes, order: Order, engine: Engine) -> Lengths:
    """The lengths in mm that a finished file shows. Raises ServiceError."""
    photo = decode(data, engine.limits)
    face = only_face(photo, engine.detector)
    coarse = matte(photo, face, window(photo, face), engine.matting, CancellationToken())
    head = find_head(face, coarse, upright=False)
    head = to_skull(head) if order.spec.crown == "skull" else head
    crown, eyes, chin = (
        (float(point[1]) + 0.5) / order.px_per_mm for point in (head.crown, head.eyes, head.chin)
    )
    below = order.spec.height_mm
    values = (chin - crown, crown, below - eyes, below - chin)
    return dict(zip(MEASURES, values, strict=True))
