"""Names of a ZIP's entries: decoded as they were meant, and made safe to unpack."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from zipfile import ZipInfo

from service.values.files import PHOTO_SUFFIXES

UTF8 = 0x800  # APPNOTE 4.4.4: language encoding flag
LONGEST, DEEPEST = 180, 8  # bytes of a part, as file systems take 255 with what is added; parts
FORBIDDEN = frozenset('<>:"|?*')  # by Windows
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # by Windows
OUR_FILES = frozenset((".jpg", ".png", ".webp", ".json"))  # suffixes in the answer's ZIP
SUFFIX = re.compile(r"\.(?=[0-9]*[a-z])[a-z0-9]{1,5}")  # ASCII, as `name.2024` has none
ARCHIVES = frozenset((".zip", ".rar", ".7z", ".tar", ".gz", ".tgz"))
LEFT_BY_SYSTEMS = frozenset(("thumbs.db", "desktop.ini", "__macosx"))


def decoded(info: ZipInfo) -> str:
    """The name as it was meant: UTF-8, flagged or not, else GBK, as Chinese Windows writes it.

    It is GBK only where most characters are common (GB 2312): names in other old code pages can
    be read as GBK too, but give rare ones.
    """
    name = info.orig_filename
    if info.flag_bits & UTF8:
        return name
    raw = name.encode("cp437")  # what zipfile takes it for
    with suppress(UnicodeDecodeError):
        return raw.decode("utf-8")
    with suppress(UnicodeDecodeError):
        chinese = raw.decode("gb18030")
        wide = [letter for letter in chinese if letter > "\x7f"]
        if 2 * sum(bool(letter.encode("gb2312", "ignore")) for letter in wide) > len(wide):
            return chinese
    return name


def is_folder(name: str) -> bool:
    """Whether this is the entry of a folder."""
    return name.endswith(("/", "\\"))


def is_beside_photos(name: str) -> bool:
    """Whether this is, by its name, a file that phones and computers put beside photos.

    Such as a hidden file, a folder's icon, or an iPhone's record of its edits. A name without a
    real suffix is judged by its bytes; an archive may hold photos, and is reported.
    """
    suffix = PurePosixPath(_parts(name)[-1]).suffix.lower()
    if SUFFIX.fullmatch(suffix) and suffix not in PHOTO_SUFFIXES | ARCHIVES:
        return True
    parts = [part.lower() for part in _parts(name)]
    return any(part.startswith(".") and part.strip(".") for part in parts) or not (
        LEFT_BY_SYSTEMS.isdisjoint(parts)
    )


def safe_stems(names: Iterable[str]) -> Iterator[str]:
    """For each name a unique path without suffix that stays inside the folder it is unpacked into.

    It has no `..`, no root or drive, no invisible characters, and nothing that Windows refuses.
    """
    taken: set[str] = set()
    for name in names:
        parts = [clean for part in _parts(name) if (clean := _clean(part))][-DEEPEST:]
        *folders, last = parts or ["photo"]
        whole = [*map(_folder, folders), PurePosixPath(last).stem]
        stem = "/".join(_short(part) for part in whole)
        unlike, number = stem, 1
        while unlike.casefold() in taken:
            number += 1
            unlike = f"{stem}-{number}"
        taken.add(unlike.casefold())
        yield unlike


def _parts(name: str) -> list[str]:
    return re.split(r"[/\\]", name)


def _clean(part: str) -> str:
    visible = "".join(
        "_" if letter in FORBIDDEN or unicodedata.category(letter)[0] == "C" else letter
        for letter in unicodedata.normalize("NFC", part)
    )
    return visible.strip(" .")


def _folder(part: str) -> str:
    """A folder's name, unlike that of any file: `a.jpg/b.png` may come beside `a.png`."""
    path = PurePosixPath(part)
    return f"{path.stem}_{path.suffix[1:]}" if path.suffix.lower() in OUR_FILES else part


def _short(part: str) -> str:
    short = part.encode()[:LONGEST].decode(errors="ignore").strip(" .")
    return f"_{short}" if RESERVED.fullmatch(short) else short
