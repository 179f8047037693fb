"""Which photos there are, where the result of each goes, and whose share of many it is."""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from service.values.files import PHOTO_SUFFIXES


class WrongUse(Exception):
    """The command cannot be carried out as it was given; the message is one line."""


@dataclass(frozen=True, slots=True)
class Task:
    """One photo, the file of its result, and its place below the folder that was named."""

    photo: PurePath
    result: PurePath
    place: PurePath


@dataclass(frozen=True, slots=True)
class Shard:
    """One of `of` equal shares of all photos, counted from 0."""

    number: int
    of: int

    def holds(self, place: PurePath) -> bool:
        """Whether the photo at this place is of this share: on every machine the same answer."""
        digest = hashlib.sha256(place.as_posix().encode(errors="surrogateescape")).digest()
        return int.from_bytes(digest[:8]) % self.of == self.number

    @property
    def name(self) -> str:
        """As file names have it, such as `03-of-64`."""
        return f"{self.number:0{len(str(self.of - 1))}}-of-{self.of}"


def read_shard(text: str) -> Shard:
    """The share that `3/64` names. Raises ValueError."""
    match = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text.strip())
    if match is None or not int(match[1]) < int(match[2]):
        raise ValueError("must look like 3/64, from 0/64 to 63/64")
    return Shard(int(match[1]), int(match[2]))


def plan(paths: Sequence[Path], out: Path, ending: str) -> list[Task]:
    """A task for every photo that `paths` lead to, each once. Raises WrongUse.

    A result has its photo's place and name with `ending` for a suffix. Where photos of one folder
    differ by their suffix alone it keeps that too: a.jpg and a.png become a.jpg.jpg and a.png.jpg.
    """
    places: dict[Path, Path] = {}  # by the photo, from the folder of results
    for path in paths:
        for photo, place in _photos(path, out):
            places.setdefault(photo, place)
    if not places:
        raise WrongUse(f"no photos found in {', '.join(map(str, paths))}")
    names = name_results(places.values(), ending)
    tasks = [Task(photo, out / names[place], place) for photo, place in places.items()]
    _refuse_collisions(tasks)
    return tasks


def name_results(places: Collection[PurePath], ending: str) -> dict[PurePath, PurePath]:
    """Where the result of the photo at each place goes, below the folder of results."""
    named_so = Counter(place.with_suffix("") for place in places)
    return {
        place: place.with_name(
            (place.stem if named_so[place.with_suffix("")] == 1 else place.name) + ending
        )
        for place in places
    }


def _photos(path: Path, out: Path) -> Iterator[tuple[Path, Path]]:
    """The photos at `path`, each with its place below it."""
    if path.is_file():
        yield path, Path(path.name)
        return
    if not path.is_dir():
        raise WrongUse(f"{path}: no such file or folder")
    results = out.resolve()
    if path.resolve().is_relative_to(results):
        raise WrongUse(f"{path} is inside the output folder; choose another one with --out")
    for photo in sorted(path.rglob("*")):
        place = photo.relative_to(path)
        if not is_photo(place) or not photo.is_file():
            continue
        if not photo.resolve().is_relative_to(results):
            yield photo, place


def is_photo(place: PurePath) -> bool:
    """Whether a file at this place below a folder is taken for a photo, by its name."""
    hidden = any(part.startswith(".") for part in place.parts)
    return not hidden and place.suffix.lower() in PHOTO_SUFFIXES


def _refuse_collisions(tasks: Sequence[Task]) -> None:
    """Raise WrongUse where a result would take the place of another, or of a photo."""
    taken: dict[PurePath, PurePath] = {}
    for task in tasks:
        other = taken.setdefault(task.result, task.photo)
        if other != task.photo:
            raise WrongUse(
                f"{other} and {task.photo} would both be written to {task.result}; "
                "process them in two runs with different output folders"
            )
    photos = {Path(task.photo).resolve() for task in tasks}
    for task in tasks:
        if Path(task.result).resolve() in photos:
            raise WrongUse(f"{task.result} is itself a photo; choose another folder with --out")
