"""Where the photos go on the paper, so that straight cuts from edge to edge separate them."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from service.cancellation import NEVER, CancellationToken
from service.values.photo_errors import CellsDoNotFit
from service.values.sheet import Cell, Layout, Rotate, SheetItem, SheetOrder, Size

_Score = tuple[int, int, bool, int]
PERFECT: _Score = (0, 0, True, 0)  # all that was counted, nothing turned
EFFORT = 50_000  # photos laid in all plans together: more than A4 needs, a third of a second
TINY = 1e-6  # mm; what sums of decimal fractions may be off


@dataclass(frozen=True, slots=True)
class _Plan:
    """One way to lay photos out: rows or columns, and which way round each size is laid first.

    The last size is laid the other way round after `strips` strips.
    """

    paper: Size
    columns: bool
    turned: tuple[bool, ...]
    strips: int


@dataclass(frozen=True, slots=True)
class _Space:
    """A free rectangle, in mm from the corner of the upper left photo."""

    left: float
    top: float
    width: float
    height: float

    def holds(self, size: Size) -> bool:
        return size[0] <= self.width + TINY and size[1] <= self.height + TINY


def lay_out(order: SheetOrder, token: CancellationToken = NEVER) -> Layout:
    """The layout that holds the most photos, as few of them turned as possible.

    Raises CellsDoNotFit, and Cancelled when `token` is cancelled.

    Many plans are tried, each of which lays whole rows or columns of one size, the largest size
    first and the one that fills the sheet last.
    """
    best: tuple[_Score, Layout] | None = None
    laid = 0
    for plan in _plans(order):
        token.raise_if_cancelled()
        layout = Layout(plan.paper, tuple(_pack(plan, order)))
        score = _score(layout, order)
        if best is None or score > best[0]:
            best = score, layout
        laid += len(layout.cells)
        if best[0] == PERFECT or laid > EFFORT:
            break
    assert best is not None
    _refuse_if_short(best[1], order)
    return _centred(best[1])


def _plans(order: SheetOrder) -> Iterator[_Plan]:
    """Every plan that `rotate` allows, the plainest first."""
    papers = [order.paper_mm]
    if order.rotate in ("any", "paper") and order.paper_mm[0] != order.paper_mm[1]:
        papers.append(order.paper_mm[::-1])
    ways = [_ways(item, order.rotate) for item in order.items]
    last = _sequence(order.items)[-1]
    longest = math.ceil(max(order.paper_mm) / min(order.items[last].size_mm))
    strips = range(longest, 0, -1) if len(ways[last]) > 1 else (longest,)
    for turned, count, paper, columns in product(product(*ways), strips, papers, (False, True)):
        yield _Plan(paper, columns, turned, count)


def _ways(item: SheetItem, rotate: Rotate) -> tuple[bool, ...]:
    """Which way round a size may be laid: upright, or also turned."""
    square = item.size_mm[0] == item.size_mm[1]
    return (False,) if square or rotate in ("paper", "none") else (False, True)


def _sequence(items: Sequence[SheetItem]) -> list[int]:
    """Numbers of the items in the order of laying."""

    def rank(number: int) -> tuple[bool, float]:
        item = items[number]
        return item.count is None, -item.size_mm[0] * item.size_mm[1]

    return sorted(range(len(items)), key=rank)


def _pack(plan: _Plan, order: SheetOrder) -> Iterator[Cell]:
    """Lay strips of photos until items or spaces are used up; gaps count as part of photos."""
    gap, margin = order.gap_mm, order.margin_mm
    width, height = (side - 2 * margin + gap for side in plan.paper)
    spaces = [_Space(margin, margin, width, height)]
    for number in _sequence(order.items):
        item = order.items[number]
        left, strips = math.inf if item.count is None else item.count, 0
        ways = _ways(item, order.rotate)
        while left > 0:
            first = plan.turned[number] ^ (strips >= plan.strips and len(ways) > 1)
            spot = _find(spaces, item.size_mm, gap, sorted(ways, key=lambda way: way != first))
            if spot is None:
                break
            space, size, turned = spot
            across = space.height / size[1] if plan.columns else space.width / size[0]
            count = int(min(left, across + TINY))
            for place in range(count):
                x = space.left + (0 if plan.columns else place * size[0])
                y = space.top + (place * size[1] if plan.columns else 0)
                yield Cell(number, x, y, size[0] - gap, size[1] - gap, turned)
            spaces.remove(space)
            spaces += _rest(space, size, count, plan.columns)
            left, strips = left - count, strips + 1


def _find(
    spaces: list[_Space], size: Size, gap: float, ways: Sequence[bool]
) -> tuple[_Space, Size, bool] | None:
    """The smallest space that holds a photo, its size with the gap, and whether it is turned."""
    for turned in ways:
        width, height = size[::-1] if turned else size
        wide = width + gap, height + gap
        holding = [space for space in spaces if space.holds(wide)]
        if holding:
            return min(holding, key=lambda space: space.width * space.height), wide, turned
    return None


def _rest(space: _Space, size: Size, count: int, columns: bool) -> tuple[_Space, _Space]:
    """What a strip of `count` photos leaves: the strip's own end, and the rest beside the strip."""
    if columns:
        used, end = count * size[1], space.left + size[0]
        return (
            _Space(space.left, space.top + used, size[0], space.height - used),
            _Space(end, space.top, space.width - size[0], space.height),
        )
    used, end = count * size[0], space.top + size[1]
    return (
        _Space(space.left + used, space.top, space.width - used, size[1]),
        _Space(space.left, end, space.width, space.height - size[1]),
    )


