"""Crops and turns of HEIC and AVIF files, and EXIF where the file says nothing of its turn."""

import itertools
import struct

import numpy as np
import pytest
from PIL import Image

from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.decode.heif_view import heif_view
from service.values.photo_errors import DamagedImage
from tests.image_files import clap, coded_picture, encoded, exif_item, heif, imir, irot, ispe, nclx

LIMITS = Limits()
WIDTH, HEIGHT = 128, 64
UPRIGHT = {6: 3, 8: 1, 3: 2, 1: 0}  # quarters anticlockwise


def picture():
    """A ramp both ways, so that every crop and turn of it is another picture."""
    rows, columns = np.indices((HEIGHT, WIDTH))
    return np.dstack([columns * 255 // WIDTH, rows * 255 // HEIGHT, columns * 0 + 60]).astype("u1")


def avif(*properties, exif=None):
    plain = encoded(Image.fromarray(picture()), "AVIF", quality=95, subsampling="4:4:4")
    config, content = coded_picture(plain, b"av01")
    own = [config, ispe(WIDTH, HEIGHT), nclx(1, 13), *properties]
    items = [(b"av01", content, own)]
    return heif(b"avif", items + ([(b"Exif", exif_item(exif), [])] if exif else []))


def heic(cases, *properties, exif=None):
    plain = (cases / "heic_exif6_no_irot.heic").read_bytes()
    config, content = coded_picture(plain, b"hvc1")
    items = [(b"hvc1", content, [config, ispe(512, 512), nclx(1, 13), *properties])]
    return heif(b"heic", items + ([(b"Exif", exif_item(exif), [])] if exif else []))


def shown(pixels, crop, quarters, axis):
    """What ISO 23008-12 has a reader show: cropped, turned, mirrored."""
    if crop:
        left, top, right, bottom = crop
        pixels = pixels[top:bottom, left:right]
    pixels = np.rot90(pixels, quarters)
    return pixels if axis is None else np.flip(pixels, axis)


CROPS = {
    None: None,
    (50, 30, 0, 0): (39, 17, 89, 47),
    (40, 20, -80, 30): (4, 37, 44, 57),  # offsets in halves of a pixel
    (200, 100, 0, 0): (0, 0, 128, 64),
}
VIEWS = list(itertools.product(CROPS, range(4), [None, 0, 1]))


@pytest.mark.parametrize(("aperture", "quarters", "axis"), VIEWS)
def test_a_picture_is_cropped_turned_and_mirrored(aperture, quarters, axis):
    properties = [clap(*aperture)] if aperture else []
    properties += [irot(quarters)] if quarters else []
    properties += [imir(axis)] if axis is not None else []
    photo = decode(avif(*properties), LIMITS)
    expected = shown(picture(), CROPS[aperture], quarters, axis)
    assert photo.source_size == photo.size == expected.shape[1::-1]
    assert np.abs(photo.rgb - expected.astype(int)).mean() < 3


@pytest.mark.parametrize(("aperture", "quarters", "axis"), [v for v in VIEWS if v[0]][::4])
def test_so_is_a_heic(cases, aperture, quarters, axis):
    whole = decode(heic(cases), LIMITS).rgb
    width, height, right, down = aperture
    left, top = (512 - width + right) // 2, (512 - height + down) // 2
    properties = [clap(*aperture), irot(quarters)] + ([imir(axis)] if axis is not None else [])
    photo = decode(heic(cases, *properties), LIMITS)
    expected = shown(whole, (left, top, left + width, top + height), quarters, axis)
    assert photo.rgb.shape == expected.shape
    assert np.abs(photo.rgb - expected.astype(int)).max() == 0


@pytest.mark.parametrize("orientation", UPRIGHT)
def test_exif_turns_what_the_file_does_not_turn(orientation):
    photo = decode(avif(exif=orientation), LIMITS)
    expected = np.rot90(picture(), UPRIGHT[orientation])
    assert photo.rgb.shape == expected.shape
    assert np.abs(photo.rgb - expected.astype(int)).mean() < 3


@pytest.mark.parametrize("orientation", UPRIGHT)
def test_so_it_does_a_heic(cases, orientation):
    whole = decode(heic(cases), LIMITS).rgb
    turned = decode(heic(cases, exif=orientation), LIMITS).rgb
    assert (turned == np.rot90(whole, UPRIGHT[orientation])).all()


@pytest.mark.parametrize("quarters", range(4))
def test_exif_is_not_asked_where_the_file_says_how_to_turn(cases, quarters):
    whole = decode(heic(cases), LIMITS).rgb
    turned = decode(heic(cases, irot(quarters), exif=6), LIMITS).rgb
    assert (turned == np.rot90(whole, quarters)).all()
    stood = decode(avif(irot(quarters), exif=6), LIMITS)
    assert stood.size == np.rot90(picture(), quarters).shape[1::-1]


def test_a_crop_after_exif_s_turn_is_that_of_the_coded_picture():
    photo = decode(avif(clap(50, 30), exif=6), LIMITS)
    expected = np.rot90(picture()[17:47, 39:89], 3)
    assert photo.rgb.shape == expected.shape
    assert np.abs(photo.rgb - expected.astype(int)).mean() < 3


@pytest.mark.parametrize(
    "aperture",
    [
        clap(0, 0),
        clap(10, 10, right=1000),
        clap(10, 10).replace(struct.pack(">II", 10, 1), bytes(8)),
    ],
    ids=["nothing", "outside", "by zero"],
)
def test_a_crop_that_leaves_nothing_is_damage(aperture):
    with pytest.raises(DamagedImage):
        decode(avif(aperture), LIMITS)


def test_a_file_without_crop_is_not_copied():
    data = avif(irot(1))
    assert heif_view(data).uncropped(data) is data
