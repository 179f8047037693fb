"""What a check is: its name, its unit, its message for each outcome, and how it judges a value."""

from dataclasses import dataclass

from service.checks.retake import RETAKE
from service.values.check import Bounds, Check, CheckId, Verdict, within
from service.values.document import Names


@dataclass(frozen=True, slots=True)
class CheckDefinition:
    """What all results of one check share: name, unit, and what is said of each outcome.

    `low` and `high` are for values below and above what is right, where there are such values.
    """

    id: CheckId
    unit: str
    fine: Names
    low: Names | None = None
    high: Names | None = None

    def judge(
        self,
        value: float,
        limit: Bounds,
        border: Bounds | None = None,
        uncertainty: float | None = None,
        at_most: Verdict = "fail",
    ) -> Check:
        """Pass inside `limit`, warn inside `border`, else fail, but never above `at_most`.

        Without `border`, what is outside by no more than the uncertainty is a warning: it may
        be right.
        """
        slack = uncertainty or 0.0
        wider = border or (_less(limit[0], slack), _less(limit[1], -slack))
        if within(value, limit):
            return self._check("pass", self.fine, value, limit, slack)
        below = limit[0] is not None and value < limit[0]
        said = self.low if below else self.high
        assert said is not None
        bearable = at_most == "warn" or within(value, wider)
        check = self._check("warn" if bearable else "fail", said, value, limit, slack)
        return check.model_copy(update={"advice": retake(self.id, below)})

    def close(self, value: float, limit: Bounds, uncertainty: float, why: Names) -> Check:
        """A warning: inside `limit`, but too close to its end to be sure."""
        low, high = limit
        below = high is None or (low is not None and value - low < high - value)
        check = self._check("warn", why, value, limit, uncertainty)
        return check.model_copy(update={"advice": retake(self.id, below)})

    def unknown(self, why: Names, limit: Bounds | None = None) -> Check:
        """Not assessed, and why."""
        return self._check("not-assessed", why, None, limit, 0.0)

    def note(self, value: float, limit: Bounds, why: Names) -> Check:
        """Measured but not judged, and why."""
        return self._check("not-assessed", why, value, limit, 0.0)

    def _check(
        self,
        verdict: Verdict,
        message: Names,
        value: float | None,
        limit: Bounds | None,
        slack: float,
    ) -> Check:
        return Check(
            id=self.id,
            value=None if value is None else round(value, 2) + 0.0,  # not -0.0
            unit=self.unit,
            limit=limit and (_rounded(limit[0]), _rounded(limit[1])),
            uncertainty=round(slack, 2) or None,
            verdict=verdict,
            message=message,
        )


def retake(check: CheckId, below: bool) -> Names | None:
    """What to do about a value that is too low, or too high."""
    low, high = RETAKE[check]
    return low if below else high


def words(en: str, zh: str) -> Names:
    """A message in both languages."""
    return Names(en=en, zh=zh)


def _less(end: float | None, by: float) -> float | None:
    return None if end is None else end - by


def _rounded(end: float | None) -> float | None:
    return None if end is None else round(end, 2)
