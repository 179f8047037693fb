"""Everything that may go wrong under load, and what it costs."""

import argparse
import sys
from collections.abc import Callable, Sequence

from loadtest import load, permits
from loadtest.faults import exhaustion, malformed, restarts, worker_kill
from loadtest.goals import Goal, Section

# By name; each is told by how much to stretch its duration, and judges its goals.
FAULTS: dict[str, Callable[[float], tuple[Goal, ...]]] = {
    "kill": lambda time_scale: worker_kill.sigkill(max(1, round(6 * time_scale))),
    "stop": lambda _: worker_kill.sigstop(),
    "hup": lambda time_scale: restarts.reloaded(10 if time_scale >= 0.5 else 3),
    "recycle": lambda time_scale: restarts.recycled(60 * time_scale),
    "term": lambda _: restarts.terminated(),
    "malformed": lambda time_scale: malformed.malformed(20 * time_scale),
    "descriptors": lambda _: exhaustion.descriptors(),
    "disk": lambda _: exhaustion.disk(),
}


def section(names: Sequence[str] = tuple(FAULTS), time_scale: float = 1.0) -> Section:
    """The goals of these faults in one table."""
    goals: list[Goal] = []
    for name in names:
        print(f"fault: {name}", file=sys.stderr, flush=True)
        goals += FAULTS[name](time_scale)
    return Section("faults", "Each fault has a service of its own.", tuple(goals))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `python -m loadtest faults`."""
    parser.add_argument("faults", nargs="*", help=f"of {', '.join(FAULTS)}; all")
    parser.add_argument("--time-scale", type=float, default=1.0, help="stretches each fault (1)")


def main(options: argparse.Namespace) -> None:
    """Print the table; with all faults also that of slow bodies and of the permits."""
    if unknown := set(options.faults) - set(FAULTS):
        sys.exit(f"there is no fault {', '.join(sorted(unknown))}; there are {', '.join(FAULTS)}")
    print(section(options.faults or tuple(FAULTS), options.time_scale))
    if not options.faults:
        print(load.measure("slow", options.time_scale))
        print(permits.section())
