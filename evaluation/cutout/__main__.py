"""`python -m evaluation.cutout`: measure every method on the photos with known alpha."""

import argparse
import sys
from pathlib import Path

import cv2

from evaluation import photos
from evaluation.cutout import methods, report
from evaluation.cutout.scores import Score, score
from evaluation.image_grid import Cell, grid, row_of
from evaluation.photos import SETS
from service import settings
from service.models.faces import FaceDetector
from service.values.errors import ConfigError

WORST = 10
COLUMNS = 4

Row = tuple[Score, list[Cell]]


def main(given: list[str] | None = None) -> int:
    """Write tables and sheets; 1 when photos, weights or a method are not there."""
    options = _parser().parse_args(given)
    cv2.setNumThreads(1)
    try:
        wanted = methods.chosen(options.methods, methods.NAMES)
        scores, worst = evaluate(wanted, photos.folder(), options.limit)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 1
    out: Path = options.out
    out.mkdir(parents=True, exist_ok=True)
    text = report.markdown(scores)
    (out / "table.md").write_text(text, "utf-8")
    (out / "table.csv").write_text(report.comma_separated(scores), "utf-8")
    for method, rows in worst.items():
        cells = [cell for _, row in rows for cell in row]
        grid(cells, COLUMNS).save(out / f"worst-{method}.png")
    print(text)
    return 0


def evaluate(
    wanted: list[str], folder: Path, limit: int | None
) -> tuple[list[Score], dict[str, list[Row]]]:
    """All scores, photo by photo, and for each method the rows of its worst photos."""
    known = methods.load(wanted, settings.load())
    detector = FaceDetector()
    pairs = [(group, name) for group in SETS for name in photos.names(folder, limit)]
    scores: list[Score] = []
    worst: dict[str, list[Row]] = {method: [] for method in known}
    for number, (group, name) in enumerate(pairs, start=1):
        case = photos.read(folder, group, name, detector)
        for method, make in known.items():
            print(f"\r{number}/{len(pairs)} {name} {method:24}", end="", file=sys.stderr)
            if number == 1:
                make(case)  # compiles, loads and warms up
            cutout, network, rest = methods.measured(make, case)
            found = score(method, case, cutout, network, rest)
            scores.append(found)
            rows = [*worst[method], (found, row_of(case, cutout, found))]
            rows.sort(key=lambda row: row[0].values["mse"], reverse=True)
            worst[method] = rows[:WORST]
    print(file=sys.stderr)
    return scores, worst


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evaluation.cutout", description=__doc__)
    parser.add_argument("--limit", type=int, help="only the first so many people of each set")
    parser.add_argument(
        "--methods", default=",".join(methods.NAMES), help=f"of {', '.join(methods.NAMES)}"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("out/eval"), help="folder for the results (out/eval)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
