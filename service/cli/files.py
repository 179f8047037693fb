"""Where photos are read and results written: in folders of this machine."""

from pathlib import Path, PurePath
from typing import Protocol


class Files(Protocol):
    """What the photos of a run are read from and written to. All methods raise OSError."""

    def identity(self, photo: PurePath) -> list[int]:
        """Size in bytes and time of the last change in nanoseconds."""

    def read(self, photo: PurePath) -> bytes:
        """The whole file."""

    def write(self, result: PurePath, data: bytes) -> None:
        """The whole file or none, in the place of one that is there."""


class LocalFiles:
    """Photos and results by their paths below `source` and `out`, or by paths of their own."""

    def __init__(self, source: Path = Path(), out: Path = Path()) -> None:
        self._source, self._out = source, out

    def identity(self, photo: PurePath) -> list[int]:
        """Size in bytes and time of the last change in nanoseconds. Raises OSError."""
        facts = (self._source / photo).stat()
        return [facts.st_size, facts.st_mtime_ns]

    def read(self, photo: PurePath) -> bytes:
        """The whole file. Raises OSError."""
        return (self._source / photo).read_bytes()

    def write(self, result: PurePath, data: bytes) -> None:
        """Write beside its place and rename, so that there is the whole file or none."""
        path = self._out / result
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
