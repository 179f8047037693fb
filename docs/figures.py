"""`make figures`: measure what README says of the service, and write it down.

The results go into figures.json with date, machine and command; README's tables and the plot are
made from that file. Run it on a machine that does nothing else; it takes some six minutes.
"""

import argparse
import csv
import json
import os
import platform
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from docs import figures_plot, figures_table
from evaluation.cutout import spread
from loadtest import load, rembg
from loadtest.faults import restarts
from loadtest.results import PHOTO, PROBE, lost, percentile
from loadtest.scenarios import OVERLOADED, SATURATED
from loadtest.server import serving
from service import settings, version
from service.serving.process.resources import available_cores

FOLDER = Path(__file__).parent
RECORD = FOLDER / "figures.json"
SCORES = FOLDER.parent / "out" / "eval" / "table.csv"
RELOADS = 10
OWN_METHODS = {"portrait", "portrait-u2netp"}
Values = dict[str, Any]


def versus() -> Values:
    """12 MP photos by rembg, by `rembg s` and by this service."""
    rembg.check(rembg.REMBG)
    names = ("rembg", "rembg_s", "service", "portrait")
    measured = dict(zip(names, rembg.measure(rembg.REMBG, 2), strict=True))
    return {
        "photos_per_cpu_second": {name: one.per_cpu_second for name, one in measured.items()},
        "seconds_alone": {name: float(np.mean(one.times)) for name, one in measured.items()},
        "photos_per_second": {name: float(np.mean(one.rates)) for name, one in measured.items()},
    }


def reloads() -> Values:
    """Photos that were lost while the service was reloaded ten times under load."""
    answers, probes, _ = restarts.watched(restarts.reloading(RELOADS))
    silent = [probe for probe in probes if probe.status != 200]
    return {
        "reloads": RELOADS,
        "photos": len(answers),
        "lost": len(lost(answers)),
        "probes": len(probes),
        "probes_lost": len(silent),
    }


def overload() -> Values:
    """Health checks and refusals while every core is busy."""
    with serving() as server:
        windows = load.run("overload", server, 0.5).windows
    full, over = windows[SATURATED], windows[OVERLOADED]
    waited = settings.load().queue_seconds  # who waits that long was not refused at once
    refused = [a.seconds for a in over.of(PHOTO, 429) if a.seconds < waited]
    return {
        "livez_p99_ms": 1000 * percentile(full.times(PROBE), 0.99),
        "livez": len(full.times(PROBE)),
        "refusal_p50_ms": 1000 * percentile(refused, 0.5),
        "refusals": len(refused),
        "goodput_kept": over.goodput / full.goodput,
    }


def cutout(scores: Path) -> Values:
    """The cut-out of people kept aside beside plain rembg's, from what `make eval` wrote."""
    with scores.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["set"] == "test comp"]
    values: dict[str, dict[str, Mapping[str, str]]] = {}
    for row in rows:
        values.setdefault(row["method"], {})[row["photo"]] = row
    found: Values = {"photos": len(values["plain"])}
    plain = _column(values["plain"], "rmse_blue", values["plain"])
    worst = _column(values["plain"], "iou", values["plain"]).min()
    found["plain"] = {"least_iou": float(worst)}
    for method in OWN_METHODS & set(values):
        own = _column(values[method], "rmse_blue", values["plain"])
        least = _column(values[method], "iou", values["plain"]).min()
        found[method] = {"edge": list(spread.ratio(own, plain)), "least_iou": float(least)}
    return found


def _column(
    rows: Mapping[str, Mapping[str, str]], name: str, order: Iterable[str]
) -> NDArray[np.float64]:
    return np.array([float(rows[photo][name]) for photo in order])


MEASURES: dict[str, tuple[str, Callable[[], Values]]] = {
    "versus": ("make versus", versus),
    "reloads": ("make faults", reloads),
    "overload": ("make load SCENARIO=overload", overload),
}


def machine() -> str:
    """Cores, processor and Python."""
    models = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        if line.startswith("model name")
    ]
    model = models[0] if models else platform.machine()
    return f"{available_cores()} cores ({model}), Python {platform.python_version()}"


def record(name: str, command: str, values: Values, busy: bool = False) -> None:
    """Put one measurement into the file, in place of an older one."""
    known: Values = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}
    known[name] = {
        "command": command,
        "date": date.today().isoformat(),
        "machine": machine(),
        "version": version.current(),
        "busy": busy,
        **rounded(values),
    }
    text = json.dumps(dict(sorted(known.items())), indent=1, ensure_ascii=False)
    RECORD.write_text(f"{text}\n", "utf-8")


def rounded(values: Any) -> Any:  # noqa: ANN401 - JSON
    """Three digits say all that there is to say."""
    if isinstance(values, dict):
        return {name: rounded(value) for name, value in values.items()}
    if isinstance(values, list):
        return [rounded(value) for value in values]
    return float(f"{values:.3g}") if isinstance(values, float) else values


def main() -> int:
    """Measure, record, and write README's tables and the plot."""
    parser = argparse.ArgumentParser(prog="python -m docs.figures", description=__doc__)
    parser.add_argument("only", nargs="*", help=f"of {', '.join(MEASURES)}; all unless named")
    parser.add_argument("--cutout", type=Path, help="what `make eval DATA=folder` wrote")
    parser.add_argument("--write", action="store_true", help="write the pages, measure nothing")
    options = parser.parse_args()
    busy = os.getloadavg()[0] > available_cores() / 2  # with something else, before we begin
    chosen = () if options.write else options.only or tuple(MEASURES)
    for name in chosen:
        print(f"measuring {name}", file=sys.stderr, flush=True)
        command, measure = MEASURES[name]
        record(name, command, measure(), busy)
    scores: Path = options.cutout or SCORES
    if options.cutout or (scores.exists() and not options.write):
        record("cutout", "make eval DATA=folder", cutout(scores))
    figures = json.loads(RECORD.read_text("utf-8"))
    figures_table.write(figures)
    if "versus" in figures:
        figures_plot.write(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
