"""The photos to be measured: each by its group and name, and how it is made."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from evaluation import ground_truth
from evaluation.cutout import kept_aside
from evaluation.ground_truth import Sample
from service.steps.face import Detector


@dataclass(frozen=True, slots=True)
class Case:
    """One photo. `tags` tell who is on it; `read` raises ServiceError where no face is found."""

    group: str
    name: str
    tags: frozenset[str]
    read: Callable[[Detector], Sample]


def tuned(folder: Path, limit: int | None) -> Iterator[Case]:
    """The photos on which thresholds were chosen."""
    for group in ground_truth.SETS:
        for name in ground_truth.names(folder, limit):
            yield Case(group, name, frozenset(), partial(ground_truth.read, folder, group, name))


def kept(data: Path | None, limit: int | None) -> Iterator[Case]:
    """The photos of people and places kept aside, if there are any."""
    if data is None:
        print("without --training the groups test and hard are not measured", file=sys.stderr)
        return
    for scene in kept_aside.scenes(data, limit):
        tags = scene.person.tags
        yield Case(scene.group, scene.name, tags, partial(kept_aside.read, scene, data))
