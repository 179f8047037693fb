"""Whether one group of people is cut out worse than the others."""

from statistics import fmean

from evaluation.cutout.kept_aside import TAGS
from evaluation.cutout.scores import Score
from evaluation.tables import table

SET = "test comp"
# Skin, and hair; whoever has no tag is in none of them: a tag that is missing says little.
GROUPS = ("dark-skin", "afro-curly", "long-hair", "head-covering", "bald", "beard", "glasses")
VALUES = {"rmse_blue": "RMSE blue", "edge_mse": "edge MSE"}
LEGEND = f"""\
The people of `{SET}` by their tags, which are not complete: the mean error of a group over that of
everybody. 1 is no worse than the others."""


def markdown(scores: list[Score]) -> str:
    """A row for each group and method; empty without that set."""
    everybody = [score for score in scores if score.group == SET]
    order = list(dict.fromkeys(score.method for score in everybody))
    rows = []
    for group in GROUPS:
        for method in order:
            of = [score for score in everybody if score.method == method]
            own = [score for score in of if score.tags & TAGS[group]]
            if own:
                ratios = (f"{_mean(own, value) / _mean(of, value):.2f}" for value in VALUES)
                rows.append([group, str(len(own)), method, *ratios])
    headings = ["people", "photos", "method", *VALUES.values()]
    return f"{LEGEND}\n\n{table('lrlrr', headings, rows)}" if rows else ""


def _mean(scores: list[Score], value: str) -> float:
    return fmean(score.values[value] for score in scores)
