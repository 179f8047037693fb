"""Whose photo goes into which place of a sheet."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.values.sheet import Layout, Wish


def hand_out(layout: Layout, wishes: Sequence[Wish]) -> Layout:
    """`layout` with the places of each size given to the photos that share it, one after the other.

    Who has a count gets it; what is left of a size is parted evenly among the rest.
    """
    held = Counter(cell.wish for cell in layout.cells)
    turns = [_turns(wish, held[number]) for number, wish in enumerate(wishes)]
    cells = tuple(replace(cell, photo=next(turns[cell.wish])) for cell in layout.cells)
    return Layout(layout.paper_mm, cells)


def _turns(wish: Wish, places: int) -> Iterator[int]:
    """The number of a photo for each of the places of one size."""
    left = places - sum(share.count or 0 for share in wish.shares)
    waiting = sum(share.count is None for share in wish.shares)
    for share in wish.shares:
        count = share.count
        if count is None:
            count = -(-left // waiting)
            left, waiting = left - count, waiting - 1
        for _ in range(count):
            yield share.photo
