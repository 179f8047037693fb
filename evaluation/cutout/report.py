"""The scores as markdown and as CSV."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from evaluation.cutout import people, spread, warned
from evaluation.cutout.methods import BASELINE
from evaluation.cutout.scores import Score, Values, summary, worst_iou
from evaluation.tables import table

NONE = "-"
LEGEND = """\
Means over {photos} photos, by set, over the service's window around the head. Thresholds were
chosen on `comp` and `studio`; nothing was trained, chosen or looked at on `test` and `hard`.
`edge` is the band around soft true alpha. MAD and MSE are x 1000, Grad and Conn / 1000, RMSE is of
the finished photo on that colour over the edge band, in 0..255. CPU time is the median of one
thread, without decoding and finding the face. Less is better, but for IoU."""

SPREAD = """\
The same with 95% of 1,000 bootstrap samples of the photos, how many photos are worse than plain
rembg, and the five with the least IoU."""


@dataclass(frozen=True, slots=True)
class Column:
    """A value's heading, its factor and decimals in the table."""

    value: str
    heading: str
    factor: float = 1.0
    decimals: int = 2


COLUMNS = (
    Column("mad", "MAD", 1000),
    Column("mse", "MSE", 1000),
    Column("grad", "Grad"),
    Column("conn", "Conn"),
    Column("iou", "IoU", decimals=4),
    Column("edge_mad", "edge MAD", 1000, 1),
    Column("edge_mse", "edge MSE", 1000, 1),
    Column("rmse_red", "RMSE red"),
    Column("rmse_blue", "RMSE blue"),
    Column("rmse_white", "RMSE white"),
    Column("network_ms", "network ms", decimals=0),
    Column("rest_ms", "rest ms", decimals=0),
)
RATIOS = (
    *(column for column in COLUMNS if not column.value.endswith(("_ms", "iou"))),
    Column("total_ms", "CPU"),
)


def markdown(scores: list[Score]) -> str:
    """One row for each set and method, and the same relative to `plain` where it was measured."""
    groups = list(_grouped(scores))
    headings = ["set", "method", *(column.heading for column in COLUMNS), "worst IoU"]
    rows = [
        [group, method, *_cells(summary(of), COLUMNS), _worst(of)] for group, method, of in groups
    ]
    photos = len({score.name for score in scores})
    parts = [LEGEND.format(photos=photos), _numbers(headings, rows)]
    bases = {group: summary(of) for group, method, of in groups if method == BASELINE}
    if bases:
        headings = ["set", "method", *(column.heading for column in RATIOS), "1 - IoU"]
        rows = [
            [group, method, *_ratios(summary(of), bases[group])] for group, method, of in groups
        ]
        parts += [f"Relative to `{BASELINE}`: ratios of the means above.", _numbers(headings, rows)]
        parts += [SPREAD, spread.markdown(scores, BASELINE)]
    parts += [people.markdown(scores), warned.markdown(scores)]
    return "\n\n".join(part for part in parts if part) + "\n"


def comma_separated(scores: list[Score]) -> str:
    """One line for each photo and method; values as they were measured."""
    out = io.StringIO()
    names = [*(column.value for column in COLUMNS)]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["set", "method", "photo", *names])
    for score in scores:
        values = (score.values.get(name) for name in names)
        texts = ("" if value is None else f"{value:.6g}" for value in values)
        writer.writerow([score.group, score.method, score.name, *texts])
    return out.getvalue()


def _grouped(scores: list[Score]) -> Iterator[tuple[str, str, list[Score]]]:
    pairs = sorted({(score.group, score.method) for score in scores}, key=lambda pair: pair[0])
    order = list(dict.fromkeys(score.method for score in scores))
    for group, method in sorted(pairs, key=lambda pair: (pair[0], order.index(pair[1]))):
        yield group, method, [s for s in scores if (s.group, s.method) == (group, method)]


def _cells(values: Values, columns: tuple[Column, ...]) -> list[str]:
    return [
        f"{values[column.value] * column.factor:.{column.decimals}f}"
        if column.value in values
        else NONE
        for column in columns
    ]


def _ratios(values: Values, base: Values) -> list[str]:
    ratios = {name: _ratio(value, base[name]) for name, value in values.items() if name in base}
    lost = _ratio(1 - values["iou"], 1 - base["iou"])
    return [*(ratios.get(column.value, NONE) for column in RATIOS), lost]


def _ratio(value: float, base: float) -> str:
    return f"{value / base:.2f}" if base else NONE


def _worst(scores: list[Score]) -> str:
    worst = worst_iou(scores)
    return f"{worst.values['iou']:.4f} {worst.name}"


def _numbers(headings: list[str], rows: list[list[str]]) -> str:
    """A table of set, method, and numbers."""
    return table("ll" + "r" * (len(headings) - 2), headings, rows)
