"""Telling cameras' raw files from pictures: most are TIFF files with a small preview in front."""

import re
from collections.abc import Iterator
from struct import error, unpack_from

# CR3; RAF; CRW; ORF; RW2 and RWL; CR2; IIQ; X3F; MRW.
_MAGIC = re.compile(
    rb"....ftypcrx |FUJIFILMCCD-RAW|II\x1a\0\0\0HEAPCCDR|IIR[OS]|MMOR|IIU\0|II\*\0....CR\x02"
    rb"|II\*\0IIII|FOVb|\0MRM",
    re.DOTALL,
)
_TIFF = {b"II*\0": "<", b"MM\0*": ">"}
# TIFF 6.0, TIFF/EP and DNG 1.6: tags, and what says that pixels lie behind a filter of colours.
_PHOTOMETRIC, _SUB_FILES, _DNG_VERSION = 262, 330, 50706
_SENSOR = {32803, 34892}
_SIZES = {3: "H", 4: "I", 13: "I"}
MAX_FILES, MAX_ENTRIES = 20, 300


def is_raw(data: bytes) -> bool:
    """Whether these are the sensor's own values, as DNG, NEF, CR2, CR3, ARW and others hold."""
    if _MAGIC.match(data):
        return True
    order = _TIFF.get(data[:4])
    if order is None:
        return False
    try:
        return any(
            tag == _DNG_VERSION or (tag == _PHOTOMETRIC and value in _SENSOR)
            for tag, value in _tags(data, order)
        )
    except error:
        return False


def _tags(data: bytes, order: str) -> Iterator[tuple[int, int]]:
    """Tags and their first values in the directories (IFDs) of a TIFF and in those within them."""
    (first,) = unpack_from(f"{order}I", data, 4)
    places, seen = [first], 0
    while places and seen < MAX_FILES:
        place, seen = places.pop(0), seen + 1
        (count,) = unpack_from(f"{order}H", data, place)
        end = place + 2 + 12 * min(count, MAX_ENTRIES)
        for at in range(place + 2, end, 12):
            tag, kind, number = unpack_from(f"{order}HHI", data, at)
            values = _values(data, order, at + 8, _SIZES.get(kind, "B"), min(number, MAX_FILES))
            if tag == _SUB_FILES:
                places += values
            elif values:
                yield tag, values[0]
        (following,) = unpack_from(f"{order}I", data, end)
        places += [following] if following and count <= MAX_ENTRIES else []


def _values(data: bytes, order: str, at: int, kind: str, count: int) -> tuple[int, ...]:
    """The whole numbers of an entry, which stand in it or, where they do not fit, elsewhere."""
    if count * {"B": 1, "H": 2, "I": 4}[kind] > 4:
        (at,) = unpack_from(f"{order}I", data, at)
        if kind == "B":
            return ()
    return unpack_from(f"{order}{count}{kind}", data, at)
