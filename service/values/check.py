"""One thing that was looked at in a photo: what was measured, what is right, and what follows."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.values.document import Names

Verdict = Literal["pass", "warn", "fail", "not-assessed"]
Bounds = tuple[float | None, float | None]
CheckId = Literal[
    "faces",
    "head-height",
    "top-margin",
    "eye-line",
    "chin-bottom",
    "face-width",
    "centring",
    "roll",
    "yaw",
    "pitch",
    "head-complete",
    "body-complete",
    "shoulders-complete",
    "frame-covered",
    "crown",
    "cut-out",
    "resolution",
    "sharpness",
    "overexposure",
    "underexposure",
    "light-evenness",
    "face-hue",
    "face-chroma",
    "background-colour",
    "background-uniform",
    "background-shadow",
    "jpeg-quality",
]


class Check(BaseModel):
    """What one check found; docs/checks.md explains each with its formula."""

    model_config = ConfigDict(frozen=True)

    id: CheckId
    value: float | None = Field(description="What was measured; null where it could not be.")
    unit: str = Field(description="mm, px, deg, %, dE (CIE 1976), L* or empty for a plain number.")
    limit: Annotated[
        Bounds | None,
        Field(description="Least and greatest right value; null in it: no such end."),
    ]
    uncertainty: float | None = Field(
        description="The true value is within this much of `value` in 19 of 20 photos; null: "
        "not known."
    )
    verdict: Verdict
    message: Names

    @property
    def in_limit(self) -> bool:
        """Whether the value is right."""
        if self.value is None or self.limit is None:
            return False
        return _within(self.value, self.limit)


@dataclass(frozen=True, slots=True)
class CheckDefinition:
    """What all findings of one check share: name, unit, and what is said of each outcome.

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
        if _within(value, limit):
            return self._check("pass", self.fine, value, limit, slack)
        said = self.low if limit[0] is not None and value < limit[0] else self.high
        assert said is not None
        bearable = at_most == "warn" or _within(value, wider)
        return self._check("warn" if bearable else "fail", said, value, limit, slack)

    def close(self, value: float, limit: Bounds, uncertainty: float, why: Names) -> Check:
        """Inside `limit`, but too close to its end to be sure of: a warning."""
        return self._check("warn", why, value, limit, uncertainty)

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


def words(en: str, zh: str) -> Names:
    """A message in both languages."""
    return Names(en=en, zh=zh)


def _within(value: float, bounds: Bounds) -> bool:
    low, high = bounds
    return (low is None or value >= low) and (high is None or value <= high)


def _less(end: float | None, by: float) -> float | None:
    return None if end is None else end - by


def _rounded(end: float | None) -> float | None:
    return None if end is None else round(end, 2)
