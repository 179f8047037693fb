"""Folders that every machine of a cluster can reach: mounted ones, S3, GCS, HDFS."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from urllib.parse import urlsplit
from uuid import uuid4

from pyarrow import fs

from service.cli.photos import WrongUse


@dataclass(frozen=True, slots=True)
class Found:
    """A file, its place below the folder, its size in bytes and when it changed in nanoseconds."""

    place: PurePosixPath
    size: int
    changed_ns: int


class Store:
    """A folder by its path or its address, such as s3://bucket/photos?region=eu-central-1.

    Sent to other processes it connects anew there. Methods raise OSError.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        try:
            if "://" in address:
                self._files, self._root = fs.FileSystem.from_uri(address)
            else:
                self._files, self._root = fs.LocalFileSystem(), str(Path(address).absolute())
        except (OSError, ValueError) as error:
            told = str(error).replace(address, self.name)  # it repeats the address, keys and all
            raise WrongUse(f"{self.name}: {told}") from None
        self._in_place = not isinstance(self._files, fs.LocalFileSystem | fs.HadoopFileSystem)

    @property
    def name(self) -> str:
        """The address as it may be told: without keys, and without how the store is reached."""
        if "://" not in self.address:
            return self.address.rstrip("/")
        parts = urlsplit(self.address)
        host = parts.netloc.rpartition("@")[2]
        return f"{parts.scheme}://{host}{parts.path}".rstrip("/")

    def __reduce__(self) -> tuple[type["Store"], tuple[str]]:
        return Store, (self.address,)

    def files(self) -> Iterator[Found]:
        """All files below the folder; none where it does not exist."""
        selector = fs.FileSelector(self._root, recursive=True, allow_not_found=True)
        for info in self._files.get_file_info(selector):
            if info.is_file:
                place = PurePosixPath(info.path).relative_to(self._root)
                yield Found(place, info.size, info.mtime_ns or 0)

    def identity(self, photo: PurePath) -> list[int]:
        """Size in bytes and time of the last change in nanoseconds."""
        info = self._files.get_file_info(self._path(photo))
        if not info.is_file:
            raise FileNotFoundError(f"{photo} is not a file")
        return [info.size, info.mtime_ns or 0]

    def read(self, photo: PurePath) -> bytes:
        """The whole file."""
        with self._files.open_input_stream(self._path(photo)) as stream:
            return bytes(stream.read())

    def write(self, result: PurePath, data: bytes) -> None:
        """One PUT where that is how objects are made, else a file beside it and a rename."""
        path = self._path(result)
        if self._in_place:
            self._put(path, data)
            return
        # Two actors may make one photo, when the one that was taken for dead was not.
        folder = path.rpartition("/")[0]
        part = f"{folder}/.{result.name}.{uuid4().hex}.part"
        self._files.create_dir(folder, recursive=True)
        try:
            self._put(part, data)
            self._files.move(part, path)
        finally:
            with contextlib.suppress(OSError):
                self._files.delete_file(part)

    def _put(self, path: str, data: bytes) -> None:
        with self._files.open_output_stream(path) as stream:
            stream.write(data)

    def _path(self, place: PurePath) -> str:
        return f"{self._root}/{place.as_posix()}"
