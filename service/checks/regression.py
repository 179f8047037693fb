"""What was learnt by logistic regression, from the tables beside the checks."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Regression:
    """`weights` (n,) of as many measures, and a bias."""

    weights: NDArray[np.float64]
    bias: float

    def log_odds(self, measures: NDArray[np.floating]) -> float:
        """Of measures (n,), less what they have to exceed to be worth a warning."""
        return float(measures @ self.weights) + self.bias


@cache
def learnt(name: str) -> Regression:
    """The table of a name: one weight a line, the bias last; training/face_covers writes it."""
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        column = np.array([float(row[name]) for row in csv.DictReader(file, delimiter="\t")])
    return Regression(column[:-1], float(column[-1]))
