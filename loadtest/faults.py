"""`python -m loadtest.faults`: everything that may go wrong under load, and what it costs."""

import argparse
import importlib.util
import subprocess
import sys
from collections.abc import Callable

from loadtest import drills, load, restarts, storms
from loadtest.scenarios import SCENARIOS
from loadtest.server import ROOT
from loadtest.tables import Goal, Part

Drill = Callable[[], tuple[Goal, ...]]
# Instruments that print their own findings and fail when a goal is missed.
STRESS = "loadtest.permits"


def all_drills(quick: bool) -> dict[str, Drill]:
    """By name; `quick` ones take a third of the time."""
    return {
        "permits": permits,
        "kill": lambda: drills.killed(2 if quick else 6),
        "stop": drills.frozen,
        "hup": lambda: restarts.reloaded(3 if quick else 10),
        "recycle": lambda: restarts.recycled(15 if quick else 60),
        "term": restarts.ended,
        "malformed": lambda: storms.malformed(6 if quick else 20),
        "descriptors": storms.descriptors,
        "slow": lambda: slow(0.4 if quick else 1),
    }


def slow(pace: float) -> tuple[Goal, ...]:
    """200 bodies that trickle in, beside other callers."""
    with load.server_for(SCENARIOS["slow"], None, None) as server:
        return load.part("slow", server, pace).goals


def permits() -> tuple[Goal, ...]:
    """100,000 acquisitions with random SIGKILLs."""
    what, limit = "photos in work", "never above the limit in 100,000 acquisitions with SIGKILLs"
    if importlib.util.find_spec(STRESS) is None:
        return (Goal(what, limit, f"there is no {STRESS}", None),)
    command = [sys.executable, "-m", STRESS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    said = (done.stdout.strip() or done.stderr.strip() or "nothing").splitlines()[-1]
    return (Goal(what, limit, said.replace("|", "/"), done.returncode == 0),)


def part(names: list[str], quick: bool) -> Part:
    """The drills' findings in one table."""
    found: list[Goal] = []
    for name in names:
        print(f"drill: {name}", file=sys.stderr, flush=True)
        found += all_drills(quick)[name]()
    return Part("faults", "Each drill has a service of its own.", tuple(found))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m loadtest.faults", description=__doc__)
    parser.add_argument("drills", nargs="*", help=f"of {', '.join(all_drills(True))}; all")
    parser.add_argument("--quick", action="store_true", help="a third of the time")
    given = parser.parse_args()
    if unknown := set(given.drills) - set(all_drills(True)):
        parser.error(f"there is no drill {', '.join(sorted(unknown))}")
    print(part(given.drills or list(all_drills(True)), given.quick))


if __name__ == "__main__":
    main()
