"""`python -m training.face_covers DATA`: fits service/checks/face_occluded.tsv.

DATA is the folder of training/README.md. Every face is taken as it is and with a drawn mask and a
drawn hand. Each of the two is told from free faces by logistic regression, judged on people that
were left out (five folds by name), and shifted so that 0.5% of those free faces are above 0.
"""

import csv
import hashlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from service.checks.face_occluded import COVERS, WEIGHTS, differences
from service.checks.patch import Patch, face_patch
from service.models.faces import FaceDetector
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import only_face
from service.values.errors import ServiceError
from training.face_covers.draw import with_hand, with_mask

FOLDS, RIDGE, FALSE = 5, 1e-2, 0.5  # the last in % of free faces
Table = NDArray[np.float64]


def patches(folder: Path) -> Iterator[tuple[str, Patch]]:
    """The upright face of every portrait that has a mesh, by the file's name."""
    detector = FaceDetector()
    for path in sorted(folder.glob("original/*")) + sorted(folder.glob("hard/original/*")):
        try:
            photo = decode(path.read_bytes(), Limits())
            face = only_face(photo, detector)
        except ServiceError:
            continue
        if face.mesh is not None:
            yield path.name, face_patch(photo, face)


def fit(values: Table, covered: NDArray[np.bool_]) -> Callable[[Table], Table]:
    """Log odds by logistic regression of standardised `values` (n, k); also of other rows."""
    weights = regression(values, covered)
    return lambda rows: rows @ weights[:-1] + weights[-1]


def regression(values: Table, covered: NDArray[np.bool_]) -> Table:
    """Weights (k + 1,) of the values as they are, the bias last."""
    mean, spread = values.mean(axis=0), values.std(axis=0)
    rows = np.hstack([(values - mean) / spread, np.ones((len(values), 1))])
    sign = np.where(covered, 1.0, -1.0)

    def loss(weights: Table) -> tuple[float, Table]:
        odds = sign * (rows @ weights)
        slope = -(sign / (1 + np.exp(np.clip(odds, -500, 500)))) @ rows / len(rows)
        ridge = np.append(weights[:-1], 0)
        value = np.logaddexp(0, -odds).mean() + RIDGE * float(ridge @ ridge)
        return float(value), slope + 2 * RIDGE * ridge

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x
    scaled = found[:-1] / spread
    return np.append(scaled, found[-1] - float(scaled @ mean))


def left_out(names: list[str], values: Table, covered: NDArray[np.bool_]) -> Table:
    """Log odds of every row by a fit on other people."""
    digests = [hashlib.sha256(name.encode()).hexdigest() for name in names]
    folds = np.array([int(digest, 16) % FOLDS for digest in digests])
    odds = np.zeros(len(names))
    for fold in range(FOLDS):
        odds[folds == fold] = fit(values[folds != fold], covered[folds != fold])(
            values[folds == fold]
        )
    return odds


def main(folder: Path) -> None:
    """Fit both, print how well people left out are told apart, and write the weights."""
    draw = np.random.default_rng(0)
    seen = list(patches(folder))
    free = np.array([differences(patch, patch.points) for _, patch in seen])  # type: ignore[arg-type]
    names = [name for name, _ in seen]
    columns = []
    for cover, paint in zip(COVERS, (with_mask, with_hand), strict=True):
        drawn = (paint(patch, draw) for _, patch in seen)
        hidden = np.array([differences(patch, patch.points) for patch in drawn])  # type: ignore[arg-type]
        values = np.vstack([free, hidden])
        covered = np.repeat([False, True], len(free))
        odds = left_out(names * 2, values, covered)
        edge = float(np.percentile(odds[~covered], 100 - FALSE))
        weights = regression(values, covered)
        weights[-1] -= edge
        columns.append(weights)
        above = [f"{np.mean(odds[covered] > edge + more):.3f}" for more in (0, 1)]
        false = [f"{np.mean(odds[~covered] > edge + more):.4f}" for more in (0, 1)]
        print(f"{cover}: {len(free)} faces, found above 0 and 1: {above}, false: {false}")
    with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(COVERS)
        writer.writerows([f"{one:.6g}" for one in row] for row in np.array(columns).T)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
