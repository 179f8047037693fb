"""How often checks of the face are right: on labels by hand, and on faces made bad in known ways.

`labels.tsv` says of each photo what a person saw: whether the lips are closed, the eyes open, where
they look, glasses, and a group (dark skin, East Asian eyes, others). Empty: hard to say. Photos
under `training/` are looked for in the folder of training/README.md, and left out without it.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from evaluation import photos
from evaluation.checks.shake import shaken
from evaluation.command import progress
from evaluation.orders import find_spec
from evaluation.tables import table
from service.checks.patch import Patch, face_patch
from service.checks.sharpness import sharpness
from service.checks.turn import turn_of_head
from service.models.faces import FaceDetector
from service.pipeline.all_checks import of_the_face
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import only_face
from service.values.check import Verdict
from service.values.errors import ServiceError
from service.values.photo import Face, Photo
from training.face_covers.draw import with_dark_glasses, with_hand, with_mask
from training.face_covers.lids import with_closed_lids
from training.face_covers.samples import labels, samples

LABELS = Path(__file__).with_name("labels.tsv")
SIDE_PX = 1000
UPRIGHT = np.eye(2, 3)
STRICT = "ar-visa"  # asks for a closed mouth and a free face, and forbids glasses

Verdicts = dict[str, Verdict]
# What is bad about a photo by its label, and which check has to see it.
LABELLED = {
    "mouth-closed": ("mouth", "open", ("closed",)),
    "gaze": ("gaze", "aside", ("camera",)),
    "eyes-visible": ("glasses", "dark", ("none", "clear")),
    "eyes-open": ("eyes", "shut", ("open",)),
    "glasses": ("glasses", "clear", ("none",)),
}
DRAWN = {
    "lids closed by a warp": "eyes-open",
    "dark glasses drawn": "eyes-visible",
    "mask drawn": "face-occluded",
    "hand drawn": "face-occluded",
    "shaken by 3 px": "sharpness",
    "shaken by 5 px": "sharpness",
}
COVERS = {
    "dark glasses drawn": with_dark_glasses,
    "mask drawn": with_mask,
    "hand drawn": with_hand,
}
SHAKEN = (3, 5)  # pixels of the face patch


@dataclass(slots=True)
class Judged:
    """One labelled photo: its verdicts, and those on what was drawn over it."""

    label: dict[str, str]
    verdicts: Verdicts
    drawn: dict[str, Verdicts] = field(default_factory=dict)


def judge_all(folder: Path, training: Path | None, limit: int | None) -> list[Judged]:
    """Every labelled photo that is there."""
    detector, draw = FaceDetector(), np.random.default_rng(0)
    with LABELS.open(encoding="utf-8", newline="") as file:
        labels = list(csv.DictReader(file, delimiter="\t"))[:limit]
    results = []
    for label in progress(labels):
        path = photos.located(label["photo"], folder, training)
        if path is None:
            continue
        try:
            photo = decode(path.read_bytes(), Limits(), SIDE_PX)
            face = only_face(photo, detector)
        except ServiceError:
            continue
        results.append(_judged(label, photo, face, detector, draw))
    return results


def judge_aside(training: Path) -> list[Judged]:
    """Everybody of the training data from whom nothing was learnt, by the labels of the training.

    All eyes of these portraits are open.
    """
    detector, draw, glasses = FaceDetector(), np.random.default_rng(0), labels("glasses")
    worn = {"yes": "clear", "unsure": ""}
    results = []
    for sample in progress(samples(training, aside=True)):
        label = dict.fromkeys(("mouth", "gaze", "group"), "")
        label |= {"eyes": "open", "glasses": worn.get(glasses.get(sample.name, "no"), "none")}
        results.append(_judged(label, sample.photo, sample.face, detector, draw))
    return results


def _judged(
    label: dict[str, str],
    photo: Photo,
    face: Face,
    detector: FaceDetector,
    draw: np.random.Generator,
) -> Judged:
    patch = face_patch(photo, face)
    result = Judged(label, _verdicts(face, patch))
    if face.mesh is None:
        return result
    for name, cover in COVERS.items():
        result.drawn[name] = _verdicts(face, cover(patch, draw))
    ways = np.random.default_rng(round(face.eyes.sum()))  # another way for each photo
    for px in SHAKEN:
        moved = Photo(shaken(photo.rgb, face, px, ways), photo.size, "png")
        result.drawn[f"shaken by {px} px"] = _verdicts(face, face_patch(moved, face))
    shut = Photo(with_closed_lids(photo.rgb, face.mesh), photo.size, "png")
    again = face.with_mesh(detector.glance(shut.rgb, face))
    result.drawn["lids closed by a warp"] = _verdicts(again, face_patch(shut, again))
    return result


def _verdicts(face: Face, patch: Patch) -> Verdicts:
    checks = of_the_face(face, patch, turn_of_head(face), UPRIGHT, find_spec(STRICT))
    return {check.id: check.verdict for check in (*checks, sharpness(patch))}


def summary(results: Sequence[Judged]) -> str:
    """Markdown: good and bad photos that fail or warn, with 95% intervals (Wilson), by group."""
    headings = ("what", "check", "photos", "fail", "fail or warn")
    return table("llrrr", headings, _rows(results))


def _rows(results: Sequence[Judged]) -> Iterator[list[str]]:
    groups = sorted({one.label["group"] for one in results} - {""})
    for check, (column, bad, good) in LABELLED.items():
        yield from _row(f"{column}: {bad}", check, _of(results, check, column, (bad,)))
        fine = [one for one in results if one.label[column] in good]
        yield from _row(f"{column}: {', '.join(good)}", check, _seen(fine, check))
        for group in groups:
            some = [one for one in fine if one.label["group"] == group]
            yield from _row(f"... {group}", check, _seen(some, check))
    yield from _row("nothing over the face", "face-occluded", _seen(results, "face-occluded"))
    yield from _row("as it is", "sharpness", _seen(results, "sharpness"))
    for name, check in DRAWN.items():
        usable = [one for one in results if name in one.drawn and one.label["glasses"] != "dark"]
        yield from _row(name, check, [one.drawn[name][check] for one in usable])


def _of(results: Sequence[Judged], check: str, column: str, values: Sequence[str]) -> list[Verdict]:
    return _seen([one for one in results if one.label[column] in values], check)


def _seen(results: Sequence[Judged], check: str) -> list[Verdict]:
    return [one.verdicts[check] for one in results]


def _row(what: str, check: str, verdicts: Sequence[str]) -> Iterator[list[str]]:
    """Those that could be assessed."""
    known = [verdict for verdict in verdicts if verdict != "not-assessed"]
    if known:
        failed = sum(verdict == "fail" for verdict in known)
        noticed = sum(verdict != "pass" for verdict in known)
        shares = (interval(count, len(known)) for count in (failed, noticed))
        yield [what, f"`{check}`", str(len(known)), *shares]


def interval(count: int, total: int) -> str:
    """A share and its 95% interval (Wilson 1927) in %."""
    z = 1.96
    share = count / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    spread = share * (1 - share) / total + z * z / (4 * total * total)
    half = z * float(np.sqrt(spread)) / (1 + z * z / total)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return f"{share:.1%} ({low:.1%}-{high:.1%})"
