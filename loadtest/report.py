"""`python -m loadtest.report`: every instrument once, and the table of all goals."""

import argparse
import platform
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path

from loadtest import baseline, companions, faults, load, rembg, soak
from loadtest.goals import Goal, Part, figure, goal_table
from loadtest.results import Window
from loadtest.scenarios import SATURATED, SCENARIOS
from loadtest.server import ROOT, serving
from service.serving.cores import available_cores

OUT = ROOT / "out" / "load-report.md"
START_SECONDS = 15.0
SHARE = 0.9
ALONE_SECONDS = 12.0


def saturation(pace: float) -> Part:
    """The overload scenario between two measurements of what a photo costs without a server."""
    single = baseline.measure(ALONE_SECONDS)[0]
    with serving() as server:
        run = load.run("overload", server, pace)
    cores = available_cores()
    beside = sum(cost.photos / cost.seconds for cost in baseline.measure(ALONE_SECONDS, cores))
    found = load.judged("overload", run)
    goals = (*found.goals, capacity(run.windows[SATURATED], single.each, cores, beside))
    return Part(found.title, found.text, (*goals, start(server.ready_after)))


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


def slow(pace: float) -> Part:
    """The scenario of slow bodies on a service of its own."""
    with load.server_for(SCENARIOS["slow"], None, None) as server:
        return load.part("slow", server, pace)


def parts(given: argparse.Namespace) -> Iterator[Part]:
    """One after the other, on a machine that should do nothing else."""
    instruments: dict[str, Callable[[], Part]] = {
        "saturation": lambda: saturation(given.pace),
        "slow bodies": lambda: slow(0.5 * given.pace),
        "soak": lambda: soak.part(given.soak),
        "faults": lambda: faults.part(list(faults.all_drills(1)), 0.5 * given.pace),
        "companions": companions.part,
        "rembg": lambda: rembg.part(given.rembg, max(1, round(2 * given.pace))),
    }
    for name, instrument in instruments.items():
        print(f"{time.strftime('%H:%M:%S')} {name}", file=sys.stderr, flush=True)
        found = instrument()
        print(found, file=sys.stderr, flush=True)  # a run that breaks off has not been for nothing
        yield found


def machine(pace: float) -> str:
    """What the figures hold for."""
    model = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    packages = ", ".join(f"{name} {version(name)}" for name in ("gunicorn", "onnxruntime", "rembg"))
    hurried = f" In a hurry: stages and drills took {pace:g} of their time." if pace != 1 else ""
    return (
        f"{date.today()}, {available_cores()} cores ({model[0] if model else 'unknown'}), "
        f"Python {platform.python_version()}, {packages}.{hurried}"
    )


def main() -> None:
    """Print the report and write it to a file."""
    parser = argparse.ArgumentParser(prog="python -m loadtest.report", description=__doc__)
    parser.add_argument("--soak", type=int, default=300, help="photos of the soak (300)")
    parser.add_argument("--pace", type=float, default=1.0, help="factor to what lasts long (1)")
    parser.add_argument("--rembg", type=Path, default=rembg.REMBG, help="rembg's own command")
    given = parser.parse_args()
    rembg.check(given.rembg)
    found = list(parts(given))
    goals = goal_table(goal for part in found for goal in part.goals)
    text = f"{machine(given.pace)}\n\n{goals}\n\n" + "\n".join(part.details() for part in found)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(text)
    print(f"{text}\nwritten to {OUT}")


if __name__ == "__main__":
    main()
