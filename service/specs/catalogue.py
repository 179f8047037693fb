"""The documents of the catalogue, read and validated once at start."""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from service.specs.popular import wanted
from service.specs.raw_spec import RawSpec, resolve
from service.values.document import CountryNames, Names
from service.values.errors import ConfigError
from service.values.spec import Spec

SHIPPED = Path(__file__).parent
ALIKE = 0.6  # difflib's ratio above which one name may have been meant for another
_BLANK = " _-\t\r\n\u200b\ufeff"
LONGEST = 64  # characters of a name that is looked for
_ENDING = re.compile("(证件照片?|照片?|相片?)$")
_CODE = re.compile("[a-z]{2}")
_NUMERALS = {"1": "一", "2": "二", "两": "二", "兩": "二"}


@dataclass(frozen=True, slots=True)
class Group:
    """The specs of one file: `name` is the file's, without suffix."""

    name: str
    title: Names
    specs: tuple[Spec, ...]


class Catalogue:
    """Specs by id and by alias; both are compared without regard to case, width and spaces."""

    def __init__(self, groups: list[Group]) -> None:
        self.groups = tuple(groups)
        self._specs = [spec for group in groups for spec in group.specs]
        self._texts = {spec.id: frozenset(_searched(spec)) for spec in self._specs}
        self._names: dict[str, Spec] = {}
        for spec in self._specs:
            for name in (spec.id, *spec.aliases):
                other = self._names.setdefault(_key(name), spec)
                if other is not spec:
                    raise ConfigError(f"spec name '{name}' belongs to {other.id} and {spec.id}")

    def __iter__(self) -> Iterator[Spec]:
        return iter(self._specs)

    def find(self, name: str) -> Spec | None:
        """The spec with this id or alias, of which sizes are written in several ways."""
        key = _key(name)
        for spelling in (key, _size(key), _size(_ENDING.sub("", key))):
            if spelling in self._names:
                return self._names[spelling]
        return None

    def search(
        self, country: str = "", document: str = "", q: str = "", submission: str = ""
    ) -> list[Spec]:
        """Specs of a country (code or name) and kind of document that hold every word of `q`.

        Those of a country that a word names, or the whole of `q`, come first.
        """
        words = [_key(word) for word in unicodedata.normalize("NFKC", q).split()]
        found = [
            spec
            for spec in self._specs
            if (not country or _key(country) in map(_key, _country(spec)))
            and (not document or spec.document == document)
            and (not submission or spec.submission == submission)
            and all(any(word in text for text in self._texts[spec.id]) for word in words)
        ]
        named = {_key(q), *words}
        return sorted(found, key=lambda spec: named.isdisjoint(map(_key, _country(spec))))

    def near(self, name: str) -> list[str]:
        """Up to five ids that somebody who typed `name` may have meant, likeliest first.

        What is called so comes before what is called nearly so; of equals, the most wanted first.
        Nobody means a document by more than LONGEST characters.
        """
        if len(name) > LONGEST:
            return []
        key = _size(_ENDING.sub("", _key(name)))
        typed = set(re.split(r"[\s_-]+", name.strip().casefold()))
        called = self._called(name, key, typed)
        alike: dict[str, float] = {}
        whole = [] if _CODE.fullmatch(key) else self._names
        for known in difflib.get_close_matches(key, whole, len(self._names), ALIKE):
            ratio = difflib.SequenceMatcher(None, known, key).ratio()
            alike.setdefault(self._names[known].id, ratio)
        first = sorted(called, key=lambda s: (not typed <= {*s.id.split("-")}, wanted(s)))
        rest = sorted(alike, key=lambda one: (-alike[one], wanted(self._names[_key(one)])))
        return list(dict.fromkeys([*(spec.id for spec in first), *rest]))[:5]

    def _called(self, name: str, key: str, typed: set[str]) -> list[Spec]:
        """Specs whose names hold `key` or all words of `name`, or whose id has the words typed.

        Two letters are a country: "us" is in the middle of "Ausweis" as well.
        """
        if _CODE.fullmatch(key):
            found = self.search(country=key)
        else:
            found = self.search(q=name) if len(_key(name)) > 1 else []
            found += [s for known, s in self._names.items() if len(key) > 1 and key in known]
        found += [spec for spec in self._specs if typed <= {*spec.id.split("-")}]
        return list({spec.id: spec for spec in found}.values())


