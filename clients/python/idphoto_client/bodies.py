"""What is sent, and the ZIP that comes back in pieces."""

import io
import json
import os
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from struct import unpack_from
from typing import BinaryIO, TypeVar

from pydantic import BaseModel, ValidationError

from idphoto_client.errors import UnexpectedAnswer, Unreachable
from idphoto_client.models import BatchManifest

File = bytes | str | os.PathLike[str] | BinaryIO  # a str is a path
Form = dict[str, dict[str, str] | list[tuple[str, tuple[str, bytes]]]]
Model = TypeVar("Model", bound=BaseModel)
HEADER = 30  # bytes before a file's name: APPNOTE 4.3.7


def form(part: str, files: Sequence[File], fields: Mapping[str, object], answer: str) -> Form:
    """A form, as httpx takes it. Files are read whole, as a call may be sent more than once."""
    sent = [(part, (part, read_file(file))) for file in files]
    return {"data": texts({**fields, "answer": answer}), "files": sent}


def texts(fields: Mapping[str, object]) -> dict[str, str]:
    """Fields as a form or a query has them: what is no text in JSON, and None left out."""
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in fields.items()
        if value is not None
    }


def read_file(file: File) -> bytes:
    """All bytes of it."""
    if isinstance(file, bytes):
        return file
    return Path(file).read_bytes() if isinstance(file, str | os.PathLike) else file.read()


def zipped(photos: Mapping[str, File]) -> bytes:
    """A ZIP of photos by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, file in photos.items():
            archive.writestr(name, read_file(file))
    return out.getvalue()


def parsed(model: type[Model], body: bytes) -> Model:
    """The answer as a model. Raises UnexpectedAnswer."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise UnexpectedAnswer(f"The answer is none that this client knows: {error}") from error


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A finished photo of a batch, under the name that it has in the manifest."""

    name: str
    data: bytes


class ZipStream:
    """The files of a ZIP, stored with their size in front and the manifest last, as they arrive."""

    def __init__(self) -> None:
        self._bytes, self._manifest, self.begun = bytearray(), b"", False

    def feed(self, piece: bytes) -> Iterator[BatchFile]:
        """The photos that are whole now. Raises UnexpectedAnswer."""
        self.begun = True
        self._bytes += piece
        while not self._manifest and len(self._bytes) >= HEADER:
            if not self._bytes.startswith(b"PK\x03\x04"):
                raise UnexpectedAnswer("The batch has no manifest.")
            size, name_length, extra = unpack_from("<IHH", self._bytes, 22)
            start = HEADER + name_length + extra
            if len(self._bytes) < start + size:
                return
            name = self._bytes[HEADER : HEADER + name_length].decode()
            data = bytes(self._bytes[start : start + size])
            del self._bytes[: start + size]
            if name == "manifest.json":
                self._manifest = data
            else:
                yield BatchFile(name, data)

    def manifest(self) -> BatchManifest:
        """What became of all photos. Raises Unreachable where the answer broke off before."""
        if not self._manifest:
            raise Unreachable("The batch broke off before its manifest.")
        return parsed(BatchManifest, self._manifest)
