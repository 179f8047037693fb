"""Everything measured about one photo cut out by one method."""

from dataclasses import dataclass
from statistics import fmean, median

from evaluation.cutout import metrics
from evaluation.cutout.methods import Cutout
from evaluation.ground_truth import Sample
from service.values.colour import Colour

BACKGROUNDS: dict[str, Colour] = {"red": (255, 0, 0), "blue": (0, 0, 191), "white": (255, 255, 255)}

Values = dict[str, float]


@dataclass(frozen=True, slots=True)
class Score:
    """The values of one photo by name; those on a finished photo only where its truth is exact.

    `tags` tell who is on it, as far as that is known.
    """

    method: str
    group: str
    name: str
    values: Values
    tags: frozenset[str] = frozenset()


def score(
    method: str,
    sample: Sample,
    cutout: Cutout,
    network_seconds: float,
    rest_seconds: float,
    tags: frozenset[str] = frozenset(),
) -> Score:
    """Measure `cutout` against what is true of `sample`, and what it says of itself."""
    alpha, true = cutout.alpha, sample.alpha
    band = metrics.edge_band(true)
    values = {
        "mad": metrics.mad(alpha, true),
        "mse": metrics.mse(alpha, true),
        "grad": metrics.grad(alpha, true),
        "conn": metrics.conn(alpha, true),
        "iou": metrics.iou(alpha, true),
        "edge_mad": metrics.mad(alpha, true, band),
        "edge_mse": metrics.mse(alpha, true, band),
        "region": max(metrics.regions(alpha, true)),
    }
    if cutout.plausible is not None:
        values["matte_error"] = cutout.plausible.matte_error or 0.0
        values["unclear"] = float(bool(cutout.plausible.unclear))
    for name, background in BACKGROUNDS.items() if sample.exact else ():
        finished = metrics.over(cutout.foreground, alpha, background)
        expected = metrics.over(sample.foreground, true, background)
        values[f"rmse_{name}"] = metrics.rmse(finished, expected, band)
    values["network_ms"] = network_seconds * 1000
    values["rest_ms"] = rest_seconds * 1000
    return Score(method, sample.group, sample.name, values, tags)


def summary(scores: list[Score]) -> Values:
    """The mean of every value over the photos, of CPU times the median, and the worst IoU."""
    averages = {}
    for name in scores[0].values:
        average = median if name.endswith("_ms") else fmean
        averages[name] = average(score.values[name] for score in scores)
    averages["total_ms"] = median(s.values["network_ms"] + s.values["rest_ms"] for s in scores)
    return averages


def worst_iou(scores: list[Score]) -> Score:
    """The photo that was cut out worst."""
    return min(scores, key=lambda score: score.values["iou"])
