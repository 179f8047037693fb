"""Goals that were met or not: how they are printed, and those that a scenario judges."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from loadtest.results import PHOTO, PROBE, SLOW, Window, percentile
from loadtest.scenarios import BODY_SECONDS, DISTURBED, OVERLOADED, SATURATED, UNDISTURBED
from service import settings

LATE = 2.0  # seconds after its deadline in which a slow body is to be refused


@dataclass(frozen=True, slots=True)
class Goal:
    """One line of the table of goals; `met` is None where nothing could be measured."""

    what: str
    limit: str
    measured: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class Section:
    """What one instrument measured: markdown under a title, and the goals that it judges."""

    title: str
    text: str
    goals: tuple[Goal, ...]

    def details(self) -> str:
        """The measurements without the verdicts."""
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


def milliseconds(seconds: float) -> str:
    """`12.3` of 0.0123; `-` of nan."""
    return "-" if math.isnan(seconds) else f"{seconds * 1000:.1f}"


def figure(value: float, digits: int = 2) -> str:
    """A number, or `-` of nan."""
    return "-" if math.isnan(value) else f"{value:.{digits}f}"


def scenario_goals(windows: Mapping[str, Window]) -> tuple[Goal, ...]:
    """Every goal that these stages can judge."""
    goals: list[Goal] = []
    if SATURATED in windows:
        goals.append(liveness(windows[SATURATED]))
    if SATURATED in windows and OVERLOADED in windows:
        goals += [refusal(windows[OVERLOADED]), goodput(windows[SATURATED], windows[OVERLOADED])]
    if DISTURBED in windows:
        goals.append(slow_bodies(windows[UNDISTURBED], windows[DISTURBED]))
    return tuple(goals)


def liveness(window: Window) -> Goal:
    """How long a probe waits while every core computes."""
    times = window.times(PROBE)
    p99, longest = percentile(times, 0.99), percentile(times, 1)
    bad = len(times) - len(window.of(PROBE, 200))
    measured = f"{milliseconds(p99)} / {milliseconds(longest)} ms of {len(times)}, {bad} not 200"
    met = p99 <= 0.100 and longest <= 0.500 and not bad
    return _judge("`/livez` while saturated", "p99 <= 100 ms, max <= 500 ms", measured, p99, met)


def refusal(window: Window) -> Goal:
    """How long a refusal takes. Who has waited in the queue was not refused at once."""
    waited = settings.load().queue_seconds
    refused = window.of(PHOTO, 429)
    at_once = [answer.seconds for answer in refused if answer.seconds < waited]
    p50, p99 = percentile(at_once, 0.5), percentile(at_once, 0.99)
    bare = sum(1 for answer in refused if not answer.retry_after.isdigit())
    measured = (
        f"{milliseconds(p50)} / {milliseconds(p99)} ms of {len(at_once)}, "
        f"{len(refused) - len(at_once)} after {waited:g} s in the queue, {bare} without Retry-After"
    )
    met = p50 <= 0.015 and p99 <= 0.150 and not bare
    limit = "p50 <= 15 ms, p99 <= 150 ms, always Retry-After"
    return _judge("refusal (12 MP body)", limit, measured, p50, met)


def goodput(saturated: Window, overloaded: Window) -> Goal:
    """Whether refusing costs so much that less gets done."""
    ratio = overloaded.goodput / saturated.goodput if saturated.goodput else float("nan")
    rates = f"{figure(overloaded.goodput)} of {figure(saturated.goodput)} /s"
    measured = f"{figure(100 * ratio, 0)}% ({rates})"
    return _judge("goodput at 3 x overload", ">= 90% of saturation", measured, ratio, ratio >= 0.9)


def slow_bodies(calm: Window, disturbed: Window) -> Goal:
    """Whether those who never finish sending are 408 in time, and others do not feel them."""
    slow = disturbed.of(SLOW)
    longest = percentile([answer.seconds for answer in slow], 1)
    wrong = sum(1 for answer in slow if answer.status != 408)
    before = percentile(calm.times(PHOTO, 200), 0.99)
    ratio = percentile(disturbed.times(PHOTO, 200), 0.99) / before
    measured = (
        f"{len(slow) - wrong} of {len(slow)} 408, the last after {figure(longest, 1)} s; "
        f"p99 x {figure(ratio)}"
    )
    met = not wrong and longest <= BODY_SECONDS + LATE and ratio <= 1.5
    limit = f"all 408 within {BODY_SECONDS + LATE:g} s; others' p99 <= x 1.5"
    return _judge("200 slow-body clients", limit, measured, longest + ratio, met)


def _judge(what: str, limit: str, measured: str, value: float, met: bool) -> Goal:
    """A goal that `value` was judged by; nan means that nothing was there to measure."""
    return Goal(what, limit, measured, None if math.isnan(value) else met)
