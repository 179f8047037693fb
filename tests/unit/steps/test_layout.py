import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from service.specs.catalogue import load
from service.steps import layout as layout_module
from service.steps.layout import lay_out
from service.values.order import Order
from service.values.photo_errors import CellsDoNotFit
from service.values.sheet import PAPERS, Allocation, SheetItem, SheetOrder

ONE_INCH = load().find("cn-1inch")


def order(cells, paper="4r", gap=2, margin=5, rotate="any"):
    """A sheet of `cells`, each (width, height, count) in mm."""
    items = []
    for width, height, count in cells:
        spec = ONE_INCH.model_copy(
            update={"id": f"{width}x{height}", "width_mm": width, "height_mm": height}
        )
        allocations = count if isinstance(count, tuple) else (Allocation(1, count),)
        items.append(SheetItem(Order(spec, (255, 255, 255), "png", 300), allocations))
    paper_mm = PAPERS.get(paper, paper) if isinstance(paper, str) else paper
    return SheetOrder(tuple(items), paper_mm, gap, margin, "crop", rotate, 300, "jpeg")


def counts(layout, kinds=1):
    return [sum(cell.item == number for cell in layout.cells) for number in range(kinds)]


def hold_apart(layout, gap, margin):
    """Every photo is inside the margins, and a gap away from every other."""
    tiny = 1e-3
    for number, cell in enumerate(layout.cells):
        right, bottom = cell.left_mm + cell.width_mm, cell.top_mm + cell.height_mm
        assert min(cell.left_mm, cell.top_mm) >= margin - tiny
        assert right <= layout.paper_mm[0] - margin + tiny
        assert bottom <= layout.paper_mm[1] - margin + tiny
        for other in layout.cells[number + 1 :]:
            assert (
                other.left_mm >= right + gap - tiny
                or other.top_mm >= bottom + gap - tiny
                or cell.left_mm >= other.left_mm + other.width_mm + gap - tiny
                or cell.top_mm >= other.top_mm + other.height_mm + gap - tiny
            )


def cuttable(cells):
    """Whether straight cuts through the whole of each piece part all photos."""
    if len(cells) < 2:
        return True
    for start, length in (("left_mm", "width_mm"), ("top_mm", "height_mm")):
        for cut in {getattr(cell, start) for cell in cells}:
            after = [cell for cell in cells if getattr(cell, start) >= cut - 1e-6]
            before = [cell for cell in cells if cell not in after]
            ends = [getattr(cell, start) + getattr(cell, length) for cell in before]
            if before and max(ends) <= cut + 1e-6:
                return cuttable(before) and cuttable(after)
    return False


@pytest.mark.parametrize(
    ("paper", "size", "rotate", "count"),
    [
        ("4r", (25, 35), "none", 9),
        ("4r", (25, 35), "paper", 10),
        ("4r", (25, 35), "any", 11),  # nine upright, two turned below them
        ("3r", (25, 35), "any", 9),
        ("4r", (35, 49), "none", 4),
        ("4r", (35, 49), "any", 5),
        ("a4", (25, 35), "any", 54),
        ("letter", (51, 51), "any", 15),
    ],
)
def test_a_size_fills_the_paper(paper, size, rotate, count):
    layout = lay_out(order([(*size, None)], paper, rotate=rotate))
    assert counts(layout) == [count]
    hold_apart(layout, 2, 5)


def test_without_rotation_nothing_is_turned():
    layout = lay_out(order([(25, 35, None)], rotate="none"))
    assert layout.paper_mm == (102, 152)
    assert not any(cell.turned for cell in layout.cells)


def test_only_the_paper_is_turned_when_only_it_may_be():
    layout = lay_out(order([(25, 35, 10)], rotate="paper"))
    assert layout.paper_mm == (152, 102)
    assert {(cell.width_mm, cell.height_mm) for cell in layout.cells} == {(25, 35)}


def test_nothing_is_turned_that_fits_as_it_is():
    layout = lay_out(order([(25, 35, 4), (35, 49, 2)]))
    assert layout.paper_mm == (102, 152)
    assert counts(layout, 2) == [4, 2]
    assert not any(cell.turned for cell in layout.cells)


