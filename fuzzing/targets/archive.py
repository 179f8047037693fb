"""ZIPs of photos: directories that lie, bombs, and names that lead out of the folder."""

import io
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from service.values.errors import ServiceError
from service.web.batch.archive import Archive, ArchiveLimits

LIMITS = ArchiveLimits(files=20, files_each=2, photo_bytes=50_000, total_bytes=200_000)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\\]")


def seeds() -> Iterator[bytes]:
    """Small ZIPs, one of them with a bomb in it, one with names as other systems write them."""
    photo = b"\xff\xd8\xff\xe0" + bytes(range(200))
    yield _zip(ZIP_STORED, {"a.jpg": photo})
    yield _zip(ZIP_DEFLATED, {"a/b.jpg": photo, "a/B.JPG": photo, "c.png": bytes(9_000)})
    yield _zip(ZIP_DEFLATED, {"../../up.jpg": photo, "/root.jpg": photo, "C:\\x\\con.jpg": photo})
    yield _zip(ZIP_DEFLATED, {"bomb.bmp": bytes(49_000), "__MACOSX/._a.jpg": photo, "b.txt": b"x"})
    yield _zip(ZIP_STORED, {"照片/一.jpg": photo, "e\u0301.jpg": photo, "\u202egpj.exe": photo})


def run(data: bytes) -> None:
    """Open it and read every photo; nothing is larger than it may be, no name leads astray."""
    try:
        archive = Archive(data, LIMITS)
    except ServiceError:
        return
    assert len(archive.entries) * LIMITS.files_each <= LIMITS.files
    stems = [entry.stem for entry in archive.entries]
    assert len({stem.casefold() for stem in stems}) == len(stems), stems
    for entry in archive.entries:
        _stays_inside(entry.stem)
        if entry.problem is None:
            try:
                assert 0 < len(archive.read(entry)) <= LIMITS.photo_bytes
            except ServiceError:
                continue


def _stays_inside(stem: str) -> None:
    path = PurePosixPath(stem)
    assert stem, "empty"
    assert not path.is_absolute(), stem
    assert ".." not in path.parts, stem
    assert not _UNSEEN.search(stem), stem
    assert all(part == part.strip(" .") for part in path.parts), stem
    assert all(len(part.encode()) < 255 for part in path.parts), stem


def _zip(method: int, files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
