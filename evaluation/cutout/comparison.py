"""A cutout beside the true one, as pictures for a person to look at."""

import numpy as np

from evaluation.cutout import metrics
from evaluation.cutout.methods import Cutout
from evaluation.cutout.scores import BACKGROUNDS, Score
from evaluation.ground_truth import Sample
from evaluation.image_grid import Cell, at_height
from service.values.colour import Colour
from service.values.photo import RGB, Alpha

ROW_HEIGHT = 320  # of one photo in a sheet of the worst


def row(sample: Sample, cutout: Cutout, score: Score) -> list[Cell]:
    """The window, the true and the found person on blue, and how the alphas differ."""
    blue = BACKGROUNDS["blue"]
    difference = np.rint(np.abs(cutout.alpha - sample.alpha) * 255).astype(np.uint8)
    pictures = (
        (sample.colour, f"{sample.group} {sample.name}"),
        (on_background(sample.foreground, sample.alpha, blue), "true"),
        (on_background(cutout.foreground, cutout.alpha, blue), score.method),
        (np.dstack([difference] * 3), _caption(score)),
    )
    return [Cell(at_height(picture, ROW_HEIGHT), (line,)) for picture, line in pictures]


def on_background(foreground: RGB, alpha: Alpha, background: Colour) -> RGB:
    """The person over a flat colour, in 8 bits."""
    return np.rint(metrics.over(foreground, alpha, background)).astype(np.uint8)


def _caption(score: Score) -> str:
    values = score.values
    return f"MSE {values['mse'] * 1000:.1f}  IoU {values['iou']:.3f}  Grad {values['grad']:.1f}"
