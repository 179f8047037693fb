"""`python -m evaluation.cutout`: measure every method on the photos with known alpha."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from evaluation import photos
from evaluation.command import command
from evaluation.cutout import cases, comparison, measured, methods, report
from evaluation.cutout.cases import Case
from evaluation.cutout.scores import Score
from evaluation.image_grid import Cell, image_grid
from service.models.faces import FaceDetector

WORST = 10
COLUMNS = 4


@command
def main(argv: list[str] | None = None) -> int:
    """Write tables and sheets; 1 when photos, weights or a method are not there."""
    options = _parser().parse_args(argv)
    names = methods.select(options.methods, methods.NAMES)
    out: Path = options.out
    photos_of = [
        *cases.tuned(photos.folder(), options.limit),
        *cases.kept(options.training, options.limit),
    ]
    out.mkdir(parents=True, exist_ok=True)
    scores = measured.measure(names, photos_of, out / "scores.jsonl", options.jobs)
    text = report.markdown(scores)
    (out / "table.md").write_text(text, "utf-8")
    (out / "table.csv").write_text(report.comma_separated(scores), "utf-8")
    for method, cells in worst(names, scores, photos_of).items():
        image_grid(cells, COLUMNS).save(out / f"worst-{method}.png")
    print(text)
    return 0


def worst(
    names: Sequence[str], scores: Sequence[Score], photos_of: Sequence[Case]
) -> dict[str, list[Cell]]:
    """For each method the rows of its worst photos, which are cut out once more."""
    by_name = {(case.group, case.name): case for case in photos_of}
    detector = FaceDetector()
    sheets: dict[str, list[Cell]] = {}
    for method, cut_out in methods.load(names).items():
        own = [score for score in scores if score.method == method]
        own.sort(key=lambda score: score.values["mse"], reverse=True)
        sheets[method] = []
        for score in own[:WORST]:
            sample = by_name[score.group, score.name].read(detector)
            sheets[method] += comparison.row(sample, cut_out(sample), score)
    return sheets


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.cutout",
        description=f"{__doc__} An interrupted run goes on.",
    )
    parser.add_argument("--limit", type=int, help="only the first so many photos of each set")
    parser.add_argument(
        "--training",
        type=Path,
        help="the data of training/README.md, for the groups of people kept aside",
    )
    parser.add_argument(
        "--methods", default=",".join(methods.NAMES), help=f"of {', '.join(methods.NAMES)}"
    )
    parser.add_argument(
        "--jobs", type=int, default=measured.processes(), help="processes (one for each core)"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("out/eval"), help="folder for the results (out/eval)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
