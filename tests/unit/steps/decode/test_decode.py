import resource
import struct
import time
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.values.photo_errors import DamagedImage, TooManyPixels, UnsupportedMedia
from tests.image_files import encoded

# decode.py sets this filter for the whole process; pytest puts its own in place of it.
pytestmark = pytest.mark.filterwarnings("error::PIL.Image.DecompressionBombWarning")

LIMITS = Limits()
ORIENTATION = 0x0112
# What a viewer does to the stored pixels, by EXIF orientation; its inverse makes the stored ones.
INVERSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def quadrants(width=320, height=240):
    """Red, green, blue and grey quarters: no flip or turn of it is the same picture."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[: height // 2, : width // 2] = 200, 30, 30
    picture[: height // 2, width // 2 :] = 30, 200, 30
    picture[height // 2 :, : width // 2] = 30, 30, 200
    picture[height // 2 :, width // 2 :] = 120, 120, 120
    return Image.fromarray(picture)


def stored_with(orientation, image):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    turned = image.transpose(INVERSE[orientation]) if orientation in INVERSE else image
    return turned, exif


def ramp(width=320, height=240):
    return Image.fromarray(np.tile(np.linspace(0, 255, width).astype(np.uint8), (height, 1)))


def png(width, height, *chunks):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def apart(one, other):
    return int(np.abs(one.astype(int) - other.astype(int)).max())


# Orientation


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("enough_px", [1000, 80], ids=["full", "reduced"])
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_every_exif_orientation_comes_out_upright(file_format, orientation, enough_px):
    turned, exif = stored_with(orientation, quadrants())
    options = {} if file_format in ("PNG", "TIFF") else {"quality": 95}
    photo = decode(encoded(turned, file_format, exif=exif, **options), LIMITS, enough_px)
    expected = np.asarray(quadrants().resize(photo.size, Image.Resampling.NEAREST))
    middles = np.ix_(*([side // 4, side * 3 // 4] for side in photo.rgb.shape[:2]))
    assert apart(photo.rgb[middles], expected[middles]) <= 6


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_size_of_the_file_is_told_upright(orientation):
    turned, exif = stored_with(orientation, quadrants(320, 240))
    assert decode(encoded(turned, "JPEG", exif=exif), LIMITS).source_size == (320, 240)


@pytest.mark.parametrize("orientation", [0, 9, 255])
def test_an_orientation_that_does_not_exist_is_ignored(orientation):
    turned, exif = stored_with(orientation, quadrants())
    assert decode(encoded(turned, "JPEG", exif=exif), LIMITS).size == (320, 240)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_broken_exif_does_not_make_a_good_photo_unreadable(file_format):
    data = encoded(quadrants(), file_format, exif=b"Exif\0\0no tiff header at all")
    assert decode(data, LIMITS).size == (320, 240)


# Kinds of pixels


@pytest.mark.parametrize("enough_px", [1000, 80], ids=["full", "reduced"])
@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_shows_the_same_ramp(mode, enough_px):
    if mode == "I;16":
        image = Image.fromarray(np.asarray(ramp()).astype(np.uint16) * 257)
    else:
        image = ramp().convert(mode, dither=Image.Dither.NONE) if mode == "1" else ramp()
        image = image.convert(mode)
    photo = decode(encoded(image, "PNG"), LIMITS, enough_px)
    coarse = [0, 255] if mode == "1" else [64, 191]
    row = photo.rgb[photo.size[1] // 2]
    for share, value in zip((0.25, 0.75), coarse, strict=True):
        assert row[round(share * photo.size[0])].tolist() == pytest.approx([value] * 3, abs=6)


@pytest.mark.parametrize("enough_px", [1000, 80], ids=["full", "reduced"])
def test_a_palette_keeps_its_colours(enough_px):
    image = quadrants().quantize(8, dither=Image.Dither.NONE)
    photo = decode(encoded(image, "PNG"), LIMITS, enough_px)
    assert photo.rgb[photo.size[1] // 4, photo.size[0] // 4] == pytest.approx([200, 30, 30], abs=4)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparent_pixels_stand_on_white(mode):
    image = Image.new("RGBA", (40, 30), (0, 0, 0, 0)).convert(mode)
    assert (decode(encoded(image, "PNG"), LIMITS).rgb == 255).all()


def test_half_transparent_pixels_are_mixed_with_white():
    image = Image.new("RGBA", (40, 30), (200, 0, 100, 128))
    assert decode(encoded(image, "PNG"), LIMITS).rgb[15, 20].tolist() == pytest.approx(
        [227, 127, 177], abs=2
    )


def test_the_transparent_colour_of_a_palette_is_white():
    image = quadrants().quantize(8, dither=Image.Dither.NONE)
    hidden = image.getpixel((10, 10))
    photo = decode(encoded(image, "PNG", transparency=hidden), LIMITS)
    assert photo.rgb[10, 10].tolist() == [255, 255, 255]


@pytest.mark.parametrize(
    ("ink", "rgb"),
    [((0, 0, 0, 0), (255, 255, 255)), ((0, 0, 0, 255), (0, 0, 0)), ((0, 255, 255, 0), (255, 0, 0))],
)
def test_cmyk_inks_become_the_colours_they_print(ink, rgb):
    data = encoded(Image.new("CMYK", (32, 32), ink), "JPEG", quality=95)
    assert decode(data, LIMITS).rgb[16, 16].tolist() == pytest.approx(list(rgb), abs=40)


def test_only_the_first_frame_of_an_animation_is_read():
    first, second = Image.new("RGB", (32, 32), "red"), Image.new("RGB", (32, 32), "blue")
    data = encoded(first, "PNG", save_all=True, append_images=[second])
    assert decode(data, LIMITS).rgb[16, 16].tolist() == [255, 0, 0]


# Colour space


def swapped_primaries():
    """sRGB's profile with the red and green primaries exchanged: red pixels look green."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    entries = {}
    for index in range(struct.unpack_from(">I", profile, 128)[0]):
        at = 132 + 12 * index
        entries[bytes(profile[at : at + 4])] = at
    red, green = entries[b"rXYZ"], entries[b"gXYZ"]
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile).replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be"))


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_an_embedded_profile_decides_what_the_pixels_look_like(file_format):
    red = Image.new("RGB", (32, 32), (255, 0, 0))
    data = encoded(red, file_format, icc_profile=swapped_primaries())
    assert decode(data, LIMITS).rgb[16, 16].tolist() == pytest.approx([0, 255, 0], abs=12)


