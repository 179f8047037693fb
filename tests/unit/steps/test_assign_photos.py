from collections import Counter

import pytest

from service.specs.catalogue import load
from service.steps.assign_photos import assign_photos
from service.values.order import Order
from service.values.sheet import Allocation, Cell, Layout, SheetItem

ORDER = Order(load().find("cn-1inch"), (255, 255, 255), "png", 300)


def handed(places, *allocations):
    """Whose photo is in each of so many places of one size."""
    layout = Layout((100, 150), tuple(Cell(0, 0, 0, 25, 35, False) for _ in range(places)))
    item = SheetItem(
        ORDER, tuple(Allocation(number, count) for number, count in enumerate(allocations, 1))
    )
    return [cell.photo for cell in assign_photos(layout, (item,)).cells]


def test_everybody_gets_what_was_counted_side_by_side():
    assert handed(5, 2, 3) == [1, 1, 2, 2, 2]


@pytest.mark.parametrize(
    ("places", "allocations", "counts"),
    [
        (9, (None,), {1: 9}),
        (9, (None, None), {1: 5, 2: 4}),
        (9, (None, None, None, None), {1: 3, 2: 2, 3: 2, 4: 2}),
        (9, (2, None), {1: 2, 2: 7}),
        (9, (None, 4, None), {1: 3, 2: 4, 3: 2}),
    ],
)
def test_the_rest_is_parted_evenly(places, allocations, counts):
    assert Counter(handed(places, *allocations)) == counts


def test_sizes_are_handed_out_apart():
    cells = tuple(Cell(number % 2, 0, 0, 25, 35, False) for number in range(6))
    items = (
        SheetItem(ORDER, (Allocation(1, 2), Allocation(2, 1))),
        SheetItem(ORDER, (Allocation(2, None),)),
    )
    photos = [cell.photo for cell in assign_photos(Layout((100, 150), cells), items).cells]
    assert photos[::2] == [1, 1, 2]
    assert photos[1::2] == [2, 2, 2]
