"""What can be said on the command line: the fields of POST /v1/idphoto, and what a run needs."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from service import version
from service.orders.photo_fields import IdPhotoFields
from service.serving.process.resources import available_cores

EPILOG = (
    "A finished photo is made again only if the photo, the options or the version have changed. "
    "manifest.jsonl in the output folder says what became of each photo. Exit status: 0 when all "
    "photos are finished, 1 when some failed, 2 when the command is wrong, 130 when interrupted. "
    "The IDPHOTO_ variables of the service apply here, too. "
    "`key new NAME` makes an API key for the service instead."
)


@dataclass(frozen=True, slots=True)
class Arguments:
    """One run: `fields` are those of a form, as text."""

    photos: tuple[Path, ...]
    out: Path
    jobs: int
    fields: dict[str, str]


def program() -> str:
    """What the user typed: the installed command, or the module."""
    return "idphoto" if Path(sys.argv[0]).name == "idphoto" else "python -m service"


def read_arguments(argv: Sequence[str] | None) -> Arguments:
    """What the command line says; None: that of this process. Exits with 2 when it is wrong."""
    values = vars(_parser().parse_args(argv))
    fields = {name: values[name] for name in IdPhotoFields.model_fields if values[name] is not None}
    return Arguments(tuple(values["photos"]), values["out"], values["jobs"], fields)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        program(),
        description="Turn portraits into ID photos. `serve` as the first word starts the service.",
        epilog=EPILOG,
        allow_abbrev=False,
    )
    parser.add_argument(
        "photos", nargs="+", type=Path, help="Photos, or folders to search for photos."
    )
    parser.add_argument("--out", type=Path, required=True, help="Output folder.")
    parser.add_argument(
        "--jobs",
        type=_count,
        default=available_cores(),
        help="Photos to process at once. Default: one per core, here %(default)s.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version.current()}")
    for name, field in IdPhotoFields.model_fields.items():
        _add(parser, name, field)
    return parser


def _add(parser: argparse.ArgumentParser, name: str, field: FieldInfo) -> None:
    """The option of one field; one that is true or false needs no value."""
    option, text = f"--{name.replace('_', '-')}", (field.description or "").replace("%", "%%")
    kinds = get_args(field.annotation)
    if bool in kinds:
        parser.add_argument(option, dest=name, action="store_const", const="true", help=text)
        return
    choices = [get_args(kind) for kind in kinds if get_origin(kind) is Literal]
    metavar = "{" + ",".join(choices[0]) + "}" if choices else name.rpartition("_")[2].upper()
    parser.add_argument(option, dest=name, metavar=metavar, help=text)


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError("must be a number from 1 to 256")
    return int(text)
