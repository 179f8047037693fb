"""`python -m evaluation.finding`: MTCNN, BlazeFace and the service's way beside each other.

Recall on portraits as they are and spoilt in ten ways, with the names of what the service misses;
what is said of the photos in `negatives`; faces found in photos of nobody (the backgrounds of
training/README.md with `--training`); CPU time.
"""

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from evaluation import photos
from evaluation.checks.rates import interval
from evaluation.command import command, progress
from evaluation.finding.spoilt import BY_MESH, SPOILT
from evaluation.tables import counts, table
from service.models.faces import FaceDetector
from service.raster import shrink
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import COPY_PX, only_face, upright_face
from service.values.errors import ServiceError
from service.values.photo import RGB, Face, Photo
from service.values.photo_errors import NoFace, SeveralFaces

GROUPS = ("portraits", "wild", "pairs/studio")
# What the photos of `negatives` show.
NEGATIVES = {
    "nobody": ("HTC_One_M8", "Issue_266"),
    "several people": ("azure-detection4", "azure-detection6", "vrooli-group"),
    "one person on the side": ("filippo_sideways",),
}
SAID = ("nobody", "one face", "several faces")
SERVICE = "the service"
SIDE_PX = 1000
Finder = Callable[[Photo], int]  # 0, 1, or 2 for several faces


class Person(NamedTuple):
    """A portrait by its name, and the face in it."""

    name: str
    photo: Photo
    face: Face


@command
def main(argv: list[str] | None = None) -> int:
    """Print the tables; 1 when the photos are not there."""
    options = _parser().parse_args(argv)
    detector = FaceDetector()
    finders = _finders(detector)
    folder = photos.folder()
    people = list(_people(photos.files(folder, *GROUPS, limit=options.limit), detector))
    columns = "l" + "r" * len(finders)
    missed: dict[str, list[str]] = defaultdict(list)
    print(table(columns, ["one face found", *finders], _recall(people, finders, missed)))
    print(*(f"\n{name}: {', '.join(names)}" for name, names in missed.items()), sep="", end="\n\n")
    print(table("l" * len(columns), ["`negatives`", *finders], _negatives(folder, finders)))
    if options.training:
        nobody = sorted((options.training / "background").glob("*"))[: options.limit]
        print("", table(columns, ["", *finders], [_false(nobody, finders)]), sep="\n")
    return 0


def _people(paths: Sequence[Path], detector: FaceDetector) -> Iterator[Person]:
    """Every portrait with its face, upright."""
    for path in paths:
        photo = decode(path.read_bytes(), Limits(), SIDE_PX)
        yield Person(path.stem, *upright_face(photo, detector))


def _finders(detector: FaceDetector) -> Mapping[str, Finder]:
    """By name what counts the faces of a photo."""

    def alone(photo: Photo) -> int:
        return _counted(lambda: only_face(photo, detector))

    def rough(photo: Photo) -> int:
        return int(detector.find_any_way_up(_copy(photo.rgb)) is not None)

    def together(photo: Photo) -> int:
        return _counted(lambda: upright_face(photo, detector))

    return {"MTCNN": alone, "BlazeFace": rough, SERVICE: together}


def _counted(find: Callable[[], object]) -> int:
    try:
        find()
    except NoFace:
        return 0
    except SeveralFaces:
        return 2
    return 1


def _copy(rgb: RGB) -> RGB:
    scale = min(1.0, COPY_PX[0] / max(rgb.shape[:2]))
    return shrink(rgb, (round(scale * rgb.shape[1]), round(scale * rgb.shape[0])))


def _recall(
    people: Sequence[Person], finders: Mapping[str, Finder], missed: dict[str, list[str]]
) -> Iterator[list[str]]:
    """A row for each way of spoiling, and one of what a photo as sent costs.

    By way of spoiling, `missed` is filled with the photos that the service does not take.
    """
    cost = dict.fromkeys(finders, 0.0)
    for name, spoil in SPOILT.items():
        found = dict.fromkeys(finders, 0)
        shown = [person for person in people if person.face.mesh or spoil not in BY_MESH]
        for person in progress(shown):
            photo = spoil(person.photo, person.face)
            for finder, find in finders.items():
                start = time.thread_time()
                count = find(photo)
                cost[finder] += (time.thread_time() - start) * (name == "as sent")
                found[finder] += count == 1
                if finder == SERVICE and count != 1:
                    missed[name].append(f"{person.name} ({SAID[count]})")
        yield [f"{len(shown)} {name}", *(interval(n, len(shown)) for n in found.values())]
    each = (f"{1000 * spent / len(people):.0f} ms" for spent in cost.values())
    yield ["CPU time of a photo as sent, at 1000 px", *each]


def _negatives(folder: Path, finders: Mapping[str, Finder]) -> Iterator[list[str]]:
    """What is said of each kind of photo that is no portrait."""
    for kind, names in NEGATIVES.items():
        shown = [path for path in photos.files(folder, "negatives") if path.stem in names]
        pictures = [decode(path.read_bytes(), Limits(), SIDE_PX) for path in shown]
        said = ((SAID[find(photo)] for photo in pictures) for find in finders.values())
        yield [f"{len(pictures)} of {kind}", *map(counts, said)]


def _false(paths: Sequence[Path], finders: Mapping[str, Finder]) -> list[str]:
    """How many photos of nobody have a face."""
    found, seen = dict.fromkeys(finders, 0), 0
    for path in progress(paths):
        try:
            photo = decode(path.read_bytes(), Limits(), SIDE_PX)
        except ServiceError:
            continue
        seen += 1
        for finder, find in finders.items():
            found[finder] += find(photo) > 0
    return [f"a face in {seen} photos of nobody", *(f"{count}" for count in found.values())]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evaluation.finding", description=__doc__)
    parser.add_argument("--limit", type=int, help="only the first so many photos of each folder")
    parser.add_argument("--training", type=Path, help="folder of training/README.md")
    return parser


if __name__ == "__main__":
    sys.exit(main())
