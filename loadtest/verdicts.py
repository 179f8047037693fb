"""What a scenario's answers say about the goals."""

from collections.abc import Mapping

from loadtest.goals import Goal, figure, judge, milliseconds
from loadtest.results import PHOTO, PROBE, SLOW, Window, percentile
from loadtest.scenarios import BODY_SECONDS, DISTURBED, OVERLOADED, SATURATED, UNDISTURBED
from service import settings

LATE = 2.0  # seconds after its deadline in which a slow body is to be refused


def of(windows: Mapping[str, Window]) -> tuple[Goal, ...]:
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
    return judge("`/livez` while saturated", "p99 <= 100 ms, max <= 500 ms", measured, p99, met)


def refusal(window: Window) -> Goal:
    """How long a caller waits for a no. Who has waited in the queue was not refused at once."""
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
    return judge("refusal (12 MP body)", limit, measured, p50, met)


def goodput(saturated: Window, overloaded: Window) -> Goal:
    """Whether refusing costs so much that less gets done."""
    ratio = overloaded.goodput / saturated.goodput if saturated.goodput else float("nan")
    rates = f"{figure(overloaded.goodput)} of {figure(saturated.goodput)} /s"
    measured = f"{figure(100 * ratio, 0)}% ({rates})"
    return judge("goodput at 3 x overload", ">= 90% of saturation", measured, ratio, ratio >= 0.9)


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
    return judge("200 slow-body clients", limit, measured, longest + ratio, met)
