"""Files after public bug reports, in the folder that IDPHOTO_TEST_CASES names."""

import numpy as np
import pytest
from PIL import Image

from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.values.photo_errors import UnsupportedMedia

LIMITS = Limits()
FACE = np.s_[70:190, 180:280]  # of the astronaut


def read(cases, name):
    return decode((cases / name).read_bytes(), LIMITS).rgb.astype(int)


def blocks(difference):
    return difference[FACE][:120, :96].reshape(15, 8, 12, 8, 3).mean(axis=(1, 3))


def test_display_p3_by_a_phone_s_own_name_is_display_p3(cases):
    other = read(cases, "p3_control_display_p3.jpg")
    assert np.abs(read(cases, "p3_samsung_name.jpg") - other).max() <= 2


@pytest.mark.parametrize(
    "name", ["p3_samsung_name.jpg", "p3_control_display_p3.jpg", "icc_linear_named_srgb_v2.jpg"]
)
def test_the_face_has_its_colours(cases, name):
    """In the mean of 8 x 8 pixels: both files are JPEGs, of different pixels, one of few darks."""
    apart = blocks(read(cases, name) - read(cases, "p3_control_srgb.jpg"))
    assert np.median(np.abs(apart)) <= 2
    assert np.abs(apart.mean(axis=(0, 1))).max() <= 1


def test_grey_with_alpha_keeps_its_greys(cases, astronaut):
    grey = np.asarray(Image.fromarray(decode(astronaut, LIMITS).rgb).convert("L"), int)
    apart = blocks(read(cases, "grey_alpha_icc_g18.png") - grey[..., np.newaxis])
    assert np.abs(apart).max() <= 2


def test_a_heic_without_irot_is_turned_by_its_exif(cases, astronaut):
    apart = read(cases, "heic_exif6_no_irot.heic") - decode(astronaut, LIMITS).rgb
    assert np.abs(apart).mean() < 6


def test_a_heic_with_a_crop_is_cropped(cases):
    assert read(cases, "clap_crop.heic").shape == (816, 612, 3)


def test_a_raw_file_is_called_one(cases):
    with pytest.raises(UnsupportedMedia, match=r"raw files .* send a JPEG"):
        read(cases, "raw_thumb256.dng")


@pytest.mark.parametrize("name", ["no_eoi.jpg", "png_bad_crc_text.png"])
def test_a_file_whose_pixels_are_all_there_is_taken(cases, astronaut, name):
    assert np.abs(read(cases, name) - decode(astronaut, LIMITS).rgb).mean() < 4
