"""Every kind of file that a phone, a scanner or an attacker may send."""

import gc
import json
import re
import struct
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from evaluation.formats.decompression_bombs import bombs
from evaluation.formats.page import documented
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.values.errors import ServiceError
from service.values.photo_errors import DamagedImage, TooManyPixels, UnsupportedMedia
from tests.image_files import box, encoded

ROOT = Path(__file__).parents[4]
LIMITS = Limits()
# The upright size of each file of photos/formats, or how it is refused.
OUTCOMES = {
    "empty.jpg": UnsupportedMedia,
    "female.heic": (900, 1200),
    "female.png": (900, 1200),
    "female.tiff": (900, 1200),
    "female.webp": (900, 1200),
    "female_animated.png": (450, 600),
    "female_displayp3.jpg": (900, 1200),
    **{f"female_exif{number}.jpg": (900, 1200) for number in range(1, 9)},
    "female_palette.png": (900, 1200),
    "female_rgba_alpha.png": (450, 600),
    "filippo-cmyk-orientation-exif.jpg": (533, 800),
    "filippo-cmyk.jpg": (800, 533),
    "filippo-grayscale.jpg": (800, 533),
    "filippo.png": (800, 533),
    "iphone7.heic": (4032, 3024),
    "libvips-17000x17000.avif": TooManyPixels,
    "libvips-avif-orientation-6.avif": (3024, 4032),
    "libvips-invalid_multiframe.gif": (10, 9),
    "pheif-200MP.heic": TooManyPixels,
    "pheif-heif_corrupted_corrupted.heic": DamagedImage,
    "pheif-heif_corrupted_corrupted.hif": DamagedImage,
    "pheif-heif_corrupted_empty.heic": UnsupportedMedia,
    "pheif-heif_truncated_truncated.heic": (16, 16),
    "pheif-spatial_photo.heic": (2560, 2560),
    "pheif-xiaomi.heic": (2592, 1944),
    "pillow-apng_sequence_start.png": (128, 64),
    "pillow-avif_hopper.heif": (128, 128),
    "pillow-avif_xmp_tags_orientation.avif": (326, 268),
    "pillow-broken.png": UnsupportedMedia,
    "pillow-broken_data_stream.png": DamagedImage,
    "pillow-broken_exif_dpi.jpg": (100, 100),
    "pillow-decompression_bomb.gif": TooManyPixels,
    "pillow-exif_typeerror.jpg": (800, 531),
    "pillow-frozenpond.mpo": (640, 480),
    "pillow-hopper.jpg": (128, 128),
    "pillow-hopper.png": (128, 128),
    "pillow-hopper.webp": (128, 128),
    "pillow-hopper_gray.jpg": (128, 128),
    "pillow-pil_sample_cmyk.jpg": (100, 100),
    "sharp-16-bit-grey-alpha.png": (109, 96),
    "sharp-Channel_digital_image_CMYK_color.jpg": (500, 333),
    "sharp-animated-loop-3.webp": (370, 285),
    "sharp-corrupt-header.jpg": DamagedImage,
    "sharp-full-transparent.png": (300, 300),
    "sharp-giant-image.jpg": TooManyPixels,
    "sharp-prophoto.png": (1, 1),
    "sharp-rotating-squares.gif": (80, 80),
    "sharp-truncated.jpg": DamagedImage,
    "sharp-truncated.png": DamagedImage,
    "text_named.jpg": UnsupportedMedia,
    "thumbor-16384x16384.png": TooManyPixels,
    "thumbor-9643x10328.jpg": (9643, 10328),
    "thumbor-broken-exif-tag.jpg": (1, 1),
    "thumbor-gradient_msb_16bperchannel.tif": (100, 100),
}
SECONDS = 1.0
REFUSAL_SECONDS = 0.1
GROWTH_MB = 20


