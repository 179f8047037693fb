"""Whose photo goes into which cell of a sheet."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.values.sheet import Layout, SheetItem


def assign_photos(layout: Layout, items: Sequence[SheetItem]) -> Layout:
    """`layout` with the places of each size given to the photos that share it, one after the other.

    Photos with a count get it; what is left of a size is shared evenly among the others.
    """
    held = Counter(cell.item for cell in layout.cells)
    turns = [_turns(item, held[number]) for number, item in enumerate(items)]
    cells = tuple(replace(cell, photo=next(turns[cell.item])) for cell in layout.cells)
    return Layout(layout.paper_mm, cells)


def _turns(item: SheetItem, places: int) -> Iterator[int]:
    """The number of a photo for each of the places of one size."""
    left = places - sum(allocation.count or 0 for allocation in item.allocations)
    waiting = sum(allocation.count is None for allocation in item.allocations)
    for allocation in item.allocations:
        count = allocation.count
        if count is None:
            count = -(-left // waiting)
            left, waiting = left - count, waiting - 1
        for _ in range(count):
            yield allocation.photo
