"""Other spellings of a value: blanks, case, width, and common names of choices."""

import difflib
import unicodedata
from collections.abc import Collection, Iterator
from typing import Literal, get_args, get_origin

from pydantic import BaseModel

INVISIBLE = "\u200b\u200e\u200f\u2060\ufeff"  # of no width, as copied text has them
AS_IS = frozenset(("variants",))  # JSON, in which characters of another width mean something else
OTHER_NAMES = {"jpg": "jpeg", "jpe": "jpeg", "jfif": "jpeg"}


def canonical(model: type[BaseModel], name: str, value: object) -> object:
    """`value` without blanks around it, in half-width letters, as the list of choices has it."""
    if not isinstance(value, str):
        return value
    trimmed = value.strip().strip(INVISIBLE).strip()
    if name in AS_IS:
        return trimmed
    plain = unicodedata.normalize("NFKC", trimmed)
    field = model.model_fields.get(name)
    choices = {_key(choice): choice for choice in _choices(field.annotation)} if field else {}
    key = _key(plain.lower().removeprefix("image/").removeprefix("."))
    return choices.get(OTHER_NAMES.get(key, key), plain)


def nearest_first(name: str, known: Collection[str]) -> list[str]:
    """The names that there are, those first that somebody who wrote `name` may have meant."""
    alike = difflib.get_close_matches(name, known, len(known))
    return list(dict.fromkeys([*alike, *known]))


def _choices(annotation: object) -> Iterator[str]:
    """The texts that `annotation` offers as choices."""
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
        return
    for part in get_args(annotation):
        yield from _choices(part)


def _key(text: str) -> str:
    return text.casefold().replace(" ", "-").replace("_", "-")
