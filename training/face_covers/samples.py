"""The faces to learn from: every portrait of the training data, upright, with its mesh."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.checks.patch import Patch, face_patch
from service.models.faces import FaceDetector
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import only_face
from service.values.errors import ServiceError
from service.values.photo import Face, Photo
from training.split import part_of, person_of


@dataclass(frozen=True, slots=True)
class Sample:
    """One portrait: its `name` as in the tables of labels, who is on it, and the face as seen.

    Nothing is learnt from who is `aside`.
    """

    name: str
    person: str
    photo: Photo
    face: Face
    patch: Patch

    @property
    def aside(self) -> bool:
        """Whether this person is kept to judge by."""
        return part_of(self.person) == "test"


def samples(folder: Path, aside: bool | None = None) -> Iterator[Sample]:
    """Every portrait of the folder of training/README.md in which a mesh is found.

    With `aside` only those of people who are kept to judge by, or only all others.
    """
    detector = FaceDetector()
    for part in ("", "hard/"):
        with (folder / f"{part}portraits.tsv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        for row in rows:
            person = person_of(row["id"], row["source"])
            if aside is not None and (part_of(person) == "test") != aside:
                continue
            path = folder / part / "original" / f"{row['id']}.jpg"
            try:
                photo = decode(path.read_bytes(), Limits())
                face = only_face(photo, detector)
            except ServiceError:
                continue
            if face.mesh is not None:
                yield Sample(part + row["id"], person, photo, face, face_patch(photo, face))


def labels(name: str) -> dict[str, str]:
    """By name of a portrait `yes` where there is `glasses` or `beard`, or `unsure`; else no."""
    path = Path(__file__).with_name(f"{name}.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["portrait"]: row[name] for row in csv.DictReader(file, delimiter="\t")}
