"""`python -m training.face_covers DATA [NAME ...]`: fits what the checks know of faces.

DATA is the folder of training/README.md. Every face is taken as it is, with a drawn mask, with a
drawn hand and with its lids closed by a warp; who wears glasses is in glasses.tsv, whose chin is
under a beard in beard.tsv. Each of the five is told from the other faces by logistic regression,
judged on people that were left out (five folds), and shifted so that 0.5% of their good faces are
above 0, 2% of the free chins. Then people kept aside are judged. NAME: fits these tables alone.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.checks import glasses
from service.checks.eyes_open import looks
from service.checks.lower_face import look
from service.checks.patch import Patch, patch_of
from service.checks.regression import FOLDER
from service.values.geometry import Points
from service.values.mesh import Mesh
from training.face_covers.draw import with_hand, with_mask
from training.face_covers.fit import Table, learn, log_odds, rates
from training.face_covers.lids import with_closed_lids
from training.face_covers.samples import Sample, labels, samples

RIDGE = {"cloth": 0.1, "hand": 0.1, "glasses": 0.1, "shut": 0.03, "beard": 0.03}
FALSE = {"beard": 2.0}  # % of the good faces that may be above 0; of all others USUAL_FALSE
USUAL_FALSE = 0.5
JITTER_PX = 0.6  # of the corners of the eyes, as the mesh of another photo would have them
Row = tuple[Sample, NDArray[np.floating], bool]  # who, what is measured, and whether it is bad


def main(folder: Path, *names: str) -> None:
    """Fit all, print how well people left out and people kept aside are told, write the tables."""
    draw, known = np.random.default_rng(0), {name: labels(name) for name in ("glasses", "beard")}
    rows: dict[str, list[Row]] = {name: [] for name in RIDGE}
    for sample in samples(folder):
        seen = {name: labelled.get(sample.name, "no") for name, labelled in known.items()}
        for name, values, bad in examples(sample, seen, draw):
            rows[name].append((sample, values, bad))
    for name in names or RIDGE:
        weights = fitted(name, rows[name])
        lines = "".join(f"{weight:.4g}\n" for weight in weights)
        (FOLDER / f"{name}.tsv").write_text(f"{name}\n{lines}", encoding="utf-8")


def examples(
    sample: Sample, seen: dict[str, str], draw: np.random.Generator
) -> Iterator[tuple[str, NDArray[np.floating], bool]]:
    """Of one portrait: for which table, what is measured, and whether it is bad."""
    patch, points = sample.patch, _points(sample.patch)
    for name, covered in (("cloth", with_mask(patch, draw)), ("hand", with_hand(patch, draw))):
        yield name, look(patch, points), False
        yield name, look(covered, points), True
    if seen["glasses"] != "unsure":
        yield "glasses", glasses.shapes(patch), seen["glasses"] == "yes"
    if seen["beard"] != "unsure":
        yield "beard", look(patch, points), seen["beard"] == "yes"
    mesh = Mesh(np.column_stack([points, np.zeros(len(points))]), 1.0, 0.0)
    shut = patch_of(with_closed_lids(patch.rgb, mesh), patch.detail, points)
    for face, closed in ((patch, False), (shut, True)):
        for eye in looks(face, points + draw.normal(0, JITTER_PX, 2)):
            yield "shut", eye, closed


def fitted(name: str, rows: list[Row]) -> Table:
    """The weights by those who are not kept aside; how good they are is printed."""
    values = np.array([values for _, values, _ in rows], np.float64)
    bad = np.array([bad for _, _, bad in rows])
    aside = np.array([sample.aside for sample, _, _ in rows])
    people = [sample.person for sample, _, _ in rows if not sample.aside]
    false = FALSE.get(name, USUAL_FALSE)
    weights, line = learn(name, people, values[~aside], bad[~aside], RIDGE[name], false)
    print(line)
    print(f"{name}, kept aside: {rates(log_odds(weights, values[aside]), bad[aside])}")
    return weights


def _points(patch: Patch) -> Points:
    if patch.points is None:
        raise ValueError("this face has no mesh")
    return patch.points


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
