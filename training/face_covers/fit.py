"""Logistic regression, and how well it does on people that it did not learn from."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

FOLDS = 5
Table = NDArray[np.float64]
Truth = NDArray[np.bool_]


def learn(
    name: str, people: Sequence[str], values: Table, bad: Truth, ridge: float, false: float
) -> tuple[Table, str]:
    """Weights (k + 1,), the bias last; `false` % of good people left out are above 0.

    Also a line that says how many of those left out are found.
    """
    odds = left_out(people, values, bad, ridge)
    edge = float(np.percentile(odds[~bad], 100 - false))
    weights = regression(values, bad, ridge)
    weights[-1] -= edge
    return weights, f"{name}, left out: {rates(odds - edge, bad)}"


def rates(odds: Table, bad: Truth) -> str:
    """Shares above the limits of the checks, 0, 1 and 1.5, of the bad and of the good."""
    found, false = (
        ", ".join(f"{np.mean(some > least):.2%}" for least in (0, 1, 1.5))
        for some in (odds[bad], odds[~bad])
    )
    return f"of {bad.sum()} found above 0, 1 and 1.5: {found}; of {(~bad).sum()} false: {false}"


def left_out(people: Sequence[str], values: Table, bad: Truth, ridge: float) -> Table:
    """Log odds of every row by a fit on other people."""
    digests = [hashlib.sha256(name.encode()).hexdigest() for name in people]
    folds = np.array([int(digest, 16) % FOLDS for digest in digests])
    odds = np.zeros(len(people))
    for fold in range(FOLDS):
        weights = regression(values[folds != fold], bad[folds != fold], ridge)
        odds[folds == fold] = log_odds(weights, values[folds == fold])
    return odds


def log_odds(weights: Table, values: Table) -> Table:
    """Of rows (n, k)."""
    return np.asarray(values @ weights[:-1] + weights[-1])


def regression(values: Table, bad: Truth, ridge: float) -> Table:
    """Weights (k + 1,) of the values (n, k) as they are, the bias last."""
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-6
    rows = np.hstack([(values - mean) / spread, np.ones((len(values), 1))])
    sign = np.where(bad, 1.0, -1.0)

    def loss(weights: Table) -> tuple[float, Table]:
        odds = sign * (rows @ weights)
        slope = -(sign / (1 + np.exp(np.clip(odds, -500, 500)))) @ rows / len(rows)
        penalty = np.append(weights[:-1], 0)
        value = np.logaddexp(0, -odds).mean() + ridge * float(penalty @ penalty)
        return float(value), slope + 2 * ridge * penalty

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x
    scaled = found[:-1] / spread
    return np.append(scaled, found[-1] - float(scaled @ mean))
