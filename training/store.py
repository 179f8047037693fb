"""The training photos as tensors on one device: portraits with alpha and face, and places."""

import csv
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from service.models.faces import FaceDetector
from training.split import Part, part_of, person_of

Pixels = NDArray[np.uint8]

CANVAS, PLACE = 520, 448  # pixels along the longer side that a portrait and a place may have
BLURS = (0.0, 1.2, 2.5, 5.0, 9.0)  # deviations in pixels of the copies of each place
LEAST_FACE_PX = 28
FREE = 5  # of 255: less alpha along an edge of the photo, and nobody is cut off there
RARE = {"afro": 4.0, "head-covering": 4.0, "hat": 4.0, "hands": 4.0, "braids": 2.5, "curly": 2.5}
LESS_RARE = ("long-hair", "dark-skin", "white-on-white", "dark-on-dark", "grey-photo")
BIG_HAIR = {"afro", "braids", "curly", "long-hair"}


@dataclass(frozen=True)
class Store:
    """N portraits and M places.

    `own`, `colour` (N, 3, 520, 520) uint8: the photo and the person's own colour; `alpha` (N, 1,
    520, 520). `face` (N, 3): eyes and eyes-to-chin in pixels. `size` (N, 2): width and height.
    `free` (N, 3): nobody is cut off above, left, right. `weight` (N,): how often one is drawn.
    `places` (M, 5, 3, 448, 448), one for each blur; `place_size` (M, 2).
    """

    own: Tensor
    colour: Tensor
    alpha: Tensor
    face: Tensor
    size: Tensor
    free: Tensor
    weight: Tensor
    big_hair: Tensor
    places: Tensor
    place_size: Tensor


def load(folders: list[Path], places: Path, part: Part, cache: Path, device: torch.device) -> Store:
    """The `part` of all portraits in `folders`; found faces are kept in the folder `cache`."""
    people = [one for folder in folders for one in _people(folder, part, cache)]
    chosen = [path for path in sorted(places.iterdir()) if part_of(path.stem) == part]
    with ThreadPoolExecutor() as threads:
        portraits = list(threads.map(lambda one: _portrait(one[0], one[1]), people))
        walls = list(threads.map(_place, chosen))
    tags = [one[3] for one in people]
    hard = [one[0].name == "hard" for one in people]

    def stack(values: list[Pixels]) -> Tensor:
        return torch.from_numpy(np.stack(values)).to(device)

    return Store(
        own=stack([p[0] for p in portraits]),
        colour=stack([p[1] for p in portraits]),
        alpha=stack([p[2] for p in portraits]),
        face=torch.tensor([one[2] for one in people], device=device),
        size=torch.tensor([p[3] for p in portraits], dtype=torch.float32, device=device),
        free=torch.tensor([p[4] for p in portraits], device=device),
        weight=torch.tensor(
            [_weight(t, h) for t, h in zip(tags, hard, strict=True)], device=device
        ),
        big_hair=torch.tensor([bool(t & BIG_HAIR) for t in tags], device=device),
        places=stack([wall[0] for wall in walls]),
        place_size=torch.tensor([wall[1] for wall in walls], dtype=torch.float32, device=device),
    )


def _weight(tags: set[str], hard: bool) -> float:
    rare = max((RARE.get(tag, 1.0) for tag in tags), default=1.0)
    if rare == 1.0 and tags & set(LESS_RARE):
        rare = 1.4
    return rare * (1.6 if hard else 1.0)


def _people(
    folder: Path, part: Part, cache: Path
) -> list[tuple[Path, str, tuple[float, float, float], set[str]]]:
    """Folder, name, face and tags of everybody in `part` on whose portrait one face is found."""
    tags = {
        row["id"]: set(row["tags"].replace(",", " ").split()) for row in rows(folder / "kinds.tsv")
    }
    names = [
        row["id"]
        for row in rows(folder / "portraits.tsv")
        if part_of(person_of(row["id"], row["source"])) == part
    ]
    faces = _faces(folder, names, cache / f"faces-{folder.name}-{part}.tsv")
    return [(folder, n, faces[n], tags.get(n, set())) for n in names if n in faces]


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated table."""
    with path.open(newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _faces(folder: Path, names: list[str], cache: Path) -> dict[str, tuple[float, float, float]]:
    """Eyes and eyes-to-chin, found by the service's own detector."""
    if not cache.is_file():
        detector, lines = FaceDetector(), []
        for name in names:
            faces = detector.find(picture(folder / "original", name), LEAST_FACE_PX)
            if len(faces) == 1:
                (x, y), unit = faces[0].eyes, faces[0].unit
                lines.append(f"{name}\t{x:.2f}\t{y:.2f}\t{unit:.2f}\n")
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_text("".join(lines))
    fields = (line.split("\t") for line in cache.read_text().splitlines())
    return {name: (float(x), float(y), float(unit)) for name, x, y, unit in fields}


def picture(folder: Path, name: str) -> Pixels:
    """The picture (H, W, 3) called `name`. Raises FileNotFoundError where there is none."""
    for path in (folder / f"{name}.jpg", folder / f"{name}.png"):
        pixels = cv2.imread(str(path), cv2.IMREAD_COLOR) if path.is_file() else None
        if pixels is not None:
            return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB), np.uint8)
    raise FileNotFoundError(f"{folder} has no picture of {name}")


def _portrait(
    folder: Path, name: str
) -> tuple[Pixels, Pixels, Pixels, tuple[int, int], tuple[bool, bool, bool]]:
    own, colour = (picture(folder / kind, name) for kind in ("original", "foreground"))
    alpha = picture(folder / "alpha", name)[..., :1]
    height, width = alpha.shape[:2]
    edges = alpha[:3], alpha[:, :3], alpha[:, -3:]
    free = tuple(bool(edge.max() < FREE) for edge in edges)
    planes = (_padded(pixels, CANVAS) for pixels in (own, colour, alpha))
    return (*planes, (width, height), free)  # type: ignore[return-value]  # three of each


def _place(path: Path) -> tuple[Pixels, tuple[int, int]]:
    pixels = picture(path.parent, path.stem)
    height, width = pixels.shape[:2]
    scale = min(1.0, PLACE / max(height, width))
    size = int(width * scale), int(height * scale)
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    copies = [cv2.GaussianBlur(small, (0, 0), blur) if blur else small for blur in BLURS]
    return np.stack([_padded(np.asarray(copy, np.uint8), PLACE) for copy in copies]), size


def _padded(pixels: Pixels, side: int) -> Pixels:
    """(channels, side, side), its edges repeated below and right."""
    below, right = side - pixels.shape[0], side - pixels.shape[1]
    return np.pad(pixels, ((0, below), (0, right), (0, 0)), mode="edge").transpose(2, 0, 1)