def test_a_profile_counts_in_a_reduced_decode_too():
    red = Image.new("RGB", (320, 320), (255, 0, 0))
    data = encoded(red, "PNG", icc_profile=swapped_primaries())
    assert decode(data, LIMITS, 80).rgb[16, 16].tolist() == pytest.approx([0, 255, 0], abs=12)


def test_a_grey_photo_with_an_srgb_tone_curve_keeps_its_greys():
    data = encoded(ramp(), "PNG", icc_profile=swapped_primaries())
    assert decode(data, LIMITS).rgb[10, 160].tolist() == pytest.approx([128] * 3, abs=4)


@pytest.mark.parametrize(
    "profile",
    [b"no profile", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()],
    ids=["broken", "of another kind"],
)
def test_a_profile_that_does_not_apply_is_ignored(profile):
    image = Image.new("RGB", (32, 32), (200, 100, 50))
    photo = decode(encoded(image, "PNG", icc_profile=profile), LIMITS)
    assert photo.rgb[16, 16].tolist() == pytest.approx([200, 100, 50], abs=2)


def test_srgb_pixels_are_left_as_they_are():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = decode(encoded(quadrants(), "PNG", icc_profile=profile), LIMITS)
    assert apart(photo.rgb, np.asarray(quadrants())) == 0


# Reduced decoding


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(1600, 1200), (1601, 1203), (1203, 1601)])
def test_a_large_photo_is_decoded_smaller_but_never_below_what_is_needed(file_format, size):
    photo = decode(encoded(ramp(*size), file_format), LIMITS, 390)
    assert photo.source_size == size
    assert 390 <= max(photo.size) < 2 * 390
    assert photo.size[0] / photo.size[1] == pytest.approx(size[0] / size[1], rel=0.02)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_a_reduced_photo_is_the_full_one_made_small(file_format):
    data = encoded(quadrants(1600, 1200), file_format)
    small = decode(data, LIMITS, 390)
    full = Image.fromarray(decode(data, LIMITS).rgb).resize(small.size, Image.Resampling.BOX)
    assert np.abs(small.rgb.astype(int) - np.asarray(full).astype(int)).mean() < 2


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "GIF", "BMP"])
@pytest.mark.parametrize("enough_px", [1000, 80], ids=["full", "reduced"])
def test_the_format_of_the_file_is_told(file_format, enough_px):
    photo = decode(encoded(quadrants(), file_format), LIMITS, enough_px)
    assert photo.format == file_format.lower()


# Refusals


def header_bomb(width, height):
    return png(width, height, (b"IDAT", zlib.compress(b"\0" * 1000)))


@pytest.mark.parametrize("side", [20_000, 60_000])
def test_a_bomb_is_refused_by_its_header_in_no_time(side):
    data, start = header_bomb(side, side), time.process_time()
    with pytest.raises(TooManyPixels):
        decode(data, LIMITS)
    assert time.process_time() - start < 0.2


def test_a_bomb_is_refused_without_room_for_its_pixels():
    data = header_bomb(20_000, 20_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TooManyPixels):
        decode(data, LIMITS)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


@pytest.mark.parametrize("size", [(30_000, 1), (1, 30_000), (101, 100)])
def test_a_photo_beyond_either_limit_is_refused(size):
    with pytest.raises(TooManyPixels, match=f"{size[0]} x {size[1]}"):
        decode(header_bomb(*size), Limits(max_pixels=10_000 if size[0] < 1000 else 10**6))


def test_a_photo_at_the_limit_is_decoded():
    limits = Limits(max_pixels=10_000, whole_share=1)
    assert decode(encoded(quadrants(100, 100), "PNG"), limits).size == (100, 100)


