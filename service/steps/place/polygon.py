"""Convex polygons as lists of corners (x, y) in order; a point and a segment count too."""

from dataclasses import dataclass

Corner = tuple[float, float]
Polygon = list[Corner]

_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Linear:
    """The function x * `x` + y * `y` + `constant`."""

    x: float
    y: float
    constant: float = 0.0

    def at(self, corner: Corner) -> float:
        """Its value at `corner`."""
        return self.x * corner[0] + self.y * corner[1] + self.constant


def box(low: Corner, high: Corner) -> Polygon:
    """The rectangle between two corners."""
    return [low, (high[0], low[1]), high, (low[0], high[1])]


def within(polygon: Polygon, value: Linear, low: float, high: float) -> Polygon:
    """The part of `polygon` where `value` is in [`low`, `high`], or else where it is nearest."""
    values = [value.at(corner) for corner in polygon]
    low, high = min(low, max(values)), max(high, min(values))
    above = _cut(polygon, Linear(-value.x, -value.y, low - value.constant))
    return _cut(above, Linear(value.x, value.y, value.constant - high))


def lowest(polygon: Polygon, goals: list[tuple[Linear, float]]) -> Corner:
    """The point of `polygon` with the least sum of squares of `goals`, (function, weight) each.

    Together the functions must depend on both x and y.
    """
    xx = sum(weight * goal.x * goal.x for goal, weight in goals)
    xy = sum(weight * goal.x * goal.y for goal, weight in goals)
    yy = sum(weight * goal.y * goal.y for goal, weight in goals)
    x = -sum(weight * goal.x * goal.constant for goal, weight in goals)
    y = -sum(weight * goal.y * goal.constant for goal, weight in goals)
    scale = xx * yy - xy * xy
    middle = (yy * x - xy * y) / scale, (xx * y - xy * x) / scale
    if _contains(polygon, middle):
        return middle
    nearest = []
    for (x0, y0), (x1, y1) in _edges(polygon):
        dx, dy = x1 - x0, y1 - y0
        px, py = middle[0] - x0, middle[1] - y0
        length = xx * dx * dx + 2 * xy * dx * dy + yy * dy * dy
        share = (xx * px * dx + xy * (px * dy + py * dx) + yy * py * dy) / max(length, _EPSILON)
        share = min(1.0, max(0.0, share))
        ex, ey = px - share * dx, py - share * dy
        cost = xx * ex * ex + 2 * xy * ex * ey + yy * ey * ey
        nearest.append((cost, (x0 + share * dx, y0 + share * dy)))
    return min(nearest)[1]


def _edges(polygon: Polygon) -> list[tuple[Corner, Corner]]:
    return list(zip(polygon, polygon[1:] + polygon[:1], strict=True))


def _cut(polygon: Polygon, value: Linear) -> Polygon:
    """The part of `polygon` where `value` is 0 or less."""
    kept = []
    for start, end in _edges(polygon):
        first, last = value.at(start), value.at(end)
        if first <= _EPSILON:
            kept.append(start)
        if min(first, last) < -_EPSILON and max(first, last) > _EPSILON:
            share = first / (first - last)
            kept.append(
                (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
            )
    return kept


def _contains(polygon: Polygon, point: Corner) -> bool:
    """Whether `point` lies inside; nothing is inside a point or a segment."""
    sides = [
        (x1 - x0) * (point[1] - y0) - (y1 - y0) * (point[0] - x0)
        for (x0, y0), (x1, y1) in _edges(polygon)
    ]
    return all(side > 0 for side in sides) or all(side < 0 for side in sides)