def test_the_rest_is_filled_with_the_one_size_that_may():
    layout = lay_out(order([(25, 35, None), (35, 49, 2)]))
    filled, counted = counts(layout, 2)
    assert counted == 2
    assert filled >= 7


def test_a_turned_photo_is_as_wide_as_it_was_high():
    layout = lay_out(order([(25, 35, None)]))
    turned = [cell for cell in layout.cells if cell.turned]
    assert turned
    assert all((cell.width_mm, cell.height_mm) == (35, 25) for cell in turned)


def test_photos_stand_in_the_middle_of_the_paper():
    cells = lay_out(order([(35, 45, 1)])).cells
    assert (cells[0].left_mm, cells[0].top_mm) == pytest.approx(((102 - 35) / 2, (152 - 45) / 2))


def test_photos_that_fill_the_paper_exactly_fit():
    """Four by four with gaps of a tenth, a fraction that floats cannot hold."""
    paper = (4 * 25.1 + 3 * 0.1 + 0.6, 4 * 35.1 + 3 * 0.1 + 0.6)
    assert counts(lay_out(order([(25.1, 35.1, None)], paper, 0.1, 0.3, "none"))) == [16]


def test_too_many_are_refused_with_how_many_would_fit():
    with pytest.raises(CellsDoNotFit) as refused:
        lay_out(order([(25, 35, 12)]))
    assert refused.value.members["fits"] == {"25x35": 11}
    assert "11 of 12" in refused.value.detail
    lay_out(order([(25, 35, 11)]))


def test_a_size_that_no_place_is_left_for_is_refused():
    with pytest.raises(CellsDoNotFit) as refused:
        lay_out(order([(25, 35, None), (90, 140, 1)]))
    assert refused.value.members["fits"] == {"25x35": 0, "90x140": 1}


def test_a_photo_larger_than_the_paper_is_refused():
    with pytest.raises(CellsDoNotFit) as refused:
        lay_out(order([(120, 160, None)]))
    assert refused.value.members["fits"] == {"120x160": 0}


def test_everybody_who_shares_the_rest_has_one_at_least():
    shared = (Allocation(1, 10), Allocation(2, None))
    assert counts(lay_out(order([(25, 35, shared)]))) == [11]
    with pytest.raises(CellsDoNotFit) as refused:
        lay_out(order([(25, 35, (*shared, Allocation(3, None)))]))
    assert "11 of at least 12" in refused.value.detail


side = st.integers(100, 800).map(lambda tenths: tenths / 10)
kind = st.tuples(side, side, st.integers(1, 4))


@given(
    kinds=st.lists(kind, min_size=1, max_size=3),
    fill=st.booleans(),
    paper=st.sampled_from(["3r", "4r", "a5", "a4"]),
    gap=st.sampled_from([0, 0.5, 2, 7]),
    margin=st.sampled_from([0, 3.2, 10]),
    rotate=st.sampled_from(["any", "cells", "paper", "none"]),
)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_whatever_is_laid_out_keeps_gaps_margins_and_counts_and_can_be_cut(
    kinds, fill, paper, gap, margin, rotate
):
    asked = [(*kinds[0][:2], None), *kinds[1:]] if fill else kinds
    try:
        layout = lay_out(order(asked, paper, gap, margin, rotate))
    except CellsDoNotFit:
        assume(False)
    hold_apart(layout, gap, margin)
    assert cuttable(list(layout.cells))
    for (_, _, count), held in zip(asked, counts(layout, len(asked)), strict=True):
        assert held == count if count else held >= 1


def test_the_most_that_can_be_asked_for_does_not_take_long(monkeypatch):
    """Four of the smallest sizes on the largest paper took three seconds without a bound."""
    pack, laid = layout_module._pack, []

    def counted(*args):
        cells = tuple(pack(*args))
        laid.append(len(cells))
        return cells

    monkeypatch.setattr(layout_module, "_pack", counted)
    kinds = [(10, 12, 999), (10.5, 13, 9), (11, 14, 9), (11.5, 15, 9)]
    with pytest.raises(CellsDoNotFit):
        lay_out(order(kinds, (300, 300), 0, 0))
    assert sum(laid[:-1]) <= layout_module.EFFORT < sum(laid)
