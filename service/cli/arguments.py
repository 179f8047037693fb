"""What can be said on the command line: the fields of POST /v1/idphoto, and what a run needs."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from service import version
from service.cli.photos import Shard, read_shard
from service.orders.photo_fields import IdPhotoFields
from service.serving.process.resources import available_cores

EPILOG = (
    "A finished photo is made again only if the photo, the options or the version have changed. "
    "manifest.jsonl in the output folder records the result of each photo. Exit status: 0 when all "
    "photos are finished, 1 when some failed, 2 when the command is wrong, 130 when interrupted. "
    "The IDPHOTO_ variables of the service apply here, too. "
    "`key new NAME` makes an API key for the service instead; `health` asks the service on this "
    "machine whether it is ready."
)


@dataclass(frozen=True, slots=True)
class Arguments:
    """One run: `fields` are those of a form, as text."""

    photos: tuple[Path, ...]
    out: Path
    jobs: int
    shard: Shard | None
    fields: dict[str, str]


def program() -> str:
    """What the user typed: the installed command, or the module."""
    return "idphoto" if Path(sys.argv[0]).name == "idphoto" else "python -m service"


def read_arguments(argv: Sequence[str] | None) -> Arguments:
    """What the command line says; None: that of this process. Exits with 2 when it is wrong."""
    values = vars(_parser().parse_args(argv))
    photos, fields = tuple(values["photos"]), fields_of(values)
    return Arguments(photos, values["out"], values["jobs"], values["shard"], fields)


def fields_of(values: Mapping[str, str | None]) -> dict[str, str]:
    """Those of the API's fields that were given."""
    named = {name: values[name] for name in IdPhotoFields.model_fields}
    return {name: value for name, value in named.items() if value is not None}


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
    parser.add_argument(
        "--shard",
        type=_shard,
        help="Process only one of several equal shares of the photos, such as 3/64 (from 0/64 to "
        "63/64), so that several machines can divide the work; the manifest of this share is "
        "manifest-03-of-64.jsonl.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version.current()}")
    add_fields(parser)
    return parser


def add_fields(parser: argparse.ArgumentParser) -> None:
    """An option for each field of POST /v1/idphoto."""
    for name, field in IdPhotoFields.model_fields.items():
        _add(parser, name, field)


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


def _shard(text: str) -> Shard:
    try:
        return read_shard(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
