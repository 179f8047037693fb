"""From one or more photos to a sheet for the printer."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from service.cancellation import CancellationToken
from service.pipeline.engine import Engine
from service.pipeline.findings import Findings, Subject
from service.pipeline.idphoto import analyse, render
from service.pipeline.report import report_on
from service.steps.assign_photos import assign_photos
from service.steps.encode import encode
from service.steps.label import label
from service.steps.layout import lay_out
from service.steps.sheet import draw, to_pdf
from service.values.errors import ServiceError
from service.values.marks import Label
from service.values.photo import RGB
from service.values.sheet import (
    CellReport,
    Layout,
    SheetOrder,
    SheetPhotoReport,
    SheetReport,
    Size,
)

Pictures = dict[tuple[int, int], RGB]  # by number of the item and of the photo


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished sheet: the file and what is known about it."""

    data: bytes
    report: SheetReport


def make_sheet(
    photos: Sequence[bytes], order: SheetOrder, engine: Engine, token: CancellationToken
) -> Sheet:
    """Lay `photos` out on one sheet of paper; each is decoded and cut out once, in turn.

    Raises the 4xx errors of service.values.problems, and Cancelled when `token` is cancelled.
    """
    with token.step("layout"):
        layout = assign_photos(lay_out(order, token), order.items)
    pictures: Pictures = {}
    reports: list[SheetPhotoReport] = []
    for photo, data in enumerate(photos, 1):
        with _about(f"Photo {photo}", f"第 {photo} 张照片", len(photos) > 1, photo=photo):
            reports += _render_photo(photo, data, order, engine, token, pictures)
    with token.step("sheet"):
        pixels = draw(layout, pictures, order.dpi, order.cut_marks, token)
    with token.step("encode"):
        edited = any(not item.order.crop_only for item in order.items)
        own_label = label(edited, engine.labelling)
        file = _file(pixels, layout.paper_mm, order, own_label.xmp, token)
    return Sheet(file, _report(pixels, layout, order, tuple(reports), own_label, token))


def _render_photo(
    photo: int,
    data: bytes,
    order: SheetOrder,
    engine: Engine,
    token: CancellationToken,
    pictures: Pictures,
) -> Iterator[SheetPhotoReport]:
    """The report of each size of one photo, whose pixels go into `pictures`."""
    numbers = [number for number, item in enumerate(order.items) if item.shows(photo)]
    subject = Subject()
    analyse(subject, data, [order.items[number].order for number in numbers], engine, token)
    for number in numbers:
        findings = Findings(subject, order.items[number].order)
        spec = findings.order.spec.id
        with _about(f"As {spec}", f"按 {spec} 制作", len(numbers) > 1, spec=spec):
            pictures[number, photo] = render(findings, token)
        report = report_on(SheetPhotoReport, findings, token)
        yield report.model_copy(update={"photo": photo})


@contextmanager
def _about(name: str, name_zh: str, several: bool, **members: object) -> Iterator[None]:
    """Where there are several photos, an error raised inside says which one it is about."""
    try:
        yield
    except ServiceError as error:
        if several:
            error.precede(name, name_zh, **members)
        raise


def _file(
    pixels: RGB, paper_mm: Size, order: SheetOrder, xmp: bytes, token: CancellationToken
) -> bytes:
    if order.format == "pdf":
        return to_pdf(pixels, paper_mm, xmp)
    return encode(pixels, order.format, order.dpi, xmp=xmp, quick=True, token=token)


def _cells(layout: Layout, order: SheetOrder) -> tuple[CellReport, ...]:
    return tuple(
        CellReport(
            spec=order.items[cell.item].order.spec.id,
            left_mm=round(cell.left_mm, 2),
            top_mm=round(cell.top_mm, 2),
            width_mm=cell.width_mm,
            height_mm=cell.height_mm,
            turned=cell.turned,
            photo=cell.photo,
        )
        for cell in layout.cells
    )


def _report(
    pixels: RGB,
    layout: Layout,
    order: SheetOrder,
    photos: tuple[SheetPhotoReport, ...],
    own_label: Label,
    token: CancellationToken,
) -> SheetReport:
    cells = _cells(layout, order)
    return SheetReport(
        paper_width_mm=layout.paper_mm[0],
        paper_height_mm=layout.paper_mm[1],
        width_px=pixels.shape[1],
        height_px=pixels.shape[0],
        dpi=order.dpi,
        counts=dict(Counter(cell.spec for cell in cells)),
        cells=cells,
        photos=photos,
        marks=order.items[0].order.marks.names + own_label.names,
        produce_id=own_label.produce_id,
        matting=photos[0].matting,
        timings_ms=dict(token.timings_ms),
    )
