"""Checks judged again by the limits that a request sets."""

from service.checks.definition import retake, words
from service.values.check import Bounds, Check, Verdict, within
from service.values.own_limits import OwnLimits

WITHIN = words("Within the limits of the request.", "在请求所设的范围内。")
OUTSIDE = words("Outside the limits of the request.", "超出请求所设的范围。")
ALWAYS = ("faces",)  # without one face there is nothing to be lenient about


def judged_by(checks: tuple[Check, ...], own: OwnLimits) -> tuple[Check, ...]:
    """Every check, judged by the request's limit where there is one; measured values stay."""
    bounds = dict(own.bounds)
    return tuple(_judged(check, bounds.get(check.id), own.lenient) for check in checks)


def _judged(check: Check, limit: Bounds | None, lenient: bool) -> Check:
    if limit is not None and check.value is not None:
        right = within(check.value, limit)
        verdict: Verdict = "pass" if right else "warn" if _may_be(check, limit) else "fail"
        said = WITHIN if right else OUTSIDE
        below = limit[0] is not None and check.value < limit[0]
        update = {"limit": limit, "verdict": verdict, "message": said, "advice": None}
        if not right:
            update["advice"] = retake(check.id, below)
        check = check.model_copy(update=update)
    if lenient and check.verdict == "fail" and check.id not in ALWAYS:
        return check.model_copy(update={"verdict": "warn"})
    return check


def _may_be(check: Check, limit: Bounds) -> bool:
    """Whether the value is outside by no more than it is uncertain."""
    assert check.value is not None
    slack = check.uncertainty or 0.0
    low, high = limit
    wider = (None if low is None else low - slack, None if high is None else high + slack)
    return within(check.value, wider)
