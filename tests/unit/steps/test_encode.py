import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from service.steps.encode import encode

ROWS, COLUMNS = np.indices((413, 295))
PHOTO = np.dstack([ROWS * 255 // 412, COLUMNS * 255 // 294, (ROWS + COLUMNS) % 256]).astype(
    np.uint8
)
WITH_ALPHA = np.dstack([PHOTO, COLUMNS * 255 // 294]).astype(np.uint8)


def opened(pixels, file_format, dpi=300):
    image = Image.open(io.BytesIO(encode(pixels, file_format, dpi)))
    image.load()
    return image


@pytest.mark.parametrize("file_format", ["jpeg", "png"])
def test_the_file_is_what_was_ordered(file_format):
    image = opened(PHOTO, file_format)
    assert image.format == file_format.upper()
    assert image.size == (295, 413)
    assert image.mode == "RGB"


@pytest.mark.parametrize("file_format", ["jpeg", "png"])
@pytest.mark.parametrize("dpi", [72, 300, 350, 1200])
def test_the_resolution_is_written_in_for_the_printer(file_format, dpi):
    assert opened(PHOTO, file_format, dpi).info["dpi"] == pytest.approx((dpi, dpi), abs=0.02)


@pytest.mark.parametrize("file_format", ["jpeg", "png"])
def test_the_colour_space_is_written_in(file_format):
    profile = opened(PHOTO, file_format).info["icc_profile"]
    assert "sRGB" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))


@pytest.mark.parametrize("file_format", ["jpeg", "png"])
def test_no_metadata_is_in_the_file(file_format):
    image = opened(PHOTO, file_format)
    assert not image.getexif()
    assert not {"exif", "xmp", "comment", "photoshop"} & set(image.info)


def test_a_png_has_every_pixel_exactly():
    assert (np.asarray(opened(PHOTO, "png")) == PHOTO).all()


def test_a_png_keeps_transparency():
    image = opened(WITH_ALPHA, "png")
    assert image.mode == "RGBA"
    assert (np.asarray(image) == WITH_ALPHA).all()


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