def _score(layout: Layout, order: SheetOrder) -> _Score:
    """Greater is better: by photos missing, photos that fill, the paper's turn, photos turned."""
    held = Counter(cell.item for cell in layout.cells)
    counts = [(held[number], item.count) for number, item in enumerate(order.items)]
    return (
        sum(have - count for have, count in counts if count is not None),
        sum(have for have, count in counts if count is None),
        layout.paper_mm == order.paper_mm,
        -sum(cell.turned for cell in layout.cells),
    )


def _refuse_if_short(layout: Layout, order: SheetOrder) -> None:
    held = Counter(cell.item for cell in layout.cells)
    fits = {item.order.spec.id: held[number] for number, item in enumerate(order.items)}
    if all(held[number] >= item.least for number, item in enumerate(order.items)):
        return
    asked = ", ".join(
        f"{fits[item.order.spec.id]} of {item.count or f'at least {item.least}'} "
        f"{item.order.spec.id} ({item.size_mm[0]:g} x {item.size_mm[1]:g} mm)"
        for item in order.items
    )
    asked_zh = "；".join(
        f"{item.order.spec.id}（{item.size_mm[0]:g} × {item.size_mm[1]:g} 毫米）需要"
        f"{item.count or f'至少 {item.least}'} 张，只能放 {fits[item.order.spec.id]} 张"
        for item in order.items
    )
    width, height = order.paper_mm
    raise CellsDoNotFit(
        f"Paper of {width:g} x {height:g} mm with gaps of {order.gap_mm:g} mm and margins of "
        f"{order.margin_mm:g} mm holds {asked}; ask for fewer, or for larger paper.",
        f"{width:g} × {height:g} 毫米的相纸，间距 {order.gap_mm:g} 毫米、边距 "
        f"{order.margin_mm:g} 毫米，{asked_zh}；请减少张数或换用更大的相纸。",
        field="cells",
        fits=fits,
    )


def _centred(layout: Layout) -> Layout:
    """The same photos in the middle of the paper."""
    right = max(cell.left_mm + cell.width_mm for cell in layout.cells)
    bottom = max(cell.top_mm + cell.height_mm for cell in layout.cells)
    left = min(cell.left_mm for cell in layout.cells)
    top = min(cell.top_mm for cell in layout.cells)
    dx = (layout.paper_mm[0] - left - right) / 2
    dy = (layout.paper_mm[1] - top - bottom) / 2
    moved = (
        replace(cell, left_mm=cell.left_mm + dx, top_mm=cell.top_mm + dy) for cell in layout.cells
    )
    return Layout(layout.paper_mm, tuple(moved))
