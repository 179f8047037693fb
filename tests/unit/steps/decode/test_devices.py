"""The limits hold what docs/devices.md says of real cameras."""

import re
import struct
from pathlib import Path

import pytest
from PIL import Image

from service.bootstrap import decoding_limits
from service.settings import Settings
from service.steps.decode.decode import decode
from service.values.photo_errors import DamagedImage, TooManyPixels
from tests.image_files import encoded, heif, ispe

PAGE = (Path(__file__).parents[4] / "docs" / "devices.md").read_text("utf-8")
ROW = re.compile(
    r"^\| ([^|]+) \| (\d+) x (\d+) \| ([\d.]+) \| ([^|]+) \| (\d+)-(\d+) \| ([^|]+) \| (\w+) \|$",
    re.M,
)
ROWS = ROW.findall(PAGE)
LIMITS = decoding_limits(Settings())


def jpeg(width, height, **options):
    """A picture of 64 x 64 that says it is larger, as one that breaks off."""
    data = encoded(Image.new("L", (64, 64), 90), "JPEG", **options) + bytes(width * height // 256)
    at = data.index(b"\xff\xc2" if options else b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def too_large(data):
    try:
        decode(data, LIMITS, 500)
    except TooManyPixels:
        return True
    except DamagedImage:
        return False
    return False


def test_the_page_has_the_cameras():
    assert len(ROWS) >= 20
    for _, width, height, megapixels, *_ in ROWS:
        assert round(int(width) * int(height) / 1e6, 1) == float(megapixels)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]} {row[4]}" for row in ROWS])
def test_a_camera_s_pictures_are_read_or_not(row):
    _, width, height, _, kinds, _, _, read, _ = row
    size = int(width), int(height)
    for kind in kinds.split(", "):
        if kind in ("JPEG", "HEIC"):
            item = (b"hvc1", b"", [ispe(*size)])
            data = jpeg(*size) if kind == "JPEG" else heif(b"heic", [item])
            assert too_large(data) == (read != "yes"), kind
        else:
            assert read == "no, raw"


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]} {row[4]}" for row in ROWS])
def test_a_camera_s_files_fit_into_a_body_or_not(row):
    least, most, fits = int(row[5]), int(row[6]), row[8]
    limit = Settings().max_body_mb
    assert fits == ("yes" if most <= limit else "some" if least < limit else "no")


def test_progressive_jpegs_are_bounded_apart():
    """By a quarter of what baseline ones may have: all their coefficients are in memory."""
    assert not too_large(jpeg(8192, 6144, progressive=True))
    assert too_large(jpeg(9248, 6936, progressive=True))
    assert not too_large(jpeg(9248, 6936))


def test_so_are_jpegs_of_several_scans():
    data = bytearray(encoded(Image.new("RGB", (64, 64), "red"), "JPEG") + bytes(400_000))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", 9000, 9000)
    assert not too_large(bytes(data))
    scan = data.index(b"\xff\xda")
    one = b"\xff\xda\0\x08\x01" + bytes(data[scan + 5 : scan + 7]) + b"\0\x3f\0"
    assert too_large(bytes(data[:scan]) + one + bytes(data[scan + 14 :]))
