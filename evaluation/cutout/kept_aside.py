"""People and places that no network was trained on and nothing was tuned on: the groups `test`.

They come from the data of training/README.md, by the split that the training respects. The tags of
the hard groups are in its `kinds.tsv`.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.cutout.composites import Portrait, compose, generator, read_picture
from evaluation.ground_truth import Sample, crop
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import Detector, only_face
from service.steps.frame import window
from training.split import part_of, person_of

TAGS = {
    "afro-curly": {"afro", "curly", "braids"},
    "long-hair": {"long-hair"},
    "head-covering": {"head-covering", "hat"},
    "bald": {"bald"},
    "glasses": {"glasses"},
    "beard": {"beard"},
    "hands": {"hands"},
    "dark-skin": {"dark-skin"},
    "dark-on-dark": {"dark-on-dark"},
    "white-on-white": {"white-on-white"},
}
MADE = ("grey-photo", "bystander")  # of anybody, by what is done to the photo
TWICE, MOST = 24, 40  # composites that a hard group has at least, if there are people, and at most
SOLID = "global backdrop"  # alphas of other backdrops lean on networks: they are not measured...
AGREED = 0.975  # ...but for hard groups, where the networks agreed with them by this IoU


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the data: folder and name of the portrait, tags, and whether alpha is exact."""

    folder: Path
    name: str
    tags: frozenset[str]
    solid: bool
    agreed: bool

    def read(self) -> Portrait:
        """The portrait's pixels."""
        names = (f"original/{self.name}", f"foreground/{self.name}", f"alpha/{self.name}")
        own, colour, alpha = (read_picture(_file(self.folder / name)) for name in names)
        return Portrait(own, colour, alpha[..., 0].astype(np.float32) / np.float32(255))


@dataclass(frozen=True, slots=True)
class Scene:
    """A photo to be made: of whom, in which group, which kind of background, the how manieth."""

    group: str
    person: Person
    kind: str
    number: int

    @property
    def name(self) -> str:
        """Of the photo, and the seed of all that is drawn at random in it."""
        return f"{self.person.name} {self.kind} {self.number}"


def scenes(data: Path, limit: int | None = None) -> list[Scene]:
    """All photos of the people kept aside in `data`; of each group the first `limit`."""
    people = list(_people(data))
    solid = [person for person in people if person.solid]
    found = [Scene("test comp", person, "", 0) for person in solid]
    found += [Scene("test comp", person, "", 1) for person in solid[::10]]
    found += [Scene("test studio", person, "studio", 0) for person in solid[::2]]
    for tag, wanted in TAGS.items():
        tagged = [person for person in people if person.tags & wanted and person.agreed]
        times = max(1, min(4, -(-TWICE // max(1, len(tagged)))))
        some = [Scene(f"hard {tag}", one, tag, 10 + k) for k in range(times) for one in tagged]
        found += some[:MOST]
    for kind in MADE:
        found += [Scene(f"hard {kind}", person, kind, 20) for person in solid[:: len(solid) // 30]]
    return [scene for group in _grouped(found) for scene in group[:limit]]


def read(scene: Scene, data: Path, detector: Detector) -> Sample:
    """Make the photo of `scene` and find the face. Raises ServiceError where none is found."""
    portrait = scene.person.read()
    rng, studio = generator(scene.name), scene.kind == "studio"
    if studio:
        file = _file(scene.person.folder / f"original/{scene.person.name}").read_bytes()
        colour = portrait.colour
    else:
        other = _somebody(data, rng) if scene.kind == "bystander" else None
        file, colour = compose(portrait, scene.kind, scene.number, rng, places(data), other)
    photo = decode(file, Limits())
    face = only_face(photo, detector)
    area = window(photo, face)
    return Sample(
        name=scene.name,
        group=scene.group,
        photo=photo,
        face=face,
        window=area,
        alpha=crop(portrait.alpha, area),
        foreground=crop(colour, area),
        exact=not studio,
    )


def places(data: Path) -> list[Path]:
    """The backgrounds kept aside."""
    return [p for p in sorted((data / "background").iterdir()) if part_of(p.stem) == "test"]


def _somebody(data: Path, rng: np.random.Generator) -> Portrait:
    people = [person for person in _people(data) if person.solid]
    return people[rng.integers(len(people))].read()


def _people(data: Path) -> Iterator[Person]:
    for folder in (data, data / "hard"):
        kinds = {row["id"]: row for row in _rows(folder / "kinds.tsv")}
        for row in _rows(folder / "portraits.tsv"):
            name, kind = row["id"], kinds.get(row["id"], {})
            if part_of(person_of(name, row["source"])) == "test":
                backdrop = kind.get("backdrop_model") or SOLID
                agreed = float(kind.get("iou_with_median_prior") or 1) > AGREED
                tags = frozenset(kind.get("tags", "").replace(",", " ").split())
                yield Person(folder, name, tags, backdrop == SOLID, agreed)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _file(stem: Path) -> Path:
    paths = (stem.with_suffix(".jpg"), stem.with_suffix(".png"))
    return next(path for path in paths if path.is_file())


def _grouped(found: Iterable[Scene]) -> list[list[Scene]]:
    groups: dict[str, list[Scene]] = {}
    for scene in found:
        groups.setdefault(scene.group, []).append(scene)
    return list(groups.values())
