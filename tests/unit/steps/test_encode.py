import io
import struct

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageCms, JpegImagePlugin

from service.steps.encode import encode, fit
from service.values.order import FileRule
from service.values.photo_errors import SizeUnreachable

ROWS, COLUMNS = np.indices((413, 295))
PHOTO = np.dstack([ROWS * 255 // 412, COLUMNS * 255 // 294, (ROWS + COLUMNS) % 256]).astype(
    np.uint8
)
WITH_ALPHA = np.dstack([PHOTO, COLUMNS * 255 // 294]).astype(np.uint8)


def opened(pixels, file_format, dpi=300):
    image = Image.open(io.BytesIO(encode(pixels, file_format, dpi)))
    image.load()
    return image


@pytest.mark.parametrize("file_format", ["jpeg", "png", "webp"])
def test_the_same_photo_is_the_same_file_whenever_it_is_made(file_format):
    profile = opened(PHOTO, file_format).info["icc_profile"]
    assert struct.unpack(">6H", profile[24:36]) == (2000, 1, 1, 0, 0, 0)
    assert ImageCms.getProfileName(ImageCms.ImageCmsProfile(io.BytesIO(profile))).startswith("sRGB")


@pytest.mark.parametrize("file_format", ["jpeg", "png", "webp"])
def test_the_file_is_what_was_ordered(file_format):
    image = opened(PHOTO, file_format)
    assert image.format == file_format.upper()
    assert image.size == (295, 413)
    assert image.mode == "RGB"


@pytest.mark.parametrize("file_format", ["jpeg", "png"])
@pytest.mark.parametrize("dpi", [72, 300, 350, 1200])
def test_the_resolution_is_written_in_for_the_printer(file_format, dpi):
    assert opened(PHOTO, file_format, dpi).info["dpi"] == pytest.approx((dpi, dpi), abs=0.02)


@pytest.mark.parametrize("file_format", ["jpeg", "png", "webp"])
@pytest.mark.parametrize("dpi", [72, 300, 1200])
def test_the_resolution_is_in_the_exif_too(file_format, dpi):
    exif = opened(PHOTO, file_format, dpi).getexif()
    assert exif[ExifTags.Base.XResolution] == exif[ExifTags.Base.YResolution] == dpi
    assert exif[ExifTags.Base.ResolutionUnit] == 2, "inches"
    assert exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.ColorSpace] == 1, "sRGB"


@pytest.mark.parametrize("file_format", ["jpeg", "png", "webp"])
def test_the_colour_space_is_written_in(file_format):
    profile = opened(PHOTO, file_format).info["icc_profile"]
    assert "sRGB" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))


@pytest.mark.parametrize("file_format", ["jpeg", "png", "webp"])
def test_no_other_metadata_is_in_the_file(file_format):
    image = opened(PHOTO, file_format)
    tags = {ExifTags.TAGS[tag] for tag in image.getexif()}
    assert tags == {"XResolution", "YResolution", "ResolutionUnit", "ExifOffset"}
    assert list(image.getexif().get_ifd(ExifTags.IFD.Exif)) == [ExifTags.Base.ColorSpace]
    assert not {"xmp", "comment", "photoshop"} & set(image.info)


def test_a_png_has_every_pixel_exactly():
    assert (np.asarray(opened(PHOTO, "png")) == PHOTO).all()


def test_a_png_keeps_transparency():
    image = opened(WITH_ALPHA, "png")
    assert image.mode == "RGBA"
    assert (np.asarray(image) == WITH_ALPHA).all()


def test_a_webp_keeps_transparency():
    image = opened(WITH_ALPHA, "webp")
    assert image.mode == "RGBA"
    assert (np.asarray(image)[..., 3] == WITH_ALPHA[..., 3]).all()


def test_a_jpeg_looks_like_its_pixels():
    smooth = PHOTO.copy()
    smooth[..., 2] = 90
    decoded = np.asarray(opened(smooth, "jpeg")).astype(int)
    assert np.abs(decoded - smooth).mean() < 1.5


def test_a_jpeg_keeps_the_colour_of_thin_lines():
    line = np.full((64, 64, 3), (255, 255, 255), np.uint8)
    line[:, 33] = 255, 0, 0
    red, green, _ = np.asarray(opened(line, "jpeg"))[32, 33].tolist()
    assert red - green > 200


# Files of a certain size


def portrait_like():
    """Smooth shapes with some grain, as large as a two-inch photo."""
    grain = np.random.default_rng(0).normal(0, 6, (626, 413, 1))
    rows, columns = np.indices((626, 413))
    shape = np.dstack([np.hypot(rows - 300, columns - 200), rows, columns]) % 256
    return np.clip(shape + grain, 0, 255).astype(np.uint8)


PORTRAIT = portrait_like()


def sampling(data):
    """The chroma subsampling as Pillow reads it back: 0 is 4:4:4, 2 is 4:2:0."""
    return JpegImagePlugin.get_sampling(Image.open(io.BytesIO(data)))


def size_at(quality, chroma="4:4:4", file_format="jpeg"):
    return len(encode(PORTRAIT, file_format, 300, quality, chroma))


def mean_error(data):
    read = np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(int)
    return np.abs(read - PORTRAIT).mean()


def test_without_a_limit_the_quality_is_high_and_chroma_full():
    file = fit(PORTRAIT, "jpeg", 300, FileRule())
    assert (file.quality, file.chroma, file.padding) == (95, "4:4:4", 0)
    assert sampling(file.data) == 0


