"""Which photos there are, and where the result of each goes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.values.files import PHOTO_SUFFIXES


class WrongUse(Exception):
    """The command cannot be done as it was paths; the message is one line."""


@dataclass(frozen=True, slots=True)
class Task:
    """One photo, and the file of its result."""

    photo: Path
    result: Path


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
    named_so = Counter(place.with_suffix("") for place in places.values())
    tasks = []
    for photo, place in places.items():
        name = place.stem if named_so[place.with_suffix("")] == 1 else place.name
        tasks.append(Task(photo, out / place.with_name(name + ending)))
    _refuse_collisions(tasks)
    return tasks


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
        hidden = any(part.startswith(".") for part in place.parts)
        if hidden or photo.suffix.lower() not in PHOTO_SUFFIXES or not photo.is_file():
            continue
        if not photo.resolve().is_relative_to(results):
            yield photo, place


def _refuse_collisions(tasks: Sequence[Task]) -> None:
    """Raise WrongUse where a result would take the place of another, or of a photo."""
    taken: dict[Path, Path] = {}
    for task in tasks:
        other = taken.setdefault(task.result, task.photo)
        if other != task.photo:
            raise WrongUse(
                f"{other} and {task.photo} would both be written to {task.result}; "
                "process them in two runs with different output folders"
            )
    photos = {task.photo.resolve() for task in tasks}
    for task in tasks:
        if task.result.resolve() in photos:
            raise WrongUse(f"{task.result} is itself a photo; choose another folder with --out")
