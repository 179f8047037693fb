"""How far a ratio of means can be trusted: a bootstrap over the photos."""

import numpy as np
from numpy.typing import NDArray

from evaluation.cutout.scores import Score
from evaluation.tables import table

DRAWS = 1000
WORST = 5
VALUES = {"rmse_blue": "RMSE blue", "edge_mse": "edge MSE"}

Values = NDArray[np.float64]


def ratio(values: Values, base: Values, seed: int = 0) -> tuple[float, float, float]:
    """Mean of `values` (N,) over mean of `base` (N,), and the 2.5th and 97.5th percentile."""
    drawn = np.random.default_rng(seed).integers(len(base), size=(DRAWS, len(base)))
    ratios = values[drawn].mean(axis=1) / base[drawn].mean(axis=1)
    low, high = np.percentile(ratios, (2.5, 97.5))
    return float(values.mean() / base.mean()), float(low), float(high)


def markdown(scores: list[Score], baseline: str) -> str:
    """A row for each set and method."""
    sets: dict[str, dict[str, list[Score]]] = {}
    for score in scores:
        sets.setdefault(score.group, {}).setdefault(score.method, []).append(score)
    headings = ["set", "photos", "method", *VALUES.values(), "worse", "least IoU"]
    rows = [
        [group, str(len(of)), method, *_row(of, methods[baseline])]
        for group, methods in sets.items()
        for method, of in methods.items()
        if method != baseline
    ]
    return table("lrlrrrl", headings, rows)


def _row(scores: list[Score], base: list[Score]) -> list[str]:
    cells = []
    for name in VALUES:
        if name not in scores[0].values:
            cells.append("-")
            continue
        own, plain = (np.array([s.values[name] for s in of]) for of in (scores, base))
        cells.append("{:.2f} ({:.2f} to {:.2f})".format(*ratio(own, plain)))
    pairs = zip(scores, base, strict=True)
    worse = sum(own.values["edge_mse"] > plain.values["edge_mse"] for own, plain in pairs)
    lowest = sorted(scores, key=lambda score: score.values["iou"])[:WORST]
    names = ", ".join(f"{score.name} {score.values['iou']:.3f}" for score in lowest)
    return [*cells, str(worse), names]
