"""Colours are what a file's profile or figures say, never what a profile is called."""

import struct
import time

import numpy as np
import pytest
from PIL import Image, ImageCms

from service.steps.decode import cicp, icc
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from tests import image_files as files
from tests.image_files import P3, SRGB, chunk, encoded, with_chunks

LIMITS = Limits()
LEVELS = 2


def skin(width=64, height=48):
    """Tones of skin and hair, from dark to light, and some saturated colours."""
    rows, columns = np.indices((height, width))
    red = 40 + columns * 200 // width
    return np.dstack([red, red * 3 // 4, red * 2 // 3 - rows // 4]).astype(np.uint8)


def off(data, expected):
    return np.abs(decode(data, LIMITS).rgb - expected).max()


NAMES = [
    "DCI-P3 D65 Gamut with sRGB Transfer",
    "Display P3 Gamut with sRGB Transfer",
    "sRGB IEC61966-2.1",
    "sRGB",
    "Display P3",
    "",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("file_format", ["PNG", "TIFF", "WEBP"])
def test_a_profile_counts_whatever_it_is_called(file_format, name):
    profile = files.matrix_icc(name, P3, files.SRGB_CURVE)
    options = {"lossless": True} if file_format == "WEBP" else {}
    data = encoded(Image.fromarray(skin()), file_format, icc_profile=profile, **options)
    assert off(data, files.in_srgb(files.linear(skin()))) <= LEVELS


def test_linear_pixels_that_are_called_srgb_are_brightened():
    light = np.round(files.linear(skin()) * 255)
    profile = files.matrix_icc("Linear sRGB", SRGB, files.LINEAR)
    data = encoded(Image.fromarray(light.astype(np.uint8)), "PNG", icc_profile=profile)
    assert off(data, files.levels(light / 255)) <= LEVELS


def test_a_profile_of_tables_is_the_same_as_one_of_a_matrix():
    data = encoded(Image.fromarray(skin()), "PNG", icc_profile=files.table_icc("sRGB", P3))
    assert off(data, files.in_srgb(files.linear(skin()))) <= LEVELS


@pytest.mark.parametrize("name", ["sRGB", "c2", "Display P3"])
def test_srgb_by_another_name_changes_no_pixel(name):
    profile = files.matrix_icc(name, SRGB, files.SRGB_CURVE)
    assert off(encoded(Image.fromarray(skin()), "PNG", icc_profile=profile), skin()) == 0


@pytest.mark.parametrize("mode", ["L", "LA", "1"])
def test_grey_keeps_its_grey_profile(mode):
    grey = Image.fromarray(skin()).convert("L").convert(mode)
    data = encoded(grey, "PNG", icc_profile=files.grey_icc("sRGB grey", files.gamma(1.8)))
    stored = np.asarray(grey.convert("L"), float)
    expected = files.levels((stored / 255) ** (461 / 256))
    assert off(data, np.dstack([expected] * 3)) <= LEVELS


def test_grey_under_a_profile_of_colours_follows_its_curve():
    grey = Image.fromarray(skin()).convert("L")
    profile = files.matrix_icc("ProPhoto", P3, files.gamma(1.8))
    expected = files.levels((np.asarray(grey) / 255) ** (461 / 256))
    data = encoded(grey, "JPEG", quality=100, icc_profile=profile)
    assert off(data, np.dstack([expected] * 3)) <= LEVELS + 1


def test_colours_are_converted_before_they_are_laid_over_white():
    clear = Image.fromarray(np.dstack([skin(), np.full((48, 64), 128, np.uint8)]))
    data = encoded(clear, "PNG", icc_profile=files.matrix_icc("sRGB", P3, files.SRGB_CURVE))
    opaque = files.in_srgb(files.linear(skin()))
    assert off(data, opaque * 128 / 255 + 127) <= LEVELS


# What a PNG says without a profile


def figures(values):
    return struct.pack(f">{len(values)}I", *(round(value * 100_000) for value in values))


P3_FIGURES = figures((0.3127, 0.3290, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060))


def test_a_png_with_code_points_is_shown_in_them():
    png = encoded(
        Image.fromarray(skin()), "PNG", icc_profile=files.matrix_icc("a", SRGB, files.LINEAR)
    )
    data = with_chunks(png, chunk(b"cICP", bytes([12, 13, 0, 1])), before=b"iCCP")
    assert off(data, files.in_srgb(files.linear(skin()))) <= LEVELS


def test_a_png_with_a_gamma_and_primaries_is_shown_in_them():
    png = encoded(Image.fromarray(skin()), "PNG")
    data = with_chunks(png, chunk(b"cHRM", P3_FIGURES), chunk(b"gAMA", figures([1 / 1.8])))
    assert off(data, files.in_srgb((skin() / 255) ** 1.8)) <= LEVELS


@pytest.mark.parametrize("mode", ["RGB", "L", "I;16", "P"])
def test_a_png_with_a_gamma_alone_is_shown_in_it(mode):
    light = np.round(files.linear(skin()) * 255).astype(np.uint8)
    if mode == "I;16":
        image = Image.fromarray(light[..., 0].astype(np.uint16) * 257)
    elif mode == "P":
        image = Image.fromarray(light[:, :, 0]).convert("P")
    else:
        image = Image.fromarray(light if mode == "RGB" else light[..., 0])
    shown = light if mode == "RGB" else np.dstack([light[..., 0]] * 3)
    data = with_chunks(
        encoded(image, "PNG"),
        chunk(b"gAMA", figures([1])),
        before=b"PLTE" if mode == "P" else b"IDAT",
    )
    assert off(data, files.levels(shown / 255)) <= LEVELS


@pytest.mark.parametrize(
    "chunks",
    [
        [chunk(b"gAMA", figures([0.45455]))],
        [chunk(b"sRGB", b"\0"), chunk(b"gAMA", figures([1])), chunk(b"cHRM", P3_FIGURES)],
        [chunk(b"cHRM", bytes(32)), chunk(b"gAMA", figures([0.45455]))],
        [chunk(b"gAMA", bytes(4))],
        [chunk(b"gAMA", bytes(3))],
        [chunk(b"cICP", bytes([12, 13, 0]))],
        [chunk(b"cICP", bytes([99, 13, 0, 1]))],
    ],
    ids=["srgb", "srgb chunk", "no colours", "no gamma", "short", "short points", "unknown points"],
)
def test_a_png_that_says_srgb_or_nonsense_is_left_alone(chunks):
    assert off(with_chunks(encoded(Image.fromarray(skin()), "PNG"), *chunks), skin()) == 0


# What a HEIC or AVIF says without a profile


def test_an_avif_is_shown_in_its_code_points():
    options = {"quality": 100, "subsampling": "4:4:4"}
    plain = encoded(Image.fromarray(skin()), "AVIF", **options)
    data = plain.replace(b"nclx\0\1\0\x0d", b"nclx\0\x0c\0\x0d")
    assert data != plain
    shown = decode(plain, LIMITS).rgb
    assert off(data, files.in_srgb(files.linear(shown))) <= LEVELS


def test_a_heic_is_shown_in_its_code_points(cases):
    plain = (cases / "heic_exif6_no_irot.heic").read_bytes()
    data = plain.replace(b"nclx\0\1\0\x0d", b"nclx\0\x0c\0\x0d")
    assert data != plain
    assert off(data, files.in_srgb(files.linear(decode(plain, LIMITS).rgb))) <= LEVELS


def test_white_paper_of_hdr_is_white_and_grey_keeps_its_place():
    """203 cd/m2 are 58% of PQ's signal and 75% of HLG's: ITU-R BT.2408, table 1."""
    for transfer, white in ((16, 0.581), (18, 0.75)):
        signal = Image.new("RGB", (2, 1))
        signal.putpixel((0, 0), (round(white * 255),) * 3)
        signal.putpixel((1, 0), (round(0.38 * 255),) * 3)  # 18% grey in both
        seen = np.asarray(icc.to_srgb(signal, cicp.code_point_profile(9, transfer)))
        assert seen[0, 0].min() >= 250
        assert 80 < seen[0, 1].mean() < 150


@pytest.mark.parametrize("primaries", [1, 2, 4, 5, 6, 7, 9, 11, 12, 22])
def test_white_stays_white_in_all_primaries(primaries):
    white = Image.new("RGB", (1, 1), "white")
    profile = cicp.code_point_profile(primaries, 13)
    assert np.asarray(icc.to_srgb(white, profile)).min() >= 253


def test_our_display_p3_is_that_of_others():
    ours = np.asarray(icc.to_srgb(Image.fromarray(skin()), cicp.code_point_profile(12, 13)))
    theirs = icc.to_srgb(Image.fromarray(skin()), files.matrix_icc("P3", P3, files.SRGB_CURVE))
    assert np.abs(ours.astype(int) - np.asarray(theirs)).max() <= 1


def test_programs_in_a_profile_are_not_run():
    """8,000 matrices in a row took seven seconds; the profile's own matrix counts instead."""
    matrix = struct.pack(">4s4xHH12f", b"matf", 3, 3, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0)
    count = 8000
    places = [16 + 8 * count + len(matrix) * number for number in range(count)]
    program = struct.pack(">4s4xHHI", b"mpet", 3, 3, count)
    program += b"".join(struct.pack(">II", place, len(matrix)) for place in places)
    profile = files.matrix_icc("x", P3, files.SRGB_CURVE, D2B0=program + matrix * count)
    data = encoded(Image.fromarray(skin()), "PNG", icc_profile=profile)
    start = time.process_time()
    assert off(data, files.in_srgb(files.linear(skin()))) <= LEVELS
    assert time.process_time() - start < 1


def test_a_profile_is_not_converted_twice_for_nothing():
    """The transform of a phone's profile is made once, and none for sRGB."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert icc._kept_transform(srgb, "RGB") is None
    p3 = files.matrix_icc("P3", P3, files.SRGB_CURVE)
    assert icc._kept_transform(p3, "RGB") is icc._kept_transform(p3, "RGB")
