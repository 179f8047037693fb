"""How the values of each check are distributed over the test photos, and what the checks cost."""

import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation import photos
from evaluation.command import progress
from evaluation.engine import load_engine
from evaluation.image_grid import Cell, fitted, image_grid
from evaluation.orders import default_order
from evaluation.tables import counts, table
from service.cancellation import CancellationToken
from service.pipeline.all_checks import check_all
from service.pipeline.check import REFUSALS
from service.pipeline.engine import Engine
from service.pipeline.findings import Findings, Subject
from service.pipeline.idphoto import analyse, frame_person
from service.values.check import Check
from service.values.order import Order
from service.values.photo import RGB

GROUPS = ("pairs/studio", "portraits", "wild", "negatives", "pairs/comp")
QUANTILES = (0, 0.05, 0.25, 0.5, 0.75, 0.95, 1)
EXTREMES, COLUMNS, CELL_PX = 8, 8, 160


@dataclass(frozen=True, slots=True)
class CheckedPhoto:
    """One photo after its checks; `cpu_ms` is what they cost."""

    name: str
    group: str
    picture: RGB
    refusal: str
    checks: tuple[Check, ...]
    cpu_ms: float


def check_all_photos(
    folder: Path, spec_id: str, crop_only: bool, limit: int | None
) -> list[CheckedPhoto]:
    """The first `limit` photos of each group, checked for a document."""
    engine = load_engine()
    kept = {"background": "original"} if crop_only else {"allow_editing": "true"}
    order = default_order(spec_id, **kept)
    paths = photos.files(folder, *GROUPS, limit=limit)
    return [_check(path, photos.group_of(path, folder), order, engine) for path in progress(paths)]


def _check(path: Path, group: str, order: Order, engine: Engine) -> CheckedPhoto:
    findings = Findings(Subject(), order)
    try:
        analyse(findings.subject, path.read_bytes(), [order], engine, CancellationToken())
        frame_person(findings, CancellationToken())
    except REFUSALS as refusal:
        findings.refusal = refusal
    start = time.thread_time()
    checks = check_all(findings)
    cpu_ms = (time.thread_time() - start) * 1000
    photo = findings.subject.photo
    pixels = photo.rgb if photo and findings.colour is None else findings.colour
    picture = fitted(np.asarray(pixels, np.uint8), CELL_PX, CELL_PX)
    slug = findings.refusal.slug if findings.refusal else ""
    return CheckedPhoto(path.name, group, picture, slug, checks, cpu_ms)


def summary(results: Sequence[CheckedPhoto]) -> str:
    """Quantiles of each check for each group, with its verdicts; refusals, and the checks' cost."""
    headings = ["check", "photos", *(f"{quantile:.0%}" for quantile in QUANTILES), "verdicts"]
    alignment = "ll" + "r" * len(QUANTILES) + "l"
    refusals = Counter(result.refusal for result in results if result.refusal)
    cpu_ms = [result.cpu_ms for result in results if not result.refusal]
    lines = [
        table(alignment, headings, _rows(results)),
        "",
        f"{len(results)} photos; refused: {dict(refusals)}",
    ]
    if cpu_ms:
        lines.append(f"CPU time of all checks: median {statistics.median(cpu_ms):.1f} ms")
    return "\n".join(lines)


def _rows(results: Sequence[CheckedPhoto]) -> Iterator[list[str]]:
    for number, first in enumerate(results[0].checks):
        for group in GROUPS:
            checks = [result.checks[number] for result in results if result.group == group]
            values = [check.value for check in checks if check.value is not None]
            if values:
                quantiles = [f"{value:.2f}" for value in np.quantile(values, QUANTILES)]
                verdicts = counts(check.verdict for check in checks)
                name = f"`{first.id}` {first.unit}"
                yield [name, f"{group} {len(values)}", *quantiles, verdicts]


def write_extremes(results: Sequence[CheckedPhoto], out: Path) -> None:
    """For each check a sheet of the photos with its lowest and its highest values."""
    out.mkdir(parents=True, exist_ok=True)
    for number, first in enumerate(results[0].checks):
        known = [
            (value, result)
            for result in results
            if (value := result.checks[number].value) is not None
        ]
        known.sort(key=lambda pair: pair[0])
        cells = [
            Cell(result.picture, (f"{value:g} {result.checks[number].verdict}", result.name[:18]))
            for value, result in known[:EXTREMES] + known[EXTREMES:][-EXTREMES:]
        ]
        if cells:
            image_grid(cells, COLUMNS).save(out / f"{first.id}.png")
