"""Whether the mesh sees heads turned to one side: a head and its mirror image turn opposite ways.

Half of what a head and its mirror image are turned together, seen once and seen twice. Yaw is that
of `service/checks/turn.py`, positive towards the right of the picture.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation import photos
from evaluation.command import progress
from evaluation.tables import table
from service.checks.turn import turn_of_head
from service.models.faces import FaceDetector
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import only_face
from service.values.errors import ServiceError

GROUPS = ("portraits", "wild", "pairs/studio")
SIDE_PX, EVERY = 1000, 3  # of the portraits of training/README.md

Yaws = tuple[float, float]  # in degrees, seen once and seen twice


def paths_of(folder: Path, training: Path | None) -> list[Path]:
    """The portraits among the test photos, and every third of those of training/README.md."""
    more = sorted((training / "original").glob("*.jpg"))[::EVERY] if training else []
    return [*photos.files(folder, *GROUPS), *more]


def summary(paths: Sequence[Path]) -> str:
    """Markdown: mean and standard deviation in degrees, and the latter of the mean."""
    found = np.array(list(_pairs(paths))).reshape(-1, 2, 2)
    rows = [
        _row("yaw, one look", found[:, :, 0].mean(axis=1)),
        _row("yaw, two looks", found[:, :, 1].mean(axis=1)),
        _row("yaw, one look minus two", found[:, 0, 0] - found[:, 0, 1]),
    ]
    return table("lrrrr", ["degrees", "photos", "mean", "standard deviation", "of the mean"], rows)


def _pairs(paths: Sequence[Path]) -> Iterator[tuple[Yaws, Yaws]]:
    """Of each photo and its mirror image, where one look is enough for both."""
    detector = FaceDetector()
    for path in progress(paths):
        try:
            photo = decode(path.read_bytes(), Limits(), SIDE_PX)
            mirrored = replace(photo, rgb=np.ascontiguousarray(photo.rgb[:, ::-1]))
            pictures = photo, mirrored
            faces = [only_face(picture, detector) for picture in pictures]
        except ServiceError:  # no one face, in one of them
            continue
        if any(face.mesh is None or face.mesh.spread for face in faces):
            continue
        once = [turn_of_head(face).yaw for face in faces]
        meshes = (
            detector.fit(picture.rgb, face) for picture, face in zip(pictures, faces, strict=True)
        )
        twice = [
            turn_of_head(face.with_mesh(mesh)).yaw for face, mesh in zip(faces, meshes, strict=True)
        ]
        yield (once[0], twice[0]), (once[1], twice[1])


def _row(name: str, values: NDArray[np.float64]) -> list[str]:
    spread = float(values.std(ddof=1))
    numbers = float(values.mean()), spread, spread / len(values) ** 0.5
    return [
        name,
        str(len(values)),
        f"{numbers[0]:+.2f}",
        *(f"{number:.2f}" for number in numbers[1:]),
    ]
