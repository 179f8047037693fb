"""`key new NAME`: a new API key, printed once, and what the file of keys has to say of it."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from service import settings
from service.access.callers import SCOPES, Caller
from service.access.keys import digest_of, id_of, new_key
from service.access.keys_file import parse_keys
from service.values.errors import ConfigError

FINISHED, WRONG = 0, 2
OWNER_ONLY = 0o600


def main(argv: Sequence[str]) -> int:
    """Make one key; the exit status. The key goes to stdout, all else to stderr or the file."""
    options = _parser().parse_args(argv)
    path: Path | None = options.file
    try:
        path = path or settings.load().keys_file
        text = path.read_text("utf-8-sig") if path and path.exists() else ""
        known = parse_keys(text).callers.get(options.name)
        key = new_key()
        block = _block(key, _caller(options, known), options.expires)
        parse_keys(text + block)  # before anything is written
        if path is not None:
            _append(path, text, block)
    except (ConfigError, OSError) as error:
        print(f"key: {path}: {error}" if path else f"key: {error}", file=sys.stderr)
        return WRONG
    told = f"added to {path}; SIGHUP activates it" if path else f"for the keys file:\n{block}"
    print(f"This key is shown once and stored nowhere; {told}", file=sys.stderr)
    print(key)
    return FINISHED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("idphoto key", description=__doc__, allow_abbrev=False)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    new = commands.add_parser("new", help="Make a key.", description=__doc__, allow_abbrev=False)
    new.add_argument("name", metavar="NAME", help="Whose key it is, in logs and metrics.")
    new.add_argument(
        "--file",
        type=Path,
        help="The keys file. Default: IDPHOTO_KEYS_FILE; without either, the key is only printed.",
    )
    new.add_argument(
        "--scopes", help=f"Comma-separated, of {', '.join(SCOPES)}. Default: photo,check."
    )
    for option, about in (
        ("--per-minute", "Photos that may be made per minute."),
        ("--per-day", "Photos that may be made per day."),
        ("--at-once", "Requests that may be in progress at the same time."),
    ):
        new.add_argument(option, type=int, metavar="N", help=f"{about} Default: not set.")
    new.add_argument("--expires", metavar="DATE", help="Last day, such as 2027-06-30.")
    return parser


def _caller(options: argparse.Namespace, known: Caller | None) -> Caller:
    """What the options say, and for the rest what the name's other key says."""
    scopes = options.scopes.split(",") if options.scopes else known and known.scopes
    limits: dict[str, int | None] = {
        name: getattr(options, name) or getattr(known, name, None)
        for name in ("per_minute", "per_day", "at_once")
    }
    return Caller(options.name, frozenset(scopes or ("photo", "check")), **limits)


def _block(key: str, caller: Caller, expires: str | None) -> str:
    """The entry of the file of keys."""
    scopes = sorted(caller.scopes, key=lambda scope: (*SCOPES, scope).index(scope))
    facts: dict[str, object] = {
        "name": f'"{caller.name}"',
        "id": f'"{id_of(key)}"',
        "sha256": f'"{digest_of(key).hex()}"',
        "scopes": "[" + ", ".join(f'"{scope.strip()}"' for scope in scopes) + "]",
        "per_minute": caller.per_minute,
        "per_day": caller.per_day,
        "at_once": caller.at_once,
        "expires": expires,
    }
    lines = (f"{name} = {value}\n" for name, value in facts.items() if value is not None)
    return "\n[[key]]\n" + "".join(lines)


def _append(path: Path, text: str, block: str) -> None:
    """Add to the file, which only its owner reads where it is new."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_ONLY)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(block if text.endswith("\n") or not text else "\n" + block)
