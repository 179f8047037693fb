"""Run targets one after the other, each for some minutes: `python -m fuzzing --minutes 30`.

Needs atheris (`make fuzz`). Exits with 1 when any input made a target fail.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from fuzzing.campaign import Result, fuzz
from fuzzing.targets import TARGETS

ROOT = Path(".fuzzing")  # corpora and failing inputs, kept from run to run


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser("python -m fuzzing", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"Of {', '.join(TARGETS)}.")
    parser.add_argument("--minutes", type=float, default=1.0, help="For each target.")
    parser.add_argument("--folder", type=Path, default=ROOT, help="Of corpora and failures.")
    options = parser.parse_args(arguments)
    names = options.targets or list(TARGETS)
    if unknown := set(names) - set(TARGETS):
        parser.error(f"there is no target {', '.join(sorted(unknown))}")
    print(
        "| target | minutes | executions | corpus | failures |\n| --- | ---: | ---: | ---: | ---: |"
    )
    results = [_told(fuzz(name, 60 * options.minutes, options.folder)) for name in names]
    return int(any(result.failures for result in results))


def _told(result: Result) -> Result:
    """The result, after its line of the table has been printed."""
    print(
        f"| {result.target} | {result.seconds / 60:.1f} | {result.executions:,} | "
        f"{result.corpus:,} | {len(result.failures)} |",
        flush=True,
    )
    for path in result.failures:
        print(f"  {path}", file=sys.stderr, flush=True)
    return result


if __name__ == "__main__":
    sys.exit(main())
