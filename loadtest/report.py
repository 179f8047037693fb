"""Every instrument once, and the table of all goals."""

import argparse
import platform
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path

from loadtest import baseline, faults, load, permits, rembg, scrape, soak
from loadtest.goals import Goal, Section, figure, goal_table
from loadtest.results import Window
from loadtest.scenarios import SATURATED
from loadtest.server import ROOT, serving
from service.serving.process.resources import available_cores

OUT = ROOT / "out" / "load-report.md"
START_SECONDS = 15.0
SHARE = 0.9
BASELINE_SECONDS = 12.0


def saturation(time_scale: float) -> Section:
    """The overload scenario between two measurements of what a photo costs without a server."""
    single = baseline.measure(BASELINE_SECONDS)[0]
    with serving() as server:
        run = load.run("overload", server, time_scale)
    cores = available_cores()
    beside = sum(cost.photos / cost.seconds for cost in baseline.measure(BASELINE_SECONDS, cores))
    overload = load.section("overload", run)
    throughput = capacity(run.windows[SATURATED], single.each, cores, beside)
    goals = (*overload.goals, throughput, start(server.ready_after))
    return Section(overload.title, overload.text, goals)


def capacity(window: Window, each: float, cores: int, beside: float) -> Goal:
    """What is left of the cores when a server shares them out."""
    possible = cores / each
    measured = (
        f"{window.goodput / possible:.2f} x ({figure(window.goodput)} of {figure(possible)} /s, "
        f"{each:.3f} CPU s alone; {cores} such processes at once do {figure(beside)} /s)"
    )
    limit = f">= {SHARE} x cores / (CPU s per photo of one process)"
    return Goal("throughput at saturation", limit, measured, window.goodput >= SHARE * possible)


def start(seconds: float) -> Goal:
    """How long until all workers take photos, everything being in the page cache."""
    limit = f"<= {START_SECONDS:g} s"
    return Goal("ready after a warm start", limit, f"{seconds:.1f} s", seconds <= START_SECONDS)


def sections(options: argparse.Namespace) -> Iterator[Section]:
    """One after the other, on a machine that should do nothing else."""
    time_scale = options.time_scale
    instruments: dict[str, Callable[[], Section]] = {
        "saturation": lambda: saturation(time_scale),
        "slow bodies": lambda: load.measure("slow", 0.5 * time_scale),
        "soak": lambda: soak.section(options.soak),
        "faults": lambda: faults.section(time_scale=0.5 * time_scale),
        "permits": permits.section,
        "metrics": scrape.section,
        "rembg": lambda: rembg.section(options.rembg, max(1, round(2 * time_scale))),
    }
    for name, instrument in instruments.items():
        print(f"{time.strftime('%H:%M:%S')} {name}", file=sys.stderr, flush=True)
        section = instrument()
        print(section, file=sys.stderr, flush=True)  # a run that breaks off was not for nothing
        yield section


def machine(time_scale: float) -> str:
    """What the figures hold for."""
    model = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    packages = ", ".join(f"{name} {version(name)}" for name in ("gunicorn", "onnxruntime", "rembg"))
    scaled = f" Stages and faults took {time_scale:g} of their time." if time_scale != 1 else ""
    return (
        f"{date.today()}, {available_cores()} cores ({model[0] if model else 'unknown'}), "
        f"Python {platform.python_version()}, {packages}.{scaled}"
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `python -m loadtest report`."""
    parser.add_argument("--soak", type=int, default=300, help="photos of the soak (300)")
    parser.add_argument("--time-scale", type=float, default=1.0, help="stretches what lasts (1)")
    parser.add_argument("--rembg", type=Path, default=rembg.REMBG, help="rembg's own command")


def main(options: argparse.Namespace) -> None:
    """Print the report and write it to a file."""
    rembg.check(options.rembg)
    done = list(sections(options))
    goals = goal_table(goal for section in done for goal in section.goals)
    details = "\n".join(section.details() for section in done)
    text = f"{machine(options.time_scale)}\n\n{goals}\n\n{details}"
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(text)
    print(f"{text}\nwritten to {OUT}")
