"""From a photo to a sheet for the printer."""

from collections import Counter
from dataclasses import dataclass

from service.pipeline.findings import Findings, Sitting
from service.pipeline.idphoto import Studio, finish, see
from service.pipeline.report import report_on
from service.steps.encode import QUICK, encode
from service.steps.label import label
from service.steps.layout import lay_out
from service.steps.sheet import draw, to_pdf
from service.values.marks import Label
from service.values.photo import RGB
from service.values.report import PhotoReport
from service.values.sheet import CellReport, Layout, SheetOrder, SheetReport, Size
from service.values.watch import Watch


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished sheet: the file and what is known about it."""

    data: bytes
    report: SheetReport


def make_sheet(data: bytes, order: SheetOrder, studio: Studio, watch: Watch) -> Sheet:
    """Lay the photos of `order` out on one paper; the photo is decoded and cut out once.

    Raises the 4xx errors of service.values.errors, and Cancelled when `watch` is cancelled.
    """
    with watch.step("layout"):
        layout = lay_out(order)
    sitting = Sitting(data)
    see(sitting, [wish.order for wish in order.wishes], studio, watch)
    pictures, reports = [], []
    for wish in order.wishes:
        found = Findings(sitting, wish.order)
        pictures.append(finish(found, watch))
        reports.append(report_on(PhotoReport, found, watch))
    with watch.step("sheet"):
        pixels = draw(layout, pictures, order.dpi, order.marks)
    with watch.step("encode"):
        edited = any(not wish.order.crop_only for wish in order.wishes)
        said = label(edited, studio.labelling)
        file = _file(pixels, layout.paper_mm, order, said.xmp)
    return Sheet(file, _report(pixels, layout, order, tuple(reports), said, watch))


def _file(pixels: RGB, paper_mm: Size, order: SheetOrder, xmp: bytes) -> bytes:
    if order.format == "pdf":
        return to_pdf(pixels, paper_mm, xmp)
    return encode(pixels, order.format, order.dpi, xmp=xmp, png_level=QUICK)


def _report(
    pixels: RGB,
    layout: Layout,
    order: SheetOrder,
    photos: tuple[PhotoReport, ...],
    said: Label,
    watch: Watch,
) -> SheetReport:
    cells = tuple(
        CellReport(
            spec=photos[cell.wish].spec,
            left_mm=round(cell.left_mm, 2),
            top_mm=round(cell.top_mm, 2),
            width_mm=cell.width_mm,
            height_mm=cell.height_mm,
            turned=cell.turned,
        )
        for cell in layout.cells
    )
    return SheetReport(
        paper_width_mm=layout.paper_mm[0],
        paper_height_mm=layout.paper_mm[1],
        width_px=pixels.shape[1],
        height_px=pixels.shape[0],
        dpi=order.dpi,
        counts=dict(Counter(cell.spec for cell in cells)),
        cells=cells,
        photos=photos,
        marks=order.wishes[0].order.marks.names + said.names,
        produce_id=said.produce_id,
        matting=photos[0].matting,
        timings_ms=dict(watch.timings_ms),
    )
