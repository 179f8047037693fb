"""`python -m loadtest.faults`: everything that may go wrong under load, and what it costs."""

import argparse
import sys
from collections.abc import Callable

from loadtest import companions, load
from loadtest.faults import exhaustion, malformed, restarts, worker_kill
from loadtest.goals import Goal, Part, goal_table
from loadtest.scenarios import SCENARIOS

Drill = Callable[[], tuple[Goal, ...]]


def all_drills(pace: float) -> dict[str, Drill]:
    """By name, each with `pace` times its length."""
    return {
        "kill": lambda: worker_kill.killed(max(1, round(6 * pace))),
        "stop": worker_kill.frozen,
        "hup": lambda: restarts.reloaded(10 if pace >= 0.5 else 3),
        "recycle": lambda: restarts.recycled(60 * pace),
        "term": restarts.ended,
        "malformed": lambda: malformed.malformed(20 * pace),
        "descriptors": exhaustion.descriptors,
        "disk": exhaustion.disk,
    }


def part(names: list[str], pace: float) -> Part:
    """The drills' findings in one table."""
    found: list[Goal] = []
    for name in names:
        print(f"drill: {name}", file=sys.stderr, flush=True)
        found += all_drills(pace)[name]()
    return Part("faults", "Each drill has a service of its own.", tuple(found))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m loadtest.faults", description=__doc__)
    parser.add_argument("drills", nargs="*", help=f"of {', '.join(all_drills(1))}; all")
    parser.add_argument("--pace", type=float, default=1.0, help="factor to each drill's length")
    given = parser.parse_args()
    if unknown := set(given.drills) - set(all_drills(1)):
        parser.error(f"there is no drill {', '.join(sorted(unknown))}")
    print(part(given.drills or list(all_drills(1)), given.pace))
    if not given.drills:
        with load.server_for(SCENARIOS["slow"], None, None) as server:
            print(load.part("slow", server, given.pace))
        _, goal = companions.permits()
        print(goal_table([goal]))


if __name__ == "__main__":
    main()
