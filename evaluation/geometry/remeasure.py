"""Finished photos measured once more, as if they were sent.

Every photo is finished for every document as a caller gets it who names the document alone. In the
file that comes out the face is searched and the person cut out anew, so that the millimetres and
verdicts of the report are checked by a look at the result.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from flask import Request
from werkzeug.test import EnvironBuilder

from service.pipeline.findings import Findings, Sitting
from service.pipeline.idphoto import IdPhoto, Studio, finish, see
from service.pipeline.report import report_on
from service.specs.catalogue import Catalogue
from service.steps.decode import decode
from service.steps.encode import fit
from service.steps.face import only_face
from service.steps.frame import window
from service.steps.head import find_head
from service.steps.matting import Matter, matte
from service.values.document import RangeName
from service.values.errors import ServiceError
from service.values.order import Order
from service.values.photo import RGB, Alpha, Face
from service.values.report import Report
from service.values.watch import Watch
from service.web.order import read_order

MEASURES: tuple[RangeName, ...] = ("head_height_mm", "top_mm", "eye_line_mm", "chin_bottom_mm")

Lengths = dict[RangeName, float]


@dataclass(frozen=True, slots=True)
class Pair:
    """One photo for one document: its report and what the finished file measures, or why not.

    `refusal` is the problem's type, `again` empty where the finished file could not be measured.
    """

    photo: str
    spec: str
    refusal: str = ""
    report: Report | None = None
    again: Lengths = field(default_factory=dict)


def pairs_of(path: Path, orders: Sequence[Order], studio: Studio) -> list[Pair]:
    """One photo for each of `orders`. What is the same for several is done once."""
    once = Once(path.read_bytes(), studio)
    return [_pair(path.name, order, once) for order in orders]


def default_order(spec_id: str, catalogue: Catalogue) -> Order:
    """The order of a caller who names the document alone."""
    environ = EnvironBuilder(query_string={"spec": spec_id}).get_environ()
    return read_order(Request(environ), catalogue)


def _pair(name: str, order: Order, once: "Once") -> Pair:
    report = None
    try:
        made = once.make(order)
        report = made.report
        return Pair(name, order.spec.id, "", report, once.measure(made.data, order))
    except ServiceError as error:
        return Pair(name, order.spec.id, error.slug, report)


class Once:
    """A photo's sittings by the pixels that they need, and what its finished files measured."""

    def __init__(self, data: bytes, studio: Studio) -> None:
        self._data, self._studio = data, studio
        self._kept = Studio(studio.detector, Kept(studio.matter), studio.limits)
        self._sittings: dict[float, Sitting] = {}
        self._measured: dict[str, Lengths] = {}

    def make(self, order: Order) -> IdPhoto:
        """The finished photo. Raises ServiceError."""
        if order.head_px not in self._sittings:
            sitting = Sitting(self._data)
            see(sitting, [order], self._kept, Watch())
            self._sittings[order.head_px] = sitting
        found, watch = Findings(self._sittings[order.head_px], order), Watch()
        pixels = finish(found, watch)
        found.file = file = fit(pixels, order.format, order.dpi, order.file)
        return IdPhoto(file.data, report_on(Report, found, watch))

    def measure(self, data: bytes, order: Order) -> Lengths:
        """The lengths in mm that a finished file shows. Raises ServiceError."""
        key = f"{hashlib.sha256(data).hexdigest()} {order.spec.height_mm}"
        if key not in self._measured:
            self._measured[key] = measure(data, order, self._studio)
        return self._measured[key]


def measure(data: bytes, order: Order, studio: Studio) -> Lengths:
    """The lengths in mm that a finished file shows. Raises ServiceError."""
    photo = decode(data, studio.limits)
    face = only_face(photo, studio.detector)
    coarse = matte(photo, face, window(photo, face), studio.matter, Watch())
    head = find_head(face, coarse, upright=False)
    crown, eyes, chin = (
        (float(point[1]) + 0.5) / order.px_per_mm for point in (head.crown, head.eyes, head.chin)
    )
    below = order.spec.height_mm
    values = (chin - crown, crown, below - eyes, below - chin)
    return dict(zip(MEASURES, values, strict=True))


class Kept:
    """A matter that answers the same window from memory."""

    def __init__(self, matter: Matter) -> None:
        """In front of `matter`."""
        self.name = matter.name
        self._matter = matter
        self._alphas: dict[bytes, Alpha] = {}

    def alpha(self, window: RGB, face: Face, watch: Watch, /) -> Alpha:
        """Its alpha of a window (H, W, 3)."""
        key = hashlib.sha256(np.ascontiguousarray(window).tobytes()).digest()
        if key not in self._alphas:
            self._alphas[key] = self._matter.alpha(window, face, watch)
        return self._alphas[key]
