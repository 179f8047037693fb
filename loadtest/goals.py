"""Markdown tables, and goals that were met or not."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """One line of the table of goals; `met` is None where nothing could be measured."""

    what: str
    limit: str
    measured: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class Part:
    """What one instrument found out: markdown under a title, and the goals that it judges."""

    title: str
    text: str
    goals: tuple[Goal, ...]

    def details(self) -> str:
        """The findings without the verdicts."""
        return f"### {self.title}\n\n{self.text}\n"

    def __str__(self) -> str:
        return f"{self.details()}\n{goal_table(self.goals)}\n" if self.goals else self.details()


def markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column is text and whose others are figures."""
    ruler = ["---", *["---:"] * (len(heads) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [heads, ruler, *rows])


def goal_table(goals: Iterable[Goal]) -> str:
    """What, goal, measured, and the verdict."""
    verdict = {True: "met", False: "**missed**", None: "not measured"}
    rows = [f"| {g.what} | {g.limit} | {g.measured} | {verdict[g.met]} |" for g in goals]
    return "\n".join(["| | goal | measured | |", "|---|---|---|---|", *rows])


def judge(what: str, limit: str, measured: str, value: float, met: bool) -> Goal:
    """A goal that `value` was judged by; nan means that nothing was there to measure."""
    return Goal(what, limit, measured, None if math.isnan(value) else met)


def milliseconds(seconds: float) -> str:
    """`12.3` of 0.0123; `-` of nan."""
    return "-" if math.isnan(seconds) else f"{seconds * 1000:.1f}"


def figure(value: float, digits: int = 2) -> str:
    """A number, or `-` of nan."""
    return "-" if math.isnan(value) else f"{value:.{digits}f}"