class _File(BaseModel):
    """One TOML file: specs, a title for them, and names of countries."""

    model_config = ConfigDict(extra="forbid")

    group: Names | None = None
    countries: dict[str, CountryNames] = {}
    spec: list[RawSpec] = []


def load(*folders: Path) -> Catalogue:
    """Read every *.toml of `folders` (none given: what is shipped).

    Raises ConfigError that names file, table, field and fault on one line.
    """
    return _load([path for folder in folders or (SHIPPED,) for path in _files(folder)])


def load_files(paths: Sequence[Path]) -> Catalogue:
    """What these files hold beside what is shipped, with names that nothing shipped has.

    Raises ConfigError as `load` does.
    """
    everything = _load([*_files(SHIPPED), *paths])
    return Catalogue(list(everything.groups[-len(paths) :]))


def _load(paths: Sequence[Path]) -> Catalogue:
    files = {path: _read(path) for path in paths}
    countries = {code: names for file in files.values() for code, names in file.countries.items()}
    return Catalogue([_group(path, file, countries) for path, file in files.items() if file.spec])


def _files(folder: Path) -> list[Path]:
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise ConfigError(f"{folder}: this folder does not exist or has no *.toml files")
    return files


def _read(path: Path) -> _File:
    row: dict[str, object] = {}
    try:
        row = tomllib.loads(path.read_text("utf-8-sig"))
        return _File.model_validate(row)
    except ValidationError as error:
        raise ConfigError(f"{path}: {_faults(error, row)}") from error
    except (OSError, ValueError) as error:  # of text and TOML
        raise ConfigError(f"{path}: {' '.join(str(error).split())}") from error


def _group(path: Path, file: _File, countries: dict[str, CountryNames]) -> Group:
    specs = []
    for number, raw in enumerate(file.spec, 1):
        try:
            specs.append(resolve(raw, countries.get(raw.country)))
        except ValidationError as error:
            where = f"[[spec]] {number} ({raw.id})"
            raise ConfigError(f"{path}: {where}: {_faults(error, {})}") from error
    return Group(path.stem, file.group or Names(en=path.stem, zh=path.stem), tuple(specs))


def _faults(error: ValidationError, row: dict[str, object]) -> str:
    """Every fault with its table and field: `[[spec]] 2 (xx-one): dpi: ...`."""
    told = []
    for fault in error.errors():
        where = [str(part) for part in fault["loc"] if part != "figures"]
        if len(where) > 1 and where[0] == "spec" and where[1].isdigit():
            table = row["spec"][int(where[1])]  # type: ignore[index]
            name = table.get("id", "without id") if isinstance(table, dict) else "no table"
            where[:2] = [f"[[spec]] {int(where[1]) + 1} ({name})"]
        message = fault["msg"].removeprefix("Value error, ")
        told.append(": ".join(filter(None, [*where[:1], ".".join(where[1:]), message])))
    return " ".join("; ".join(told).split())


def _country(spec: Spec) -> list[str]:
    names = spec.country_names
    return [spec.country, *((names.en, names.zh, *names.aliases) if names else ())]


def _searched(spec: Spec) -> list[str]:
    return [
        _key(name)
        for name in (spec.id, spec.names.en, spec.names.zh, *spec.aliases, *_country(spec))
    ]


def _size(key: str) -> str:
    """The key of a size in inches (寸) as most people write it: `1吋`, `两英寸`."""
    inches = re.fullmatch("(小|大)?([一二两兩12])(?:英?寸|英?吋)", key)
    if inches is None:
        return key
    return f"{inches[1] or ''}{_NUMERALS.get(inches[2], inches[2])}寸"


def _key(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in folded if character not in _BLANK)
