"""A ZIP of photos: read in memory, and measured by its directory before anything is inflated."""

import io
import struct
import zlib
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from service.values.errors import ServiceError
from service.values.photo_errors import UnsupportedMedia
from service.values.request_errors import (
    ArchiveTooLarge,
    DamagedArchive,
    InvalidField,
    UnusableEntry,
)
from service.web.batch.names import decoded, is_beside_photos, is_folder, safe_stems

NAMED = 3  # files that are no photos, where there is nothing else
ENCRYPTED = 0x1  # APPNOTE 4.4.4
MOST_RATIO = 100  # inflated over deflated; a bitmap of a plain wall comes to 50
# A directory has 46 bytes and a name for each entry; its end is sought in the last 65,557 bytes.
DIRECTORY_BYTES, ENTRY_BYTES = 66_000, 600
# What zipfile and zlib raise for bytes that are not what they say.
_BROKEN = (
    BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, NotImplementedError,
    RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How many files a ZIP may ask for, `files_each` for every photo, and the most bytes of one
    photo and of all together.
    """

    files: int
    files_each: int
    photo_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One photo: its name as it was sent, the path without suffix of its results, and why it cannot
    be used, if so.
    """

    name: str
    stem: str
    info: ZipInfo
    problem: ServiceError | None


class Archive:
    """The photos of a ZIP, in its order, and the names of entries that are no photos.

    Raises UnsupportedMedia, DamagedArchive or ArchiveTooLarge, and InvalidField when it is empty.
    """

    def __init__(self, data: bytes, limits: ArchiveLimits) -> None:
        self._zip = _opened(data, limits)
        named = [(decoded(info), info) for info in self._zip.infolist()]
        files = [(name, info) for name, info in named if not is_folder(name)]
        self.ignored = [name for name, _ in files if is_beside_photos(name)]
        photos = [(name, info) for name, info in files if not is_beside_photos(name)]
        if not photos:
            others = f", only {', '.join(self.ignored[:NAMED])}" if self.ignored else ""
            others_zh = f"，只有 {'、'.join(self.ignored[:NAMED])}" if self.ignored else ""
            raise InvalidField(
                f"The ZIP contains no photos{others}.",
                f"ZIP 中没有照片{others_zh}。",
                field="photos",
            )
        _refuse_too_much([info for _, info in photos], limits)
        stems = safe_stems(name for name, _ in photos)
        self.entries = [
            Entry(name, stem, info, _problem(info, limits))
            for (name, info), stem in zip(photos, stems, strict=True)
        ]

    def read(self, entry: Entry) -> bytes:
        """The photo's bytes, as many as the directory states. Raises UnusableEntry."""
        size = entry.info.file_size
        try:
            with self._zip.open(entry.info) as file:
                data = file.read(size)  # all that is there might be more than was said
        except _BROKEN as error:
            raise UnusableEntry(
                "The entry is damaged; create the ZIP again.", "该文件已损坏，请重新打包 ZIP。"
            ) from error
        if len(data) != size:
            raise UnusableEntry(
                "The entry is truncated; create the ZIP again.", "该文件不完整，请重新打包 ZIP。"
            )
        return data


class _Gated(io.BytesIO):
    """A ZIP in memory of which at most `most` bytes can be read at once, unless that is None."""

    def __init__(self, data: bytes, most: int) -> None:
        super().__init__(data)
        self.most: int | None = most
        self._length = len(data)

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(0, self._length - self.tell())
        wanted = left if size is None or size < 0 else min(size, left)
        if self.most is not None and wanted > self.most:
            raise ArchiveTooLarge(
                "The directory of the ZIP is too large for its photos.", "ZIP 的目录过大。"
            )
        return super().read(size)


def _opened(data: bytes, limits: ArchiveLimits) -> ZipFile:
    """Open the ZIP; zipfile reads its directory in one go, whatever its size."""
    gated = _Gated(data, DIRECTORY_BYTES + ENTRY_BYTES * limits.files)
    try:
        archive = ZipFile(gated)
    except _BROKEN as error:
        if not data.startswith(b"PK"):
            raise UnsupportedMedia(
                "The file is not a ZIP; send a ZIP with photos in it.",
                "内容不是 ZIP；请发送包含照片的 ZIP 文件。",
            ) from error
        raise DamagedArchive(
            "The directory of the ZIP cannot be read; create the ZIP again.",
            "无法读取 ZIP 的目录，请重新打包。",
        ) from error
    gated.most = None
    return archive


def _refuse_too_much(infos: list[ZipInfo], limits: ArchiveLimits) -> None:
    files = len(infos) * limits.files_each
    if files > limits.files:
        several = limits.files_each > 1
        each = f", {limits.files_each} variants each" if several else ""
        each_zh = f"，每张 {limits.files_each} 个变体" if several else ""
        raise ArchiveTooLarge(
            f"The ZIP asks for {files} files ({len(infos)} photos{each}); {limits.files} are made "
            "at once.",
            f"该 ZIP 需要生成 {files} 个文件（{len(infos)} 张照片{each_zh}）；"
            f"一次最多 {limits.files} 个。",
        )
    total = sum(info.file_size for info in infos)
    if total > limits.total_bytes:
        raise ArchiveTooLarge(
            f"The photos in the ZIP have {total} bytes; at most {limits.total_bytes} are allowed.",
            f"ZIP 中的照片共 {total} 字节；最多 {limits.total_bytes} 字节。",
        )


def _problem(info: ZipInfo, limits: ArchiveLimits) -> ServiceError | None:
    """Why an entry cannot be used, by what the directory says."""
    if info.flag_bits & ENCRYPTED:
        return UnusableEntry(
            "The entry is encrypted; create the ZIP without a password.",
            "该文件已加密；打包 ZIP 时请勿设置密码。",
        )
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return UnusableEntry(
            "The compression of the entry is not supported; use deflate or none.",
            "不支持该文件的压缩方式；请使用 deflate 或不压缩。",
        )
    if info.file_size > limits.photo_bytes:
        return UnusableEntry(
            f"The photo has {info.file_size} bytes; at most {limits.photo_bytes} are allowed.",
            f"照片有 {info.file_size} 字节；最多 {limits.photo_bytes} 字节。",
        )
    if info.file_size > MOST_RATIO * info.compress_size:
        return UnusableEntry(
            f"The entry would grow to more than {MOST_RATIO} times its size.",
            f"该文件解压后会超过原大小的 {MOST_RATIO} 倍。",
        )
    return None if info.file_size else UnusableEntry("The entry is empty.", "该文件是空的。")
