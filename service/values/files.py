"""The kinds of files that the service writes."""

from collections.abc import Collection
from typing import Literal

Format = Literal["jpeg", "png", "webp"]  # of a photo
SheetFormat = Literal["jpeg", "png", "pdf"]
AnyFormat = Format | SheetFormat

# How names of photos end, as cameras, phones and programs write them; all else is no photo.
PHOTO_SUFFIXES = frozenset((
    ".jpg", ".jpeg", ".jpe", ".jfif", ".pjpeg", ".mpo", ".png", ".webp", ".heic", ".heif", ".hif",
    ".avif", ".tif", ".tiff", ".gif", ".bmp", ".dib",
))  # fmt: skip

MEDIA_TYPES: dict[AnyFormat, str] = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
}
SUFFIXES: dict[AnyFormat, str] = {
    "jpeg": "jpg",
    "png": "png",
    "webp": "webp",
    "pdf": "pdf",
}


def file_ending(file_format: AnyFormat, marks: Collection[str]) -> str:
    """What follows the stem of a file name: a preview must not be taken for the photo itself."""
    return f"{'-preview' if 'preview' in marks else ''}.{SUFFIXES[file_format]}"
