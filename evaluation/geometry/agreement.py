"""Whether a finished photo is as it is reported: a check beside the length measured again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.geometry.remeasure import Remeasurement
from service.values.check import Bounds, Check, CheckId
from service.values.document import RangeName
from service.values.report import Report

JUDGED: dict[CheckId, RangeName] = {"head-height": "head_height_mm", "eye-line": "eye_line_mm"}
# What a usable frontal face does not have, and what a photo that allows a document does not.
FRONTAL: tuple[CheckId, ...] = ("roll", "yaw", "pitch", "crown", "head-complete", "cut-out")
ALLOWED: tuple[CheckId, ...] = (*JUDGED, "frame-covered")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A check of a length that the document has a range for, and the length measured again."""

    photo: str
    spec: str
    report: Report
    check: Check
    length: float

    @property
    def frontal(self) -> bool:
        """Whether the service itself finds nothing wrong with the face and its outline."""
        return _unobjected(self.report, FRONTAL)

    @property
    def allowed(self) -> bool:
        """Whether it is frontal, and its lengths and frame carry no warning."""
        return self.frontal and _unobjected(self.report, ALLOWED)

    @property
    def in_range(self) -> bool:
        """Whether the second measurement is inside the document's range."""
        return inside(self.check, self.length)

    @property
    def agrees(self) -> bool:
        """Whether the second measurement bears the verdict out."""
        return agrees(self.check, self.length)


def comparisons(results: Sequence[Remeasurement]) -> Iterator[Comparison]:
    """Of each photo that was measured again, the checks of its lengths, as far as they judge.

    Where no source states a range, the check does not, and nothing is promised.
    """
    for result in results:
        if result.report is not None and result.lengths:
            for check in result.report.checks:
                judged = check.id in JUDGED and check.verdict != "not-assessed"
                if judged and check.limit is not None:
                    length = result.lengths[JUDGED[check.id]]
                    yield Comparison(result.photo, result.spec, result.report, check, length)


def inside(check: Check, length: float, margin: float = 0.0) -> bool:
    """Whether `length` keeps the check's limit, with `margin` to spare."""
    low, high = _ends(check.limit)
    return low + margin <= length <= high - margin


def agrees(check: Check, length: float) -> bool:
    """Whether a second measurement bears the verdict out.

    Pass is inside the range, fail outside, and warn is not inside by more than the uncertainty.
    """
    if check.verdict == "warn":
        return not inside(check, length, margin=check.uncertainty or 0.0)
    return (check.verdict == "pass") == inside(check, length)


def _unobjected(report: Report, checks: tuple[CheckId, ...]) -> bool:
    return all(c.verdict not in ("warn", "fail") for c in report.checks if c.id in checks)


def _ends(limit: Bounds | None) -> tuple[float, float]:
    low, high = limit or (None, None)
    return -np.inf if low is None else low, np.inf if high is None else high
