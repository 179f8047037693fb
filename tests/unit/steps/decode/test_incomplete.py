"""Files whose pixels are all there, and files whose pixels are not."""

import struct
import time

import numpy as np
import pytest
from PIL import Image

from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.values.photo_errors import DamagedImage, UnsupportedMedia
from tests.image_files import chunk, encoded, gamma, grey_icc, with_chunks

LIMITS = Limits()


def noise(width=333, height=205):
    return Image.fromarray(np.random.default_rng(3).integers(0, 256, (height, width, 3), np.uint8))


KINDS = {
    "baseline": {},
    "progressive": {"progressive": True},
    "restarts": {"restart_marker_rows": 1},
    "restarts within rows": {"restart_marker_blocks": 3},
    "4:4:4": {"subsampling": 0, "quality": 95},
}


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("enough_px", [1000, 40], ids=["full", "reduced"])
def test_a_jpeg_without_its_end_marker_is_taken(kind, mode, enough_px):
    whole = encoded(noise().convert(mode), "JPEG", **KINDS[kind])
    expected = decode(whole, LIMITS, enough_px).rgb
    assert whole.endswith(b"\xff\xd9")
    for data in (whole[:-2], whole[:-1], whole[:-2] + bytes(500), whole + b"\xff\xd8 and a film"):
        assert (decode(data, LIMITS, enough_px).rgb == expected).all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("left", [0.3, 0.5, 0.9, 0.97, 0.99, 0.998])
def test_a_jpeg_whose_rows_are_missing_is_damaged(kind, left):
    whole = encoded(noise(), "JPEG", **KINDS[kind])
    with pytest.raises(DamagedImage):
        decode(whole[: int(len(whole) * left)], LIMITS)


@pytest.mark.parametrize("kind", ["restarts", "restarts within rows"])
def test_a_jpeg_that_breaks_off_at_a_restart_is_damaged(kind):
    whole = encoded(noise(), "JPEG", **KINDS[kind])
    last = max(whole.rindex(bytes([0xFF, 0xD0 + number])) for number in range(8))
    for end in (last, last + 1, last + 2):
        with pytest.raises(DamagedImage):
            decode(whole[:end], LIMITS)


def test_what_follows_a_jpeg_is_not_taken_for_its_frame():
    film = b"\xff\xc3\0\x11\x0c" * 100  # the start of a lossless frame of 12 bits
    data = encoded(noise(), "JPEG")
    assert (decode(data + film, LIMITS).rgb == decode(data, LIMITS).rgb).all()


def test_a_jpeg_that_cannot_hold_its_rows_is_refused_at_once():
    data = bytearray(encoded(noise(), "JPEG"))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", 12_288, 16_384)
    start = time.process_time()
    with pytest.raises(DamagedImage, match="rows are missing"):
        decode(bytes(data), LIMITS)
    assert time.process_time() - start < 0.1


@pytest.mark.parametrize(
    ("marker", "bits"), [(0xC0, 12), (0xC1, 12), (0xC3, 8), (0xC5, 8)],
    ids=["12 bits", "12 bits extended", "lossless", "hierarchical"],
)  # fmt: skip
def test_a_jpeg_that_is_no_photo_s_is_not_called_damaged(marker, bits):
    data = bytearray(encoded(noise(), "JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 1], data[at + 4] = marker, bits
    with pytest.raises(UnsupportedMedia, match="Lossless"):
        decode(bytes(data), LIMITS)


# PNG

ANCILLARY = {
    "text": (b"tEXt", b"Comment\0all of it"),
    "packed text": (b"zTXt", b"Comment\0\0xx"),
    "size": (b"pHYs", struct.pack(">IIB", 3000, 3000, 1)),
    "time": (b"tIME", bytes(7)),
    "gamma": (b"gAMA", struct.pack(">I", 100_000)),
    "profile": (b"iCCP", b"x\0\0xx"),
    "colours": (b"cICP", bytes([9, 16, 0, 1])),
    "exif": (b"eXIf", b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x112, 3, 1, 6, 0, 0)),
    "film": (b"acTL", struct.pack(">II", 2, 0)),
    "own": (b"prVt", b"some bytes"),
}


@pytest.mark.parametrize("kind", ANCILLARY)
@pytest.mark.parametrize("before", [b"IDAT", b"IEND"])
def test_an_ancillary_chunk_with_a_wrong_checksum_is_left_out(kind, before):
    png = encoded(noise(), "PNG")
    data = with_chunks(png, chunk(*ANCILLARY[kind], checksum=1), before=before)
    assert (decode(data, LIMITS).rgb == np.asarray(noise())).all()


@pytest.mark.parametrize("kind", [b"pHYs", b"gAMA", b"cHRM", b"sRGB", b"acTL", b"tIME", b"fcTL"])
def test_so_is_one_of_a_wrong_length(kind):
    data = with_chunks(encoded(noise(), "PNG"), chunk(kind, b""))
    assert (decode(data, LIMITS).rgb == np.asarray(noise())).all()


def test_a_palette_with_a_wrong_checksum_is_damage():
    png = encoded(noise().quantize(16), "PNG")
    at = png.index(b"PLTE") + 4 + int.from_bytes(png[png.index(b"PLTE") - 4 :][:4], "big")
    with pytest.raises(DamagedImage):
        decode(png[:at] + b"\0\0\0\0" + png[at + 4 :], LIMITS)


def test_what_decides_the_look_is_kept_beside_what_does_not():
    """Profile, transparency and turn survive comments and private chunks on every side."""
    picture = Image.new("L", (20, 10), 100)
    exif = Image.Exif()
    exif[0x112] = 6
    png = encoded(
        picture, "PNG", icc_profile=grey_icc("x", gamma(1.0)), exif=exif, transparency=0,
    )  # fmt: skip
    data = with_chunks(png, chunk(b"tEXt", b"a\0b"), chunk(b"prVt", b"c"))
    photo = decode(with_chunks(data, chunk(b"tEXt", b"a\0b"), before=b"IEND"), LIMITS)
    assert photo.size == (10, 20)
    assert photo.rgb.mean() == pytest.approx(168, abs=2)  # 100 of 255 as light


# BMP


def bmp(alphas, header=108):
    """Two pixels of 32 bits, red and blue, with their alphas; a mask says where alpha is."""
    pixels = bytes([0, 0, 255, alphas[0], 255, 0, 0, alphas[1]])
    masks = struct.pack("<4I", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    info = struct.pack("<IiiHHIIiiII", header, 2, 1, 1, 32, 3, len(pixels), 2835, 2835, 0, 0)
    info = (info + masks).ljust(header, b"\0")
    start = 14 + len(info)
    return struct.pack("<2sIHHI", b"BM", start + len(pixels), 0, 0, start) + info + pixels


@pytest.mark.parametrize("header", [56, 108, 124])
def test_a_bmp_whose_alpha_is_zero_all_over_is_opaque(header):
    assert decode(bmp([0, 0], header), LIMITS).rgb.tolist() == [[[255, 0, 0], [0, 0, 255]]]


@pytest.mark.parametrize("header", [56, 108, 124])
def test_a_bmp_with_any_alpha_has_it(header):
    assert decode(bmp([0, 255], header), LIMITS).rgb.tolist() == [[[255, 255, 255], [0, 0, 255]]]