def picture(width=160, height=120):
    rows, columns = np.indices((height, width))
    values = [rows * 255 // height, columns * 255 // width, np.full_like(rows, 90)]
    return Image.fromarray(np.dstack(values).astype(np.uint8))


def outcome(data, enough_px=900):
    try:
        return decode(data, LIMITS, enough_px).source_size
    except ServiceError as error:
        return type(error)


def cpu_seconds(data):
    start = time.process_time()
    outcome(data)
    return time.process_time() - start


def test_every_file_is_read_or_refused_as_it_deserves(photos):
    files = {path.name: path.read_bytes() for path in (photos / "formats").iterdir()}
    assert {name: outcome(data) for name, data in files.items()} == OUTCOMES


def test_the_page_of_formats_says_how_each_file_is_read():
    """`make formats` writes it anew; its outcomes are held by tests/server/test_formats.py."""
    said = {name: told for name, (told, _) in documented().items()}
    expected = {
        name: f"{how[0]} x {how[1]}" if isinstance(how, tuple) else f"{how.status} {how.slug}"
        for name, how in OUTCOMES.items()
    }
    assert {name: said.get(name) for name in expected} == expected
    assert set(said) == set(expected) | set(bombs())


BOMBS = """
import json
from evaluation.formats.decompression_bombs import bombs, png
from evaluation.formats.resource_usage import measure
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.values.errors import ServiceError

def refusal(data):
    try:
        return decode(data, Limits(), 900).source_size
    except ServiceError as error:
        return error.slug

refusal(png(64, 64))
for name, data in bombs().items():
    told, usage = measure(lambda: refusal(data))
    print(json.dumps([name, told, usage.cpu_ms, usage.extra_mb]))
"""


def test_a_bomb_is_refused_before_it_costs_anything():
    """By its own peak of memory in a fresh process: at most 100 ms and 20 MB."""
    command = [sys.executable, "-c", BOMBS]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert [row[0] for row in rows] == list(bombs())
    told = {name: outcome for name, outcome, *_ in rows}
    assert told.pop("PNG of long texts") == [8, 8]  # its texts are not read
    assert set(told.values()) == {"too-many-pixels", "damaged-image"}
    assert [row for row in rows if row[3] > GROWTH_MB] == []
    slow = 1000 * SECONDS  # the tenth of a second is in the table: this machine may be busy
    assert [row for row in rows if row[2] > slow] == []


def test_a_gif_with_comments_before_its_picture_is_read():
    frames = [Image.new("P", (64, 64), colour) for colour in (3, 200)]
    plain = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], disposal=2)
    data = encoded(
        frames[0], "GIF", save_all=True, append_images=frames[1:], disposal=2,
        comment=b"a comment " * 50, transparency=7,
    )  # fmt: skip
    assert (decode(data, LIMITS).rgb == decode(plain, LIMITS).rgb).all()
    clear = encoded(frames[0], "GIF", transparency=3)
    assert decode(clear, LIMITS).rgb.min() > 250


def test_no_file_takes_longer_than_a_second_and_a_refusal_a_tenth(photos):
    slow = {}
    for name, expected in OUTCOMES.items():
        data = (photos / "formats" / name).read_bytes()
        limit = REFUSAL_SECONDS if expected is TooManyPixels else SECONDS
        least = min(cpu_seconds(data) for _ in range(2))  # the machine may be busy with others
        if least > limit:
            slow[name] = least
    assert not slow


LATE_IMPORTS = """
import sys
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.encode import encode
from service.values.errors import ServiceError
before = set(sys.modules)
for path in sys.argv[1:]:
    try:
        photo = decode(open(path, "rb").read(), Limits(), 900)
    except ServiceError:
        continue
    for file_format in ("jpeg", "png", "webp"):
        encode(photo.rgb[:64, :64], file_format, 300)
print(*sorted(set(sys.modules) - before))
"""


def test_nothing_is_imported_while_photos_are_read_and_written(photos):
    """An import in a native thread under gevent may lock for ever: all are made at the start."""
    files = [str(path) for path in (photos / "formats").iterdir() if path.stat().st_size < 300_000]
    command = [sys.executable, "-W", "ignore", "-c", LATE_IMPORTS, *files]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_memory_does_not_grow_with_what_was_read(photos):
    files = [
        (photos / "formats" / name).read_bytes()
        for name, size in OUTCOMES.items()
        if not isinstance(size, tuple) or max(size) < 3000
    ]
    used = []
    for _ in range(4):
        for data in files:
            outcome(data)
        gc.collect()
        used.append(psutil.Process().memory_info().rss / 1e6)
    assert used[-1] - used[1] < GROWTH_MB, used


def test_what_one_portrait_is_saved_as_makes_no_difference():
    for file_format, options in {
        "BMP": {},
        "TIFF": {"compression": "tiff_lzw"},
        "GIF": {},
        "AVIF": {"quality": 95},
        "PNG": {},
    }.items():
        photo = decode(encoded(picture(), file_format, **options), LIMITS)
        difference = np.abs(photo.rgb.astype(int) - np.asarray(picture()).astype(int))
        assert difference.mean() < 6, file_format  # a GIF has 256 colours


@pytest.mark.parametrize("file_format", ["TIFF", "GIF", "WEBP"])
def test_the_first_of_several_pages_is_read(file_format):
    first, second = Image.new("RGB", (64, 64), "red"), Image.new("RGB", (64, 64), "blue")
    data = encoded(first, file_format, save_all=True, append_images=[second])
    red, green, blue = decode(data, LIMITS).rgb[32, 32].tolist()
    assert red > 240
    assert max(green, blue) < 15


@pytest.mark.parametrize("file_format", ["TIFF", "AVIF", "GIF"])
def test_transparency_is_white(file_format):
    data = encoded(Image.new("RGBA", (64, 64), (0, 0, 0, 0)), file_format)
    assert decode(data, LIMITS).rgb.min() > 250


@pytest.mark.parametrize("mode", ["F", "I", "LAB"])
def test_measurements_are_no_photo(mode):
    with pytest.raises(UnsupportedMedia, match="RGB"):
        decode(encoded(Image.new(mode, (32, 32)), "TIFF"), LIMITS)


