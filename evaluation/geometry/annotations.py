"""Points of heads that a person marked on enlargements of the test photos (annotations.tsv)."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from service.values.geometry import Points

FILE = Path(__file__).with_suffix(".tsv")


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a person saw in a photo: points as shares of its size, and whether ears are visible.

    `group` names a set of photos that were marked later and are told apart.
    """

    photo: str
    points: dict[str, Points]
    ears: bool
    group: str = ""


def annotations() -> list[Annotation]:
    """The photos that were looked at."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            Annotation(row["photo"], dict(_points(row)), row["ears"] == "visible", row["set"])
            for row in csv.DictReader(file, delimiter="\t")
        ]


def _points(row: dict[str, str]) -> Iterator[tuple[str, Points]]:
    for name in ("crown", "eyes", "chin"):
        if row[f"{name}_x"]:
            yield name, np.array([float(row[f"{name}_x"]), float(row[f"{name}_y"])])
