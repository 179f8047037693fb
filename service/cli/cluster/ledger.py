"""What of a collection is finished: manifests in its folder of results, of this run and others."""

import os
import time
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import TracebackType
from typing import TYPE_CHECKING

from service.cli.manifest import Record, is_current, line_of, records_of
from service.cli.photos import WrongUse, is_photo, name_results

if TYPE_CHECKING:  # only a cluster has pyarrow
    from service.cli.cluster.stores import Store

PART_RECORDS, PART_SECONDS = 1000, 60.0
MANIFESTS = "manifest*.jsonl"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A photo of the collection, where its result goes, and its size and time of change."""

    place: PurePosixPath
    result: PurePosixPath
    photo_is: tuple[int, int]


def plan(source: "Store", ending: str) -> list[Waiting]:
    """All photos of a store with the names that the command line gives. Raises WrongUse."""
    found = {one.place: one for one in source.files() if is_photo(one.place)}
    if not found:
        raise WrongUse(f"no photos found in {source.name}")
    named = name_results(list(found), ending)
    results = {PurePosixPath(place): PurePosixPath(result) for place, result in named.items()}
    if len(set(results.values())) < len(results):
        raise WrongUse(f"two photos of {source.name} would become one file")
    return [
        Waiting(place, results[place], (one.size, one.changed_ns))
        for place, one in sorted(found.items())
    ]


class Ledger:
    """Reads every manifest that is there, those of `idphoto` too, and writes parts of its own.

    Objects cannot be appended to: each part is whole, and what was not yet written when a run was
    killed is made again. Used as a context it writes the last part on the way out.
    """

    def __init__(self, source: "Store", out: "Store", made_by: str) -> None:
        self._source, self._out, self._made_by = source.name, out, made_by
        self._run, self._parts = f"{time.time_ns():x}-{os.getpid()}", 0
        self._lines: list[str] = []
        self._written = time.monotonic()
        self._sizes, self._known = _read(out)

    @property
    def where(self) -> str:
        """Of all manifests."""
        return f"{self._out.name}/{MANIFESTS}"

    def holds(self, photo: Waiting) -> bool:
        """Whether this photo, as it is now, has been finished in this way and is still there."""
        record = self._known.get(photo.result.as_posix())
        size = self._sizes.get(photo.result)
        return record is not None and is_current(record, [*photo.photo_is], self._made_by, size)

    def add(self, photo: Waiting, record: Record) -> None:
        """Write it down with the next part."""
        record = {**record, "made_by": self._made_by}
        place, result = photo.place.as_posix(), photo.result.as_posix()
        self._lines.append(line_of(result, f"{self._source}/{place}", record))
        late = time.monotonic() - self._written > PART_SECONDS
        if late or len(self._lines) >= PART_RECORDS:
            self._write()

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        self._write()

    def _write(self) -> None:
        if self._lines:
            name = f"manifest-{self._run}-{self._parts:06}.jsonl"
            self._out.write(PurePosixPath(name), "".join(self._lines).encode())
            self._parts += 1
        self._lines, self._written = [], time.monotonic()


def _read(out: "Store") -> tuple[dict[PurePosixPath, int], dict[str, Record]]:
    """Sizes of all files by their places, and the last record of each result by its name."""
    found = list(out.files())
    manifests = [one for one in found if one.place.match(MANIFESTS) and len(one.place.parts) == 1]
    known: dict[str, Record] = {}
    for one in sorted(manifests, key=lambda one: one.changed_ns):
        known |= records_of(out.read(one.place).decode("utf-8", "replace"))
    return {one.place: one.size for one in found}, known
