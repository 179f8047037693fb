"""`python -m evaluation.checks`: what each check measures on all photos, to judge its limits by.

Prints quantiles and verdicts of each check, writes sheets of the photos at both ends of each, and
measures what the checks cost. `--damage` makes good photos bad in known ways instead.
"""

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from evaluation import photos
from evaluation.checks import degradations
from evaluation.image_grid import Cell, fitted, grid
from service import settings
from service.models.faces import FaceDetector
from service.models.matters import choose
from service.pipeline.all_checks import check_all
from service.pipeline.check import REFUSALS
from service.pipeline.findings import Findings, Sitting
from service.pipeline.idphoto import Studio, frame_person, see
from service.specs import catalogue
from service.steps.decode import Limits
from service.values.check import Check
from service.values.errors import ConfigError
from service.values.order import Order
from service.values.photo import RGB
from service.values.watch import Watch

FOLDERS = ("pairs/studio", "portraits", "wild", "negatives", "pairs/comp")
QUANTILES = (0, 0.05, 0.25, 0.5, 0.75, 0.95, 1)
ENDS, COLUMNS, CELL_PX = 8, 8, 160


@dataclass(frozen=True, slots=True)
class Seen:
    """One photo after its checks; `cpu_ms` is what they cost."""

    name: str
    group: str
    picture: RGB
    refusal: str
    checks: tuple[Check, ...]
    cpu_ms: float


def main(given: list[str] | None = None) -> int:
    """Print and write; 1 when photos or weights are not there."""
    options = _parser().parse_args(given)
    cv2.setNumThreads(1)
    try:
        folder = photos.folder()
        if options.damage:
            print(degradations.table(folder, options.limit))
            return 0
        seen = list(look(folder, options.spec, options.background == "original", options.limit))
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 1
    print(table(seen))
    options.out.mkdir(parents=True, exist_ok=True)
    for number in range(len(seen[0].checks)):
        _write_ends(seen, number, options.out)
    return 0


def look(folder: Path, spec_id: str, crop_only: bool, limit: int | None) -> Iterator[Seen]:
    """Every photo of the folders, checked for a spec."""
    config = settings.load()
    matter = choose(config.matting, "cpu", config.model_home, config.model_mirror).load()
    studio = Studio(FaceDetector(), matter, Limits())
    spec = catalogue.load().find(spec_id)
    if spec is None:
        raise ConfigError(f"the catalogue has no {spec_id}")
    order = Order(spec, spec.backgrounds[0].rgb, "jpeg", spec.dpi, crop_only=crop_only)
    for group in FOLDERS:
        for path in sorted((folder / group).glob("*.*"))[:limit]:
            print(f"\r{group} {path.name:40.40}", end="", file=sys.stderr)
            yield _seen(path, group, order, studio)
    print(file=sys.stderr)


def _seen(path: Path, group: str, order: Order, studio: Studio) -> Seen:
    found = Findings(Sitting(path.read_bytes()), order)
    try:
        see(found.sitting, [order], studio, Watch())
        frame_person(found, Watch())
    except REFUSALS as refusal:
        found.refusal = refusal
    start = time.thread_time()
    checks = check_all(found)
    cpu_ms = (time.thread_time() - start) * 1000
    photo = found.sitting.photo
    pixels = photo.rgb if photo and found.colour is None else found.colour
    picture = fitted(np.asarray(pixels, np.uint8), CELL_PX, CELL_PX)
    refused = found.refusal.slug if found.refusal else ""
    return Seen(path.name, group, picture, refused, checks, cpu_ms)


def table(seen: list[Seen]) -> str:
    """Quantiles of each check for each folder, with its verdicts, as markdown."""
    rows = [
        "| check | photos | " + " | ".join(f"{q:.0%}" for q in QUANTILES) + " | verdicts |",
        "|---|---|" + "---:|" * len(QUANTILES) + "---|",
    ]
    for number, check in enumerate(seen[0].checks):
        for group in FOLDERS:
            rows += _row(f"`{check.id}` {check.unit}", group, seen, number)
    refused = Counter(one.refusal for one in seen if one.refusal)
    cost = [one.cpu_ms for one in seen if not one.refusal]
    rows += ["", f"{len(seen)} photos; refused: {dict(refused)}"]
    if cost:
        rows.append(f"CPU time of all checks: median {statistics.median(cost):.1f} ms")
    return "\n".join(rows)


def _row(name: str, group: str, seen: list[Seen], number: int) -> list[str]:
    checks = [one.checks[number] for one in seen if one.group == group]
    values = [check.value for check in checks if check.value is not None]
    if not values:
        return []
    quantiles = " | ".join(f"{value:.2f}" for value in np.quantile(values, QUANTILES))
    verdicts = ", ".join(f"{v} {n}" for v, n in sorted(Counter(c.verdict for c in checks).items()))
    return [f"| {name} | {group} {len(values)} | {quantiles} | {verdicts} |"]


def _write_ends(seen: list[Seen], number: int, out: Path) -> None:
    """A sheet of the photos with the lowest and the highest values of a check."""
    known = [(v, one) for one in seen if (v := one.checks[number].value) is not None]
    known.sort(key=lambda pair: pair[0])
    shown = known[:ENDS] + known[ENDS:][-ENDS:]
    if shown:
        cells = [
            Cell(one.picture, (f"{value:g} {one.checks[number].verdict}", one.name[:18]))
            for value, one in shown
        ]
        grid(cells, COLUMNS).save(out / f"{seen[0].checks[number].id}.png")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evaluation.checks", description=__doc__)
    parser.add_argument("--limit", type=int, help="only the first so many photos of each folder")
    parser.add_argument("--spec", default="cn-1inch", help="id of a spec (cn-1inch)")
    parser.add_argument(
        "--background", choices=("original", "replaced"), default="original", help="(original)"
    )
    parser.add_argument("--damage", action="store_true", help="make good photos bad instead")
    parser.add_argument(
        "--out", type=Path, default=Path("out/checks"), help="folder for the sheets (out/checks)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