def test_a_file_that_is_decoded_whole_may_have_fewer_pixels_than_a_jpeg():
    limits = Limits(max_pixels=10_000, whole_share=0.5)
    photo = decode(encoded(quadrants(100, 100), "JPEG"), limits)
    assert (photo.source_size, photo.size) == ((100, 100), (50, 50))  # what may be in memory
    with pytest.raises(TooManyPixels, match="2500"):
        decode(encoded(quadrants(100, 100), "WEBP"), limits)


def test_an_operator_may_allow_more_pixels_than_the_decoder_would():
    data = encoded(Image.new("L", (10_000, 9_000)), "JPEG")
    assert decode(data, Limits(max_pixels=100_000_000), 1000).source_size == (10_000, 9_000)


def test_a_jpeg_with_hundreds_of_scans_is_refused():
    data = encoded(quadrants(), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    with pytest.raises(TooManyPixels, match="scans"):
        decode(data[:-2] + data[last:-2] * 300 + data[-2:], LIMITS)


def test_scans_are_counted_behind_markers_without_a_length():
    data = encoded(quadrants(), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    joined = (b"\xff\x01" + data[last:-2]) * 300
    with pytest.raises(TooManyPixels, match="scans"):
        decode(data[:-2] + joined + data[-2:], LIMITS)


def test_an_ordinary_progressive_jpeg_is_decoded():
    assert decode(encoded(quadrants(), "JPEG", progressive=True), LIMITS).size == (320, 240)


def test_what_a_phone_appends_to_a_jpeg_is_not_taken_for_scans():
    video = b"\xff\xda" * 200  # a motion photo's film holds every pair of bytes
    assert decode(encoded(quadrants(), "JPEG") + video, LIMITS).size == (320, 240)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "GIF", "BMP"])
@pytest.mark.parametrize("enough_px", [1000, 80], ids=["full", "reduced"])
def test_a_truncated_photo_is_damaged(file_format, enough_px):
    noise = np.random.default_rng(0).integers(0, 256, (240, 320, 3), np.uint8)
    data = encoded(Image.fromarray(noise), file_format)
    with pytest.raises(DamagedImage):
        decode(data[: len(data) // 2], LIMITS, enough_px)


def test_a_png_whose_pixels_are_nonsense_is_damaged():
    with pytest.raises(DamagedImage):
        decode(png(32, 32, (b"IDAT", b"nonsense" * 20)), LIMITS)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"<html>Not found</html>",
        b"%PDF-1.7\n",
        b"\xff\xd8",
        b"\x89PNG\r\n\x1a\n",
        b"BMW drives in the morning, and nobody asks for bitmaps",
        b"\0\0\0\x18ftypisom\0\0\0\0isommp42",
        encoded(quadrants(), "ICO"),
        encoded(quadrants(), "PPM"),
    ],
    ids=["empty", "zero", "html", "pdf", "jpeg start", "png start", "text", "film", "ico", "ppm"],
)
def test_what_is_in_none_of_the_formats_is_not_supported(data):
    with pytest.raises(UnsupportedMedia):
        decode(data, LIMITS)


# Files of real cameras and programs


@pytest.mark.parametrize("number", range(2, 9))
def test_the_same_portrait_comes_out_of_all_eight_orientations(photos, number):
    one, other = (
        decode((photos / "formats" / f"female_exif{n}.jpg").read_bytes(), LIMITS, 300)
        for n in (1, number)
    )
    assert one.size == other.size
    assert np.abs(one.rgb.astype(int) - other.rgb.astype(int)).mean() < 3


@pytest.mark.parametrize(
    "name",
    [
        "female_displayp3.jpg",
        "female.webp",
        "female_palette.png",
        "female.png",
        "female.heic",
        "female.tiff",
    ],
)
def test_the_same_portrait_looks_the_same_in_every_format(photos, name):
    one = decode((photos / "formats" / "female_exif1.jpg").read_bytes(), LIMITS, 300)
    other = decode((photos / "formats" / name).read_bytes(), LIMITS, 300)
    assert np.abs(one.rgb.astype(int) - other.rgb.astype(int)).mean() < 5


def test_a_cmyk_portrait_looks_like_its_rgb_original(photos):
    one, other = (
        Image.fromarray(decode((photos / "formats" / name).read_bytes(), LIMITS, 300).rgb)
        for name in ("filippo.png", "filippo-cmyk.jpg")
    )
    difference = np.asarray(one).astype(int) - np.asarray(ImageOps.fit(other, one.size)).astype(int)
    assert np.abs(difference).mean() < 5


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("sharp-truncated.jpg", DamagedImage),
        ("sharp-truncated.png", DamagedImage),
        ("sharp-giant-image.jpg", TooManyPixels),
        ("thumbor-16384x16384.png", TooManyPixels),
        ("text_named.jpg", UnsupportedMedia),
    ],
)
def test_a_bad_file_gets_the_error_that_fits_it(photos, name, error):
    with pytest.raises(error):
        decode((photos / "formats" / name).read_bytes(), LIMITS)
