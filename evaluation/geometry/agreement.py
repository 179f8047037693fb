"""Whether finished photos are as they are reported: the report beside the second measurement."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.geometry.remeasure import MEASURES, Remeasurement
from evaluation.tables import table
from service.values.check import Bounds, Check, CheckId
from service.values.document import RangeName
from service.values.report import Report

JUDGED: dict[CheckId, RangeName] = {"head-height": "head_height_mm", "eye-line": "eye_line_mm"}
# What a usable frontal face does not have, and what a photo that allows a document does not.
FRONTAL: tuple[CheckId, ...] = ("roll", "yaw", "pitch", "crown", "head-complete", "cut-out")
ALLOWED: tuple[CheckId, ...] = (*JUDGED, "frame-covered")
HEADINGS = (
    *("spec", "finished", "refused", "frontal", "allowed", "in range", "beyond"),
    *("verdict agrees", "in or out agrees"),
)
DIFFERENCE_HEADINGS = (
    *("measure, % of the head", "photos", "mean", "rms"),
    *("95% within", "within 2 standard errors"),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A check of a length that the document has a range for, and the length measured again."""

    photo: str
    spec: str
    report: Report
    check: Check
    length: float

    @property
    def in_range(self) -> bool:
        """Whether the second measurement is inside the document's range."""
        return inside(self.check, self.length)


def summary(results: Sequence[Remeasurement]) -> str:
    """Markdown: by document how often ranges hold and verdicts agree, and all differences."""
    by_spec = {
        f"`{name}`": [result for result in results if result.spec == name]
        for name in dict.fromkeys(result.spec for result in results)
    }
    rows = [_row(name, some) for name, some in {**by_spec, "all": results}.items()]
    by_document = table("lrlrrrlrr", HEADINGS, rows)
    differences = table("lrrrrr", DIFFERENCE_HEADINGS, _differences(results))
    return f"{by_document}\n\n{differences}"


def rows(results: Sequence[Remeasurement]) -> Iterator[list[str]]:
    """For a file: what was reported, what was measured again, and whether they agree."""
    headings = ["photo", "spec", "refusal", "frontal", "check", "verdict", "low", "high"]
    yield [*headings, "reported", "remeasured", "agrees"]
    for result in results:
        if result.report is None or not result.lengths:
            yield [result.photo, result.spec, result.refusal]
        for one in _comparisons([result]):
            low, high = one.check.limit or (None, None)
            agree = int(agrees(one.check, one.length))
            values = (low, high, one.check.value, round(one.length, 2), agree)
            frontal = str(int(frontal_face(one.report)))
            names = [one.photo, one.spec, "", frontal, one.check.id, one.check.verdict]
            yield [*names, *map(str, values)]


def frontal_face(report: Report) -> bool:
    """Whether the service itself finds nothing wrong with the face and its outline."""
    return _unobjected(report, FRONTAL)


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


def _row(name: str, results: Sequence[Remeasurement]) -> list[str]:
    refusals = Counter(
        result.refusal if result.report is None else f"result {result.refusal}"
        for result in results
        if result.refusal
    )
    every = list(_comparisons(results))
    frontal = [one for one in every if frontal_face(one.report)]
    allowed = [one for one in frontal if _unobjected(one.report, ALLOWED)]
    beyond = {one.photo.rpartition(".")[0] for one in allowed if not one.in_range}
    return [
        name,
        str(sum(1 for result in results if result.lengths)),
        ", ".join(f"{count} {slug}" for slug, count in sorted(refusals.items())),
        str(len({(one.photo, one.spec) for one in frontal})),
        str(len({(one.photo, one.spec) for one in allowed})),
        _share(allowed, lambda one: one.in_range),
        ", ".join(sorted(beyond)) if len(beyond) <= 3 else f"{len(beyond)} photos",
        _share(every, lambda one: agrees(one.check, one.length)),
        _share(every, lambda one: one.check.in_limit == one.in_range),
    ]


def _differences(results: Sequence[Remeasurement]) -> Iterator[list[str]]:
    """How far the second measurement is from the first, in % of the head's height."""
    both = [(one.lengths, one.report.head) for one in results if one.report and one.lengths]
    for name in MEASURES if both else ():
        height = np.array([head.head_height_mm for _, head in both])
        off = np.array([lengths[name] - getattr(head, name) for lengths, head in both])
        bound = np.array([2 * head.uncertainty_mm[name] for _, head in both])
        percent = 100 * off / height
        yield [
            name.removesuffix("_mm"),
            str(len(off)),
            f"{percent.mean():+.2f}",
            f"{np.sqrt(np.mean(percent**2)):.2f}",
            f"{np.percentile(np.abs(percent), 95):.2f}",
            f"{np.mean(np.abs(off) <= bound):.1%}",
        ]


def _comparisons(results: Sequence[Remeasurement]) -> Iterator[Comparison]:
    for result in results:
        if result.report is not None and result.lengths:
            for check in result.report.checks:
                if check.id in JUDGED and check.limit is not None:
                    length = result.lengths[JUDGED[check.id]]
                    yield Comparison(result.photo, result.spec, result.report, check, length)


def _unobjected(report: Report, checks: tuple[CheckId, ...]) -> bool:
    return all(c.verdict not in ("warn", "fail") for c in report.checks if c.id in checks)


def _share(comparisons: list[Comparison], holds: Callable[[Comparison], bool]) -> str:
    if not comparisons:
        return ""
    return f"{np.mean([holds(one) for one in comparisons]):.1%} of {len(comparisons)}"


def _ends(limit: Bounds | None) -> tuple[float, float]:
    low, high = limit or (None, None)
    return -np.inf if low is None else low, np.inf if high is None else high
