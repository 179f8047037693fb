import io

import numpy as np
import pytest
from pypdf import PdfReader

from service.steps.sheet import draw, to_pdf
from service.values.sheet import Cell, Layout

RED, BLUE = (255, 0, 0), (0, 0, 255)


def flat(size, colour):
    return np.full((size[1], size[0], 3), colour, np.uint8)


def where(sheet, colour):
    """left, top, right, bottom of the pixels of this colour."""
    rows, columns = np.nonzero((sheet == colour).all(axis=2))
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def one(left, top, turned=False, paper=(50.8, 76.2)):
    width, height = (50.8, 25.4)[:: -1 if turned else 1]
    return Layout(paper, (Cell(0, left, top, width, height, turned),))


def test_a_photo_lies_where_the_layout_says_in_whole_pixels():
    sheet = draw(one(0, 12.7), {(0, 1): flat((600, 300), RED)}, 300, "none")
    assert sheet.shape == (900, 600, 3)
    assert where(sheet, RED) == (0, 150, 600, 450)
    assert (sheet[0] == 255).all()


def test_a_turned_photo_has_its_head_to_the_left():
    photo = flat((600, 300), RED)
    photo[:20] = BLUE  # the top
    sheet = draw(one(12.7, 12.7, turned=True), {(0, 1): photo}, 300, "none")
    assert where(sheet, BLUE) == (150, 150, 170, 750)


def test_crop_marks_are_outside_the_photo_along_its_edges():
    sheet = draw(one(0, 25.4), {(0, 1): flat((600, 300), RED)}, 300, "crop")
    assert where(sheet, RED) == (0, 300, 600, 600)
    left, top, right, bottom = where(sheet, (0, 0, 0))
    assert (left, right) == (0, 600), "in line with the photo's left and right edge"
    assert (top, bottom) == (300 - 35, 600 + 35)
    assert (sheet[299] == 255).all(), "they do not touch it"


def test_no_mark_is_drawn_over_a_neighbour():
    cells = tuple(Cell(n, 10 + 11 * n, 10, 10, 10, False) for n in range(2))
    pictures = {(0, 1): flat((118, 118), RED), (1, 1): flat((118, 118), BLUE)}
    sheet = draw(Layout((50.8, 50.8), cells), pictures, 300, "crop")
    for colour in (RED, BLUE):
        left, top, right, bottom = where(sheet, colour)
        assert (sheet[top:bottom, left:right] == colour).all()


def test_a_hairline_surrounds_the_photo_without_covering_it():
    sheet = draw(one(0, 25.4), {(0, 1): flat((600, 300), RED)}, 300, "hairline")
    assert where(sheet, RED) == (0, 300, 600, 600)
    assert (sheet[[299, 600]] == 160).all()
    assert (sheet[[298, 601]] == 255).all()


@pytest.mark.parametrize("paper", [(210, 297), (297, 210), (101.6, 152.4), (89, 127)])
def test_the_page_of_a_pdf_is_the_paper(paper):
    page = PdfReader(io.BytesIO(to_pdf(flat((1205, 1795), RED), paper))).pages[0]
    size = [float(side) / 72 * 25.4 for side in (page.mediabox.width, page.mediabox.height)]
    assert size == pytest.approx(paper, abs=0.005)


def test_a_pdf_carries_xmp_as_its_metadata_and_stays_one_page():
    packet = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></x:xmpmeta>"
    reader = PdfReader(io.BytesIO(to_pdf(flat((300, 600), RED), (102, 152), packet)), strict=True)
    assert reader.trailer["/Root"]["/Metadata"].get_data() == packet
    (page,) = reader.pages
    assert page.images[0].image.size == (300, 600)
    assert (
        "/Metadata" not in PdfReader(io.BytesIO(to_pdf(flat((3, 6), RED), (9, 9)))).trailer["/Root"]
    )


def test_each_place_shows_the_photo_that_it_was_given_to():
    cells = tuple(Cell(0, 10 + 11 * n, 10, 10, 10, False, photo=n + 1) for n in range(2))
    pictures = {(0, 1): flat((118, 118), RED), (0, 2): flat((118, 118), BLUE)}
    sheet = draw(Layout((50.8, 50.8), cells), pictures, 300, "none")
    assert where(sheet, RED)[2] <= where(sheet, BLUE)[0]