@pytest.mark.parametrize("mode", ["L", "CMYK", "I;16", "YCbCr", "1"])
def test_scans_in_other_pixels_are_read(mode):
    assert decode(encoded(Image.new(mode, (32, 32)), "TIFF"), LIMITS).size == (32, 32)


def test_a_small_tiff_in_a_giant_tile_is_refused():
    tags = {256: 100, 257: 100, 258: 8, 259: 5, 262: 1, 277: 1, 322: 60_000, 323: 60_000}
    tags |= {324: 200, 325: 50}  # where the tile's compressed pixels are, and how many bytes
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    data = struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + entries + bytes(200)
    with pytest.raises(TooManyPixels, match="60000"):
        decode(data, LIMITS)


def test_a_heic_whose_grid_lies_about_its_size_is_refused_before_it_is_decoded(photos):
    data = (photos / "formats" / "pheif-200MP.heic").read_bytes()
    lying = data.replace(extent(16320, 12240), extent(1000, 750))
    assert lying != data
    start = time.process_time()
    with pytest.raises(TooManyPixels):
        decode(lying, LIMITS)
    assert time.process_time() - start < REFUSAL_SECONDS


def test_tiles_may_reach_over_the_edge_of_a_photo_at_the_limit(photos):
    data = (photos / "formats" / "iphone7.heic").read_bytes()
    limits = Limits(max_pixels=4032 * 3024, whole_share=1)
    assert decode(data, limits).source_size == (4032, 3024)
    with pytest.raises(TooManyPixels):
        decode(data, Limits(max_pixels=4032 * 3024 - 1, whole_share=1))


@pytest.mark.parametrize("size", [(7200, 7200), (9000, 6000)])
def test_an_avif_that_lies_about_its_size_is_refused_before_it_is_decoded(size):
    data = encoded(Image.new("RGB", size, "red"), "AVIF", speed=10)
    lying = data.replace(extent(*size), extent(100, 100))
    assert lying != data
    before = psutil.Process().memory_info().rss
    with pytest.raises(TooManyPixels):
        decode(lying, LIMITS)
    assert psutil.Process().memory_info().rss - before < 20e6


def test_a_film_is_no_photo():
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    data = encoded(frames[0], "AVIF", save_all=True, append_images=frames[1:])
    with pytest.raises(UnsupportedMedia, match="still"):
        decode(data, LIMITS)


FULL = bytes(4)  # version and flags of a box
HOSTILE = {
    "an endless header": box(b"meta", FULL + box(b"free", b"") * 200_000),
    "boxes without end": box(b"free", b"") * 500_000,
    "two headers": box(b"meta", FULL) * 2,
    "tiles that are not there": box(
        b"meta", FULL + box(b"iref", FULL + box(b"dimg", b"\0\1\xff\xff") * 20_000)
    ),
    "items that are not there": box(
        b"meta", FULL + box(b"iloc", b"\2\0\0\0\0\0" + b"\xff" * 4 + bytes(100_000))
    ),
    "empty extents": box(
        b"meta", FULL + box(b"iloc", FULL + b"\0\0" + b"\x7f\xff" + b"\0\1\0\0\xff\xff" * 0x7FFF)
    ),
    "properties by the thousand": box(
        b"meta",
        FULL + box(b"iprp", box(b"ipma", FULL + b"\0\0\4\0" + b"\0\1\xc8" + bytes(240_000))),
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("brand", [b"heic", b"avif"])
def test_a_header_that_is_made_to_keep_us_busy_is_refused_in_no_time(kind, brand):
    data = box(b"ftyp", brand + bytes(4) + b"mif1") + HOSTILE[kind]
    start = time.process_time()
    with pytest.raises(DamagedImage):
        decode(data, LIMITS)
    assert time.process_time() - start < REFUSAL_SECONDS


def extent(width, height):
    return b"ispe\0\0\0\0" + struct.pack(">II", width, height)


SAMPLES = [
    "pillow-avif_hopper.heif",
    "pillow-avif_xmp_tags_orientation.avif",
    "pillow-hopper.jpg",
    "pillow-hopper.png",
    "pillow-hopper.webp",
    "libvips-invalid_multiframe.gif",
    "thumbor-gradient_msb_16bperchannel.tif",
    "pheif-heif_corrupted_corrupted.heic",
]


@pytest.mark.parametrize("name", SAMPLES)
def test_no_damage_is_more_than_a_refusal(photos: Path, name):
    """Bytes changed, left out or cut off: a photo comes out, or an error that says why."""
    data = (photos / "formats" / name).read_bytes()
    random = np.random.default_rng(1)
    header = min(len(data), 1500)
    for _ in range(60):
        damaged = bytearray(data)
        for place in random.integers(0, header, random.integers(1, 8)):
            damaged[place] = random.integers(0, 256)
        cut = int(random.integers(1, len(data)))
        for file in (bytes(damaged), data[:cut], data[:cut] + data[cut + 9 :]):
            decided = outcome(file)
            assert isinstance(decided, tuple) or re.search("Pixels|Media|Damaged", str(decided))
