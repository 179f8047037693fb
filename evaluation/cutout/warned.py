"""How well the service knows which of its cut-outs are bad."""

from collections.abc import Callable

from evaluation.cutout.scores import Score
from evaluation.tables import table

GROUPS = ("test ", "hard ")
LEAST_IOU, MOST_REGION = 0.97, 0.015
ABOVE = (0.01, 0.015, 0.02, 0.025, 0.03, 0.04, 0.06)
LEGEND = f"""\
Warnings, over all photos of `test` and `hard`. Bad is an IoU below {LEAST_IOU} or a region, lost
or foreign, above {MOST_REGION:.1%} of the person. `matte-unclear` is what the service says by all
that it measures; the other rows are by `matte_error` alone."""


def bad(score: Score) -> bool:
    """Whether a person would have to look at this cut-out."""
    return score.values["iou"] < LEAST_IOU or score.values["region"] > MOST_REGION


def markdown(scores: list[Score]) -> str:
    """For each method that warns, what it finds and whom it blames; empty without such methods."""
    judged = [s for s in scores if s.group.startswith(GROUPS) and "matte_error" in s.values]
    rows = []
    for method in dict.fromkeys(score.method for score in judged):
        of = [score for score in judged if score.method == method]
        rows.append([method, "`matte-unclear`", *_shares(of, lambda s: s.values["unclear"] > 0)])
        for limit in ABOVE:
            above = _shares(of, lambda s, limit=limit: s.values["matte_error"] > limit)  # type: ignore[misc]
            rows.append([method, f"above {limit}", *above])
    headings = ["method", "warned by", "bad", "found", "good ones blamed"]
    return f"{LEGEND}\n\n{table('llrrr', headings, rows)}" if rows else ""


def _shares(scores: list[Score], warned: Callable[[Score], bool]) -> list[str]:
    wrong = [warned(score) for score in scores if bad(score)]
    right = [warned(score) for score in scores if not bad(score)]
    return [str(len(wrong)), _share(wrong), _share(right)]


def _share(of: list[bool]) -> str:
    return f"{sum(of) / len(of):.1%}" if of else "-"
