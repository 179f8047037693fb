"""How finished photos agree with their reports, for docs/geometry-measured.md, and every pair."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from evaluation.geometry.agreement import comparisons
from evaluation.geometry.remeasure import MEASURES, Remeasurement
from evaluation.tables import table

HEADINGS = (
    *("spec", "finished", "refused", "frontal", "allowed", "in range", "beyond"),
    *("verdict agrees", "in or out agrees"),
)
DIFFERENCE_HEADINGS = (
    *("measure, % of the head", "photos", "mean", "rms"),
    *("95% within", "within 2 standard errors"),
)


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
        for one in comparisons([result]):
            low, high = one.check.limit or (None, None)
            values = (low, high, one.check.value, round(one.length, 2), int(one.agrees))
            frontal = str(int(one.frontal))
            names = [one.photo, one.spec, "", frontal, one.check.id, one.check.verdict]
            yield [*names, *map(str, values)]


def _row(name: str, results: Sequence[Remeasurement]) -> list[str]:
    refusals = Counter(
        result.refusal if result.report is None else f"result {result.refusal}"
        for result in results
        if result.refusal
    )
    every = list(comparisons(results))
    allowed = [one for one in every if one.allowed]
    beyond = {one.photo.rpartition(".")[0] for one in allowed if not one.in_range}
    return [
        name,
        str(sum(1 for result in results if result.lengths)),
        ", ".join(f"{count} {slug}" for slug, count in sorted(refusals.items())),
        str(len({(one.photo, one.spec) for one in every if one.frontal})),
        str(len({(one.photo, one.spec) for one in allowed})),
        _share([one.in_range for one in allowed]),
        ", ".join(sorted(beyond)) if len(beyond) <= 3 else f"{len(beyond)} photos",
        _share([one.agrees for one in every]),
        _share([one.check.in_limit == one.in_range for one in every]),
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


def _share(true: Sequence[bool]) -> str:
    return f"{np.mean(true):.1%} of {len(true)}" if true else ""
