"""The sheet itself: finished photos and cut marks on white paper."""

import io
from collections.abc import Mapping

import numpy as np
from PIL import Image, PdfParser

from service.cancellation import NEVER, CancellationToken
from service.values.photo import RGB
from service.values.sheet import CutMarks, Layout, Size
from service.values.spec import MM_PER_INCH

LINE_MM = 0.1
TICK_MM = (0.5, 3.0)  # where a crop mark starts and ends, from the photo's corner
INK = {"crop": 0, "hairline": 160}  # grey values
JPEG_QUALITY = 95

_Box = tuple[int, int, int, int]  # left, top, right, bottom in pixels


def draw(
    layout: Layout,
    pictures: Mapping[tuple[int, int], RGB],
    dpi: int,
    cut_marks: CutMarks,
    token: CancellationToken = NEVER,
) -> RGB:
    """The paper (H, W, 3) with the picture of each item and photo in all its cells.

    Raises Cancelled when `token` is cancelled.
    """
    width, height = (_px(side, dpi) for side in layout.paper_mm)
    paper = np.full((height, width, 3), 255, np.uint8)
    placed: list[tuple[_Box, RGB]] = []
    for cell in layout.cells:
        token.raise_if_cancelled()
        picture = pictures[cell.item, cell.photo]
        picture = np.rot90(picture) if cell.turned else picture
        left = min(_px(cell.left_mm, dpi), width - picture.shape[1])
        top = min(_px(cell.top_mm, dpi), height - picture.shape[0])
        placed.append(((left, top, left + picture.shape[1], top + picture.shape[0]), picture))
    if cut_marks == "crop":
        for box, _ in placed:
            _crop_marks(paper, box, dpi)
    for (left, top, right, bottom), picture in placed:
        paper[top:bottom, left:right] = picture
    if cut_marks == "hairline":
        for box, _ in placed:
            _frame(paper, box, dpi)
    return paper


def to_pdf(pixels: RGB, paper_mm: Size, xmp: bytes = b"") -> bytes:
    """One page whose MediaBox is the paper, to the hundredth of a point, whatever the pixels.

    `xmp`, unless empty, is the document's metadata.
    """
    height, width = pixels.shape[:2]
    per_inch = width / paper_mm[0] * MM_PER_INCH, height / paper_mm[1] * MM_PER_INCH
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PDF", dpi=per_inch, quality=JPEG_QUALITY, subsampling=0)
    if xmp:
        _describe(out, xmp)
    return out.getvalue()


def _describe(file: io.BytesIO, xmp: bytes) -> None:
    """Append a metadata stream (PDF 1.7, 14.3.2) and a catalogue that names it."""
    with PdfParser.PdfParser(f=file) as pdf:
        pdf.start_writing()
        pdf.info.clear()  # it would be written a second time
        name = PdfParser.PdfName
        metadata = pdf.write_obj(None, stream=xmp, Type=name(b"Metadata"), Subtype=name(b"XML"))
        root = pdf.write_obj(None, {**pdf.root, b"Metadata": metadata})
        pdf.write_xref_and_trailer(root)


def _crop_marks(paper: RGB, box: _Box, dpi: int) -> None:
    """Two ticks outside each corner, along the edges; photos drawn later cover any overlap."""
    left, top, right, bottom = box
    near, far = (_px(reach, dpi) for reach in TICK_MM)
    line = max(1, _px(LINE_MM, dpi))
    for x in (left, right - line):
        for start, end in ((top - far, top - near), (bottom + near, bottom + far)):
            _ink(paper, (x, start, x + line, end), INK["crop"])
    for y in (top, bottom - line):
        for start, end in ((left - far, left - near), (right + near, right + far)):
            _ink(paper, (start, y, end, y + line), INK["crop"])


def _frame(paper: RGB, box: _Box, dpi: int) -> None:
    """A thin line around the photo, outside it."""
    left, top, right, bottom = box
    line = max(1, _px(LINE_MM, dpi))
    _ink(paper, (left - line, top - line, right + line, top), INK["hairline"])
    _ink(paper, (left - line, bottom, right + line, bottom + line), INK["hairline"])
    _ink(paper, (left - line, top, left, bottom), INK["hairline"])
    _ink(paper, (right, top, right + line, bottom), INK["hairline"])


def _ink(paper: RGB, box: _Box, grey: int) -> None:
    """Fill the part of `box` that is on the paper."""
    left, top, right, bottom = (max(0, edge) for edge in box)
    paper[top:bottom, left:right] = grey


def _px(length_mm: float, dpi: int) -> int:
    return round(length_mm / MM_PER_INCH * dpi)
