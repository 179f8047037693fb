"""How much the service takes, and where one photo's CPU time goes."""

import argparse
from collections.abc import Sequence
from typing import Protocol

from loadtest import (
    baseline,
    capacity,
    fairness,
    faults,
    keys,
    largest,
    load,
    permits,
    rembg,
    report,
    rolling,
    scrape,
    soak,
    steps,
)


class Command(Protocol):
    """A module of this package with a command line."""

    __doc__: str | None

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""

    def main(self, options: argparse.Namespace) -> None:
        """Measure and print."""


COMMANDS: dict[str, Command] = {
    "steps": steps,
    "load": load,
    "soak": soak,
    "faults": faults,
    "rembg": rembg,
    "report": report,
    "baseline": baseline,
    "largest": largest,
    "permits": permits,
    "capacity": capacity,
    "rolling": rolling,
    "scrape": scrape,
    "keys": keys,
    "fairness": fairness,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m loadtest", description=__doc__)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, module in COMMANDS.items():
        about = (module.__doc__ or "").partition("\n")[0]
        command = commands.add_parser(name, help=about, description=module.__doc__)
        module.add_arguments(command)
        command.set_defaults(main=module.main)
    options = parser.parse_args(arguments)
    options.main(options)


if __name__ == "__main__":
    main()
