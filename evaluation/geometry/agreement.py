"""Whether finished photos are as they are reported, told by measuring them again."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from evaluation.geometry.remeasure import MEASURES, Pair
from service.values.check import Bounds, Check, CheckId
from service.values.document import RangeName
from service.values.report import Report

JUDGED: dict[CheckId, RangeName] = {"head-height": "head_height_mm", "eye-line": "eye_line_mm"}
# What a usable frontal face does not have, and what a photo that allows a document does not.
FRONTAL: tuple[CheckId, ...] = ("roll", "yaw", "pitch", "crown", "head-complete", "cut-out")
ALLOWED: tuple[CheckId, ...] = (*JUDGED, "frame-covered")

Finding = tuple[Pair, Report, Check]


def table(pairs: Sequence[Pair]) -> str:
    """Markdown: by document how often ranges hold and verdicts agree, and all differences."""
    lines = [
        "| spec | finished | refused | frontal | allowed | in range | beyond | verdict agrees | "
        "in or out agrees |",
        "| --- | ---: | --- | ---: | ---: | ---: | --- | ---: | ---: |",
    ]
    for name in dict.fromkeys(pair.spec for pair in pairs):
        lines.append(_row(f"`{name}`", [pair for pair in pairs if pair.spec == name]))
    lines += [_row("all", pairs), "", *_differences(pairs)]
    return "\n".join(lines)


def rows(pairs: Sequence[Pair]) -> Iterator[list[str]]:
    """Every pair: what was reported, what was measured again, and whether they agree."""
    head = ["photo", "spec", "refusal", "frontal", "check", "verdict", "low", "high"]
    yield [*head, "reported", "again", "agrees"]
    for pair in pairs:
        if pair.report is None or not pair.again:
            yield [pair.photo, pair.spec, pair.refusal]
        for _, report, check in _findings([pair]):
            low, high = check.limit or (None, None)
            again = pair.again[JUDGED[check.id]]
            told = (low, high, check.value, round(again, 2), int(agrees(check, again)))
            frontal = str(int(frontal_face(report)))
            yield [pair.photo, pair.spec, "", frontal, check.id, check.verdict, *map(str, told)]


def frontal_face(report: Report) -> bool:
    """Whether the service itself finds nothing wrong with the face and its outline."""
    return _fine(report, FRONTAL)


def inside(check: Check, again: float, by: float = 0.0) -> bool:
    """Whether `again` keeps the check's limit, with `by` to spare."""
    low, high = _ends(check.limit)
    return low + by <= again <= high - by


def agrees(check: Check, again: float) -> bool:
    """Whether a second measure bears the verdict out: pass is inside the range, fail outside, and
    warn is not inside by more than the uncertainty.
    """
    if check.verdict == "warn":
        return not inside(check, again, by=check.uncertainty or 0.0)
    return (check.verdict == "pass") == inside(check, again)


def _row(name: str, pairs: Sequence[Pair]) -> str:
    refused = Counter(
        pair.refusal if pair.report is None else f"result {pair.refusal}"
        for pair in pairs
        if pair.refusal
    )
    every = list(_findings(pairs))
    frontal = [found for found in every if frontal_face(found[1])]
    allowed = [found for found in frontal if _fine(found[1], ALLOWED)]
    beyond = {found[0].photo.rpartition(".")[0] for found in allowed if not _in(found)}
    cells = [
        name,
        str(sum(1 for pair in pairs if pair.again)),
        ", ".join(f"{count} {slug}" for slug, count in sorted(refused.items())),
        str(len({_key(found[0]) for found in frontal})),
        str(len({_key(found[0]) for found in allowed})),
        _share(allowed, _in),
        ", ".join(sorted(beyond)) if len(beyond) <= 3 else f"{len(beyond)} photos",
        _share(every, lambda found: agrees(found[2], _again(found))),
        _share(every, lambda found: found[2].in_limit == _in(found)),
    ]
    return f"| {' | '.join(cells)} |"


def _differences(pairs: Sequence[Pair]) -> Iterator[str]:
    """How far the second measure is from the first, in % of the head's height."""
    yield "| measure, % of the head | photos | mean | rms | 95% within | within 2 standard errors |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    seen = [(pair.again, pair.report.head) for pair in pairs if pair.report and pair.again]
    for name in MEASURES if seen else ():
        head = np.array([head.head_height_mm for _, head in seen])
        off = np.array([again[name] - getattr(head, name) for again, head in seen])
        sure = np.array([2 * head.uncertainty_mm[name] for _, head in seen])
        share = 100 * off / head
        yield (
            f"| {name.removesuffix('_mm')} | {len(off)} | {share.mean():+.2f} "
            f"| {np.sqrt(np.mean(share**2)):.2f} | {np.percentile(np.abs(share), 95):.2f} "
            f"| {np.mean(np.abs(off) <= sure):.1%} |"
        )


def _findings(pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Each check of a length that the document has a range for, of what could be measured again."""
    for pair in pairs:
        if pair.report is not None and pair.again:
            for check in pair.report.checks:
                if check.id in JUDGED and check.limit is not None:
                    yield pair, pair.report, check


def _fine(report: Report, checks: tuple[CheckId, ...]) -> bool:
    return all(c.verdict not in ("warn", "fail") for c in report.checks if c.id in checks)


def _again(found: Finding) -> float:
    return found[0].again[JUDGED[found[2].id]]


def _in(found: Finding) -> bool:
    return inside(found[2], _again(found))


def _key(pair: Pair) -> tuple[str, str]:
    return pair.photo, pair.spec


def _share(found: list[Finding], holds: Callable[[Finding], bool]) -> str:
    return f"{np.mean([holds(one) for one in found]):.1%} of {len(found)}" if found else ""


def _ends(limit: Bounds | None) -> tuple[float, float]:
    low, high = limit or (None, None)
    return -np.inf if low is None else low, np.inf if high is None else high
