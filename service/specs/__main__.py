"""`python -m service.specs export` writes the catalogue, `check` validates files of one's own."""

import argparse
import sys
from pathlib import Path

from service.specs import catalogue
from service.specs.export import as_csv, as_json
from service.values.errors import ConfigError

WRONG = 2


def main() -> int:
    """The exit status: 0, or 2 where a file is faulty."""
    asked = _parser().parse_args()
    if asked.command == "export":
        known = catalogue.load()
        sys.stdout.write(as_csv(known) if asked.format == "csv" else as_json(known) + "\n")
        return 0
    try:
        found = catalogue.load_files(asked.files)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return WRONG
    for spec in found:
        print(f"{spec.id}: valid; assumed: {', '.join(spec.assumed) or 'nothing'}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m service.specs", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    export = commands.add_parser("export", help="Write the built-in catalogue to standard output.")
    export.add_argument("--format", choices=("json", "csv"), default="json")
    check = commands.add_parser("check", help="Check TOML files with documents of your own.")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
