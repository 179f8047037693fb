"""How many of the photos that a check passed it warns about or fails once they are made bad."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from evaluation.checks.ofiq.degradations import DEGRADATIONS, Degradation
from evaluation.checks.ofiq.judge import LEVELS, Judged
from evaluation.checks.rates import Verdicts, interval
from evaluation.image_grid import Cell, image_grid
from evaluation.tables import table

ORDER = ("not-assessed", "pass", "warn", "fail")
NOTICED = ("warn", "fail")


def summary(results: Sequence[Judged]) -> str:
    """Markdown: shares with 95% intervals (Wilson), of photos that the named checks pass as sent.

    The last column is of all photos: any check that says worse of the photo than as sent.
    """
    headings = (
        *("OFIQ's component", "made bad", "check", "noticed as sent", "passed"),
        *(f"noticed at {level:g}" for level in LEVELS),
        f"by any check at {LEVELS[-1]:g}, above all",
    )
    rows = [row for way in DEGRADATIONS if (row := _row(way, results))]
    return table("lllr" + "r" * (len(LEVELS) + 2), headings, rows)


def _row(way: Degradation, results: Sequence[Judged]) -> list[str]:
    """Empty where no photo was made bad in this way."""
    tried = [one for one in results if way in one.spoilt]
    if not tried:
        return []
    sent = [judgement(one.sent, way) for one in tried]
    passed = [one for one, said in zip(tried, sent, strict=True) if said == "pass"]
    levels = [
        [judgement(one.spoilt[way][level], way) for one in passed] for level in range(len(LEVELS))
    ]
    checks = ", ".join(f"`{check}`" for check in way.checks) or "none"
    shares = [_share(said, len(passed)) for said in levels]
    return [
        *(way.component, way.name, checks, _share(sent, len(tried)), str(len(passed))),
        *shares,
        _by_any([set(noticed_by(one.sent, one.spoilt[way][-1])) for one in tried]),
    ]


def _by_any(noticed: Sequence[set[str]]) -> str:
    """The share of photos that any check notices, and which one does so most often."""
    share = interval(sum(map(bool, noticed)), len(noticed))
    often = Counter(check for checks in noticed for check in sorted(checks)).most_common(1)
    return share + "".join(f" `{check}`" for check, _ in often)


def _share(said: Sequence[str], expected: int) -> str:
    """The share that is noticed, and of how many where some could not be assessed."""
    known = [one for one in said if one != "not-assessed"]
    if not known:
        return "-"
    noticed = sum(one in NOTICED for one in known)
    of = f" of {len(known)}" if len(known) < expected else ""
    return f"{interval(noticed, len(known))}{of}"


def judgement(verdicts: Mapping[str, str], way: Degradation) -> str:
    """The worst that the checks of a degradation say."""
    return max((verdicts[check] for check in way.checks), key=ORDER.index, default="not-assessed")


def noticed_by(sent: Verdicts, spoilt: Verdicts) -> Iterator[str]:
    """The checks that warn about or fail a photo which was better as sent."""
    for check, verdict in spoilt.items():
        if verdict in NOTICED and ORDER.index(verdict) > ORDER.index(sent[check]):
            yield check


def write_sheets(results: Sequence[Judged], out: Path) -> None:
    """For each degradation a sheet of some photos, a row for each level, with what was said."""
    out.mkdir(parents=True, exist_ok=True)
    for way in DEGRADATIONS:
        shown = [one for one in results if way in one.pictures]
        cells = [
            Cell(
                one.pictures[way][number], (judgement(one.spoilt[way][number], way), one.name[:18])
            )
            for number in range(len(LEVELS))
            for one in shown
        ]
        if cells:
            image_grid(cells, len(shown)).save(out / f"{way.name.replace(' ', '-')}.png")
