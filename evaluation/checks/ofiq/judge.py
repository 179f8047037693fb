"""Official portraits as they are and made bad in the ways of OFIQ's components, each checked."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from evaluation import photos
from evaluation.checks.compression import encoded
from evaluation.checks.ofiq.degradations import DEGRADATIONS, Degradation
from evaluation.checks.ofiq.package import Degrader
from evaluation.checks.rates import LABELS, Verdicts
from evaluation.command import progress
from evaluation.image_grid import fitted
from evaluation.orders import default_order
from service.cancellation import CancellationToken
from service.pipeline.check import check_photo
from service.pipeline.engine import Engine
from service.pipeline.findings import Subject
from service.pipeline.idphoto import analyse
from service.raster import shrink
from service.steps.decode.decode import decode
from service.steps.face import only_face
from service.steps.frame import project
from service.values import geometry
from service.values.errors import ServiceError
from service.values.order import Order
from service.values.photo import RGB, Alpha, Face

# Neutral, and neither turned upright nor given another background: everything can be judged.
DOCUMENT = "cn-diploma"
EYES_APART = 113  # pixels, in the picture that OFIQ measures; blur and noise have that scale
LEVELS = (0.4, 1.0)  # of the package's five, one that is plain to see and the worst
QUALITY = 95  # of the JPEG that is checked, as the package saves it
SEED = 42  # plus the photo's number, as the package has it
OF_THE_MOUTH = ("mouth-closed", "expression")
PICTURES, PICTURE_PX = 8, 160  # photos that are kept to look at

Of = Callable[[RGB, Face, Alpha], Degrader]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A photo by its number among its kind, and how it is to be made bad."""

    number: int
    path: Path
    ways: tuple[Degradation, ...]


@dataclass(slots=True)
class Judged:
    """One photo: its verdicts as sent, and for each degradation those at each of LEVELS."""

    name: str
    sent: Verdicts
    spoilt: dict[Degradation, tuple[Verdicts, ...]] = field(default_factory=dict)
    pictures: dict[Degradation, tuple[RGB, ...]] = field(default_factory=dict)


def judge_all(folder: Path, limit: int | None, engine: Engine, of: Of) -> list[Judged]:
    """The first `limit` of either kind of photo, made bad by what `of` gives for each."""
    order = default_order(DOCUMENT, background="original")
    judged = (_judged(one, order, engine, of) for one in progress([*_chosen(folder, limit)]))
    return [one for one in judged if one is not None]


def _chosen(folder: Path, limit: int | None) -> Iterator[Chosen]:
    """Official portraits; and since most of them smile, closed mouths for what is of the mouth."""
    portraits = photos.files(folder, "pairs/studio", "portraits")
    official = [
        path
        for path in portraits
        if path.parent.name == "studio" or path.name.startswith("congress-")
    ]
    for number, path in enumerate(official[:limit]):
        yield Chosen(number, path, DEGRADATIONS)
    of_the_mouth = tuple(way for way in DEGRADATIONS if set(way.checks) & set(OF_THE_MOUTH))
    with LABELS.open(encoding="utf-8", newline="") as file:
        closed = [row["photo"] for row in csv.DictReader(file, delimiter="\t") if _closed(row)]
    there = [found for name in closed if (found := photos.located(name, folder, None))]
    for number, path in enumerate([path for path in there if path not in official][:limit]):
        yield Chosen(number, path, of_the_mouth)


def _closed(row: dict[str, str]) -> bool:
    return row["mouth"] == "closed" and row["eyes"] == "open"


def _judged(chosen: Chosen, order: Order, engine: Engine, of: Of) -> Judged | None:
    """None where no single face is found, or it is smaller than OFIQ's picture shows it."""
    rgb = _at_scale(chosen.path, engine)
    degrader = None if rgb is None else _degrader(rgb, order, engine, of)
    if rgb is None or degrader is None:
        return None
    result, seed = Judged(chosen.path.name, _verdicts(rgb, order, engine)), SEED + chosen.number
    for way in chosen.ways:
        spoilt = [degrader.degrade(way, min(level, way.worst), seed) for level in LEVELS]
        result.spoilt[way] = tuple(_verdicts(bad, order, engine) for bad in spoilt)
        if chosen.number < PICTURES:
            result.pictures[way] = tuple(fitted(bad, PICTURE_PX, PICTURE_PX) for bad in spoilt)
    return result


def _degrader(rgb: RGB, order: Order, engine: Engine, of: Of) -> Degrader | None:
    """What makes the photo (H, W, 3) bad by its face and outline, if it can be made at all."""
    subject = Subject()
    try:
        analyse(subject, encoded(rgb, QUALITY), [order], engine, CancellationToken())
    except ServiceError:
        return None
    photo, face, matte = subject.analysed
    if face.mesh is None or photo.size != (rgb.shape[1], rgb.shape[0]):
        return None
    return of(rgb, face, project(matte.alpha, matte, geometry.shift(0, 0), photo.size))


def _at_scale(path: Path, engine: Engine) -> RGB | None:
    """The photo with the eyes EYES_APART; None where it would have to be enlarged."""
    photo = decode(path.read_bytes(), engine.limits)
    try:
        scale = EYES_APART / only_face(photo, engine.detector).eyes_apart
    except ServiceError:
        return None
    if scale > 1:
        return None
    return shrink(photo.rgb, (round(photo.size[0] * scale), round(photo.size[1] * scale)))


def _verdicts(rgb: RGB, order: Order, engine: Engine) -> Verdicts:
    report = check_photo(encoded(rgb, QUALITY), order, engine, CancellationToken())
    return {check.id: check.verdict for check in report.checks}
