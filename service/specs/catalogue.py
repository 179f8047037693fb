"""The documents that the service knows, read and validated once at start."""

import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from service.values.errors import ConfigError
from service.values.spec import Spec

SHIPPED = Path(__file__).parent


class Catalogue:
    """Specs by id and by alias; both are compared without regard to case, width and spaces."""

    def __init__(self, specs: list[Spec]) -> None:
        self._specs = {spec.id: spec for spec in specs}
        self._names: dict[str, Spec] = {}
        for spec in specs:
            for name in (spec.id, *spec.aliases):
                other = self._names.setdefault(_key(name), spec)
                if other is not spec:
                    raise ConfigError(f"spec name '{name}' belongs to {other.id} and {spec.id}")

    def __iter__(self) -> Iterator[Spec]:
        return iter(self._specs.values())

    def find(self, name: str) -> Spec | None:
        """The spec with this id or alias."""
        return self._names.get(_key(name))


def load(folder: Path = SHIPPED) -> Catalogue:
    """Read every *.toml of `folder`. Raises ConfigError naming file and fault."""
    specs: list[Spec] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            rows = tomllib.loads(path.read_text("utf-8"))["spec"]
            specs += [Spec.model_validate(row) for row in rows]
        except (ValueError, TypeError, KeyError) as error:  # of text, TOML and pydantic
            raise ConfigError(f"{path}: {' '.join(str(error).split())}") from error
    return Catalogue(specs)


def _key(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in folded if character not in " _-")
