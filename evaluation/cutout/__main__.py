"""`python -m evaluation.cutout`: measure every method on the photos with known alpha."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from evaluation import ground_truth, photos
from evaluation.command import command, progress
from evaluation.cutout import comparison, kept_aside, methods, report
from evaluation.cutout.cpu_time import timed
from evaluation.cutout.scores import Score, score
from evaluation.ground_truth import Sample
from evaluation.image_grid import Cell, image_grid
from service.models.faces import FaceDetector
from service.steps.face import Detector
from service.values.errors import ServiceError

WORST = 10
COLUMNS = 4

Row = tuple[Score, list[Cell]]
Case = Callable[[Detector], Sample]


@command
def main(argv: list[str] | None = None) -> int:
    """Write tables and sheets; 1 when photos, weights or a method are not there."""
    options = _parser().parse_args(argv)
    names = methods.select(options.methods, methods.NAMES)
    cases = [*tuned(photos.folder(), options.limit), *kept(options.training, options.limit)]
    scores, worst = evaluate(names, cases)
    out: Path = options.out
    out.mkdir(parents=True, exist_ok=True)
    text = report.markdown(scores)
    (out / "table.md").write_text(text, "utf-8")
    (out / "table.csv").write_text(report.comma_separated(scores), "utf-8")
    for method, rows in worst.items():
        cells = [cell for _, row in rows for cell in row]
        image_grid(cells, COLUMNS).save(out / f"worst-{method}.png")
    print(text)
    return 0


def tuned(folder: Path, limit: int | None) -> Iterator[Case]:
    """The photos on which thresholds were chosen."""
    for group in ground_truth.SETS:
        for name in ground_truth.names(folder, limit):
            yield partial(ground_truth.read, folder, group, name)


def kept(data: Path | None, limit: int | None) -> Iterator[Case]:
    """The photos of people and places kept aside, if there are any."""
    if data is None:
        print("without --training the groups test and hard are not measured", file=sys.stderr)
        return
    for scene in kept_aside.scenes(data, limit):
        yield partial(kept_aside.read, scene, data)


def evaluate(
    names: Sequence[str], cases: Sequence[Case]
) -> tuple[list[Score], dict[str, list[Row]]]:
    """All scores, photo by photo, and for each method the rows of its worst photos."""
    chosen = methods.load(names)
    detector = FaceDetector()
    scores: list[Score] = []
    worst: dict[str, list[Row]] = {method: [] for method in chosen}
    for number, case in enumerate(progress(cases)):
        try:
            sample = case(detector)
        except ServiceError as error:
            print(f"left out: {error.slug}", file=sys.stderr)
            continue
        for method, cut_out in chosen.items():
            if number == 0:
                cut_out(sample)  # compiles, loads and warms up
            cutout, network, rest = timed(cut_out, sample)
            result = score(method, sample, cutout, network, rest)
            scores.append(result)
            rows = [*worst[method], (result, comparison.row(sample, cutout, result))]
            rows.sort(key=lambda row: row[0].values["mse"], reverse=True)
            worst[method] = rows[:WORST]
    return scores, worst


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evaluation.cutout", description=__doc__)
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
        "--out", type=Path, default=Path("out/eval"), help="folder for the results (out/eval)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
