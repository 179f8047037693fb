"""Raw files are told from pictures, whatever preview stands in front of them."""

import struct

import pytest
from PIL import Image

from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.decode.raw import is_raw
from service.values.errors import ServiceError
from service.values.photo_errors import UnsupportedMedia
from tests.image_files import box, encoded

LIMITS = Limits()
PHOTOMETRIC, SUB_FILES, DNG_VERSION = 262, 330, 50706
CFA, LINEAR_RAW, RGB = 32803, 34892, 2


def preview(order, *extra, sub=(), following=()):
    """A small picture as TIFF, with more tags, files within it, and files after it."""
    pixels = b"\x80" * 64 * 64 * 3
    main = {256: 64, 257: 64, 258: 8, 259: 1, PHOTOMETRIC: RGB, 277: 3, 278: 64, 279: len(pixels)}
    count = len(main) + 1 + bool(sub) + len(extra)
    end = 8 + 2 + 12 * count + 4
    subs = [end + 18 * number for number in range(len(sub))]
    next_file = end + 18 * len(sub)
    start = next_file + 18 * len(following)
    entries = [(tag, 4, 1, struct.pack(order + "I", value)) for tag, value in main.items()]
    entries += [(273, 4, 1, struct.pack(order + "I", start)), *extra]
    if sub:
        assert len(sub) == 1
        entries.append((SUB_FILES, 4, 1, struct.pack(order + "I", subs[0])))
    body = struct.pack(order + "H", count)
    for tag, kind, number, value in sorted(entries):
        body += struct.pack(order + "HHI", tag, kind, number) + value
    body += struct.pack(order + "I", next_file if following else 0)
    for value in (*sub, *following):
        body += struct.pack(order + "HHHIHHI", 1, PHOTOMETRIC, 3, 1, value, 0, 0)
    magic = b"II*\0" if order == "<" else b"MM\0*"
    return magic + struct.pack(order + "I", 8) + body + pixels


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    "parts",
    [
        {"sub": [CFA]},
        {"sub": [LINEAR_RAW]},
        {"following": [CFA]},
    ],
    ids=["NEF, ARW", "linear", "PEF"],
)
def test_a_tiff_with_a_sensor_s_values_in_it_is_raw(order, parts):
    with pytest.raises(UnsupportedMedia, match=r"raw files .* send a JPEG"):
        decode(preview(order, **parts), LIMITS)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_dng_is_raw(order):
    with pytest.raises(UnsupportedMedia, match="raw files"):
        decode(preview(order, (DNG_VERSION, 1, 4, b"\1\4\0\0")), LIMITS)


@pytest.mark.parametrize(
    "start",
    [
        b"II*\0\x10\0\0\0CR\2\0",
        b"\0\0\0\x18ftypcrx \0\0\0\1crx isom",
        b"FUJIFILMCCD-RAW 0201FF129502",
        b"II\x1a\0\0\0HEAPCCDR",
        b"IIRO\x08\0\0\0",
        b"IIRS\x08\0\0\0",
        b"MMOR\0\0\0\x08",
        b"IIU\0\x18\0\0\0",
        b"II*\0IIII",
        b"FOVb\1\0\3\0",
        b"\0MRM\0\1\0\0",
    ],
    ids=["CR2", "CR3", "RAF", "CRW", "ORF", "ORF", "ORF", "RW2", "IIQ", "X3F", "MRW"],
)
def test_raw_files_of_makers_are_known_by_their_start(start):
    with pytest.raises(UnsupportedMedia, match="raw files"):
        decode(start + bytes(1000), LIMITS)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_picture_with_smaller_ones_in_it_is_no_raw_file(order):
    assert decode(preview(order, sub=[RGB], following=[RGB]), LIMITS).size == (64, 64)


@pytest.mark.parametrize("mode", ["RGB", "CMYK", "L", "1", "P"])
def test_an_ordinary_tiff_is_none(mode):
    assert not is_raw(encoded(Image.new(mode, (32, 32)), "TIFF"))


def test_files_that_refer_to_themselves_end():
    endless = b"II*\0" + struct.pack("<IHHHIII", 8, 1, SUB_FILES, 4, 1, 8, 8)
    assert not is_raw(endless)
    assert not is_raw(b"II*\0" + struct.pack("<IH", 8, 65_535) + bytes(100))


def test_a_film_is_not_taken_for_a_broken_picture():
    film = box(b"ftyp", b"qt  " + bytes(4)) + box(b"meta", bytes(4)) * 2
    with pytest.raises(ServiceError) as raised:
        decode(film, LIMITS)
    assert raised.type is UnsupportedMedia