@pytest.mark.parametrize("share", [0.95, 0.7, 0.5])
def test_the_best_quality_below_the_limit_is_found(share):
    most = int(size_at(95) * share)
    file = fit(PORTRAIT, "jpeg", 300, FileRule(most=most))
    assert len(file.data) <= most
    assert size_at(file.quality + 1, file.chroma) > most


def test_full_chroma_is_kept_while_the_quality_is_fine():
    file = fit(PORTRAIT, "jpeg", 300, FileRule(most=size_at(72)))
    assert (file.quality, file.chroma) == (72, "4:4:4")
    assert sampling(file.data) == 0


def test_then_half_the_chroma_goes_for_a_better_picture():
    most = size_at(40)
    file = fit(PORTRAIT, "jpeg", 300, FileRule(most=most))
    assert file.chroma == "4:2:0"
    assert sampling(file.data) == 2
    assert len(file.data) <= most
    assert file.quality > 40


def test_the_least_quality_of_a_document_is_kept():
    rule = FileRule(most=size_at(70, "4:2:0"), least_quality=70)
    assert fit(PORTRAIT, "jpeg", 300, rule).quality == 70
    with pytest.raises(SizeUnreachable) as refusal:
        fit(PORTRAIT, "jpeg", 300, FileRule(most=rule.most - 1, least_quality=70))
    assert refusal.value.members["nearest_bytes"] == rule.most


def test_a_least_size_is_met_by_more_quality():
    least = size_at(97)
    file = fit(PORTRAIT, "jpeg", 300, FileRule(least=least))
    assert (file.quality, len(file.data), file.padding) == (97, least, 0)


def test_what_quality_cannot_fill_is_refused_with_the_nearest_size():
    with pytest.raises(SizeUnreachable, match="pad=true") as refusal:
        fit(PORTRAIT, "jpeg", 300, FileRule(least=size_at(100) + 1))
    assert refusal.value.members["nearest_bytes"] == size_at(100)


@pytest.mark.parametrize("missing", [1, 4, 5, 65_536, 65_537, 65_538, 65_540, 200_000])
def test_padding_fills_a_jpeg_exactly_and_changes_no_pixel(missing):
    least = size_at(100) + missing
    file = fit(PORTRAIT, "jpeg", 300, FileRule(least=least, most=least + 4, pad=True))
    assert least <= len(file.data) <= least + 3
    plain = Image.open(io.BytesIO(encode(PORTRAIT, "jpeg", 300, 100)))
    padded = Image.open(io.BytesIO(file.data))
    assert (np.asarray(plain) == np.asarray(padded)).all()
    assert padded.info["dpi"] == (300, 300)
    assert padded.info["icc_profile"] == plain.info["icc_profile"]
    assert file.data[:4] == b"\xff\xd8\xff\xe0", "JFIF stays in front"
    assert not padded.info["comment"].strip()


def test_padding_is_not_used_where_quality_is_enough():
    file = fit(PORTRAIT, "jpeg", 300, FileRule(least=size_at(97), pad=True))
    assert file.padding == 0


def test_a_range_between_two_qualities_is_padded_or_refused():
    least, most = size_at(97) + 10, size_at(98) - 10
    with pytest.raises(SizeUnreachable):
        fit(PORTRAIT, "jpeg", 300, FileRule(least, most))
    file = fit(PORTRAIT, "jpeg", 300, FileRule(least, most, pad=True))
    assert (file.quality, file.padding) == (97, 10)
    assert least <= len(file.data) <= most


def test_a_webp_keeps_to_a_range():
    least, most = size_at(60, file_format="webp"), size_at(70, file_format="webp")
    file = fit(PORTRAIT, "webp", 300, FileRule(least, most))
    assert least <= len(file.data) <= most
    assert file.chroma == "4:2:0", "lossy WebP has no other"


def test_a_png_is_refused_rather_than_changed():
    size = len(encode(PORTRAIT, "png", 300))
    assert fit(PORTRAIT, "png", 300, FileRule(most=size)).quality is None
    with pytest.raises(SizeUnreachable, match=f"{size} bytes"):
        fit(PORTRAIT, "png", 300, FileRule(most=size - 1))
    with pytest.raises(SizeUnreachable):
        fit(PORTRAIT, "png", 300, FileRule(least=size + 1))


def test_a_smaller_file_is_the_same_picture():
    file = fit(PORTRAIT, "jpeg", 300, FileRule(most=size_at(70)))
    assert mean_error(file.data) < 6


@pytest.mark.parametrize("file_format", ["jpeg", "png", "webp"])
def test_a_packet_of_xmp_is_in_the_file_as_it_was_given(file_format):
    packet = "<x:xmpmeta xmlns:x='adobe:ns:meta/'>示例</x:xmpmeta>".encode()
    image = Image.open(io.BytesIO(encode(PHOTO, file_format, 300, xmp=packet)))
    assert image.info["xmp"] == packet


@pytest.mark.parametrize("file_format", ["jpeg", "webp"])
def test_a_packet_of_xmp_counts_in_the_limit(file_format):
    packet = b"<x/>" * 500
    most = len(fit(PHOTO, file_format, 300, FileRule()).data)
    file = fit(PHOTO, file_format, 300, FileRule(most=most), packet)
    assert len(file.data) <= most
    assert packet in file.data
    with pytest.raises(SizeUnreachable):
        fit(PHOTO, "png", 300, FileRule(most=len(encode(PHOTO, "png", 300))), packet)
