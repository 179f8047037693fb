"""`python -m evaluation.geometry`: docs/geometry-measured.md, how well heads are found and placed.

Three parts: `landmarks` compares crown, eyes, chin and ears with points marked by hand and with
true alphas; `mirrored` compares yaw with that of mirror images; `remeasure` finishes every photo
for documents of the whole catalogue as a caller gets it who names the document alone, measures the
file that comes out as if it were sent, and also writes every pair of photo and document.
"""

import argparse
import csv
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from evaluation import photos
from evaluation.command import command
from evaluation.geometry import catalogue_run, landmarks, mirrored, report
from evaluation.geometry.remeasure import Remeasurement

PARTS = ("landmarks", "mirrored", "remeasure")
GROUPS = "pairs/studio,portraits,wild"
EVERY = 7  # documents: twenty minutes of one core


@command
def main(argv: list[str] | None = None) -> int:
    """Print the tables; 1 when photos, weights or a spec are not there."""
    options = _parser().parse_args(argv)
    folder = photos.folder()
    if options.only in (None, "landmarks"):
        print(landmarks.summary(landmarks.all_errors(folder, options.training)), end="\n\n")
    if options.only in (None, "mirrored"):
        print(mirrored.summary(mirrored.paths_of(folder, options.training)), end="\n\n")
    if options.only in (None, "remeasure"):
        results = _remeasure(options, folder)
        print(report.summary(results))
        _write(results, options.out)
    return 0


def _remeasure(options: argparse.Namespace, folder: Path) -> list[Remeasurement]:
    """All results, or those until the run was interrupted."""
    groups = options.folders.split(",")
    paths = [path for group in groups for path in photos.files(folder, group)]
    jobs = catalogue_run.plan(paths, options.specs and options.specs.split(","), options.every)
    results: list[Remeasurement] = []
    try:
        for result in catalogue_run.run(jobs[: options.limit], options.processes):
            results.append(result)
    except KeyboardInterrupt:
        print("\ninterrupted; the tables are of the photos until here", file=sys.stderr)
    return results


def _write(results: Sequence[Remeasurement], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t", lineterminator="\n").writerows(report.rows(results))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evaluation.geometry", description=__doc__)
    parser.add_argument("--only", choices=PARTS, help="one of the parts")
    parser.add_argument(
        "--training", type=Path, help="folder of training/README.md, for the first two"
    )
    remeasure = parser.add_argument_group("remeasure")
    remeasure.add_argument("--limit", type=int, help="only the first so many photos")
    remeasure.add_argument("--specs", help="ids of specs (all)")
    remeasure.add_argument("--folders", default=GROUPS, help=f"of the test photos ({GROUPS})")
    remeasure.add_argument(
        "--every",
        type=int,
        default=EVERY,
        help=f"each photo for every so many of the documents, from another one on ({EVERY})",
    )
    remeasure.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    remeasure.add_argument("--out", type=Path, default=Path("out/geometry.tsv"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
