"""Bytes to upright sRGB pixels, behind gates that cost less than what they guard."""

import io
import math
import struct
import warnings
from dataclasses import dataclass

import numpy as np
import pi_heif
from PIL import AvifImagePlugin, Image, ImageCms, PngImagePlugin

from service.steps.decode.container import (
    MAGIC,
    MAX_SCANS,
    from_first_frame,
    is_animated_avif,
    is_heif,
    scans,
)
from service.values.errors import DamagedImage, TooManyPixels, UnsupportedMedia
from service.steps.decode.heif import heif_extent
from service.values.photo import Photo

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "TIFF", "GIF", "BMP")
NAMES = "JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF or BMP"
MEDIA_TYPES = (
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heic",
    "image/heif",
    "image/avif",
    "image/tiff",
    "image/gif",
    "image/bmp",
)
JPEGS = ("JPEG", "MPO")
MODES = {"1", "L", "La", "LA", "P", "PA", "RGB", "RGBX", "RGBa", "RGBA", "CMYK", "YCbCr"}
GREY_16 = {"I;16", "I;16L", "I;16B", "I;16N"}
REDUCTIONS = (8, 4, 2)  # what libjpeg can leave out while it decodes
TILE_WIDTH, TILE_LENGTH = 322, 323  # TIFF 6.0
MAX_READS = 20_000  # a PNG of 20 MB in the usual pieces of 8 KB takes 8,000

# EXIF 2.32, tag Orientation: what brings each stored orientation upright.
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

SIDEWAYS = {UPRIGHT[orientation] for orientation in (5, 6, 7, 8)}

Image.MAX_IMAGE_PIXELS = None  # Pillow's alarm has one limit for all; `Limits` is checked instead
# All formats now: left to the first photo, imports in native threads under gevent lock for ever.
Image.init()
# One thread for each photo: permits count on it. Gain maps, depth and previews are never read.
pi_heif.register_heif_opener(
    thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
)
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
PngImagePlugin.MAX_TEXT_MEMORY = 8_000_000  # bytes of comments, unpacked
warnings.filterwarnings("ignore", category=UserWarning, module="PIL")  # a line for each odd tag
_SRGB = ImageCms.createProfile("sRGB")
# What Pillow and its plugins raise for bytes that are not what they say.
_BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, struct.error, RuntimeError, LookupError, TypeError,
    ArithmeticError,
)  # fmt: skip


class _Patient(io.BytesIO):
    """A file that may be read in so many pieces: Pillow goes through millions of empty ones."""

    left = MAX_READS

    def read(self, size: int | None = -1, /) -> bytes:
        """As of any file. Raises OSError when it was asked too often."""
        self.left -= 1
        if self.left < 0:
            raise OSError("the file has too many parts")
        return super().read(size)


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be decoded at all: pixels in total and pixels along the longer side.

    A file that is no JPEG may have `whole_share` of the pixels: it is decoded whole, with 4 (PNG)
    to 16 (WebP) bytes of memory for each, while a large JPEG is reduced on the way.
    """

    max_pixels: int = 50_000_000
    max_side: int = 20_000
    whole_share: float = 1.0

    def refuse(self, width: int, height: int, whole: bool) -> None:
        """Raise TooManyPixels for an image of that size."""
        most = int(self.max_pixels * (self.whole_share if whole else 1))
        if width * height > most or max(width, height) > self.max_side:
            kind = "file of its kind" if whole else "JPEG"
            raise TooManyPixels(
                f"The image has {width} x {height} pixels; at most {most} pixels and "
                f"{self.max_side} along a side are decoded of a {kind}."
            )


def decode(data: bytes, limits: Limits, enough_px: float = math.inf) -> Photo:
    """Decode `data`, reduced by 8, 4 or 2 while the longer side stays above `enough_px`.

    Raises UnsupportedMedia, TooManyPixels or DamagedImage.
    """
    _gate_heif(data, limits)
    image = _open(data)
    size, file_format = image.size, image.format or ""
    try:
        _gate(image, data, limits)
        reduction = next((r for r in REDUCTIONS if max(size) >= r * enough_px), 1)
        image.draft(None, (-(-size[0] // reduction), -(-size[1] // reduction)))
        image.load()
        if file_format not in JPEGS:
            size = image.size  # some headers are corrected only by the pixels
        turn = UPRIGHT.get(_orientation(image))
        profile = image.info.get("icc_profile")
        image = _to_reducible(image)
        left = reduction // round(size[0] / image.width)
        image = image.reduce(left) if left > 1 else image
        image = _to_srgb(image, profile)
        image = image.transpose(turn) if turn is not None else image
        rgb = np.ascontiguousarray(image)
    except _BROKEN as error:
        raise DamagedImage(
            "The image is incomplete or its data is not valid; send the original file again."
        ) from error
    return Photo(rgb, size[::-1] if turn in SIDEWAYS else size, file_format.lower())


def _open(data: bytes) -> Image.Image:
    try:
        plain = from_first_frame(data) if data.startswith(b"GIF8") else data
        return Image.open(_Patient(plain), formats=FORMATS)
    except _BROKEN as error:
        if MAGIC.match(data):
            raise DamagedImage("The image breaks off in its header; send it again.") from error
        raise UnsupportedMedia(f"The bytes are not a {NAMES} image; send one of these.") from error


def _gate_heif(data: bytes, limits: Limits) -> None:
    """Refuse a HEIC or AVIF by its boxes: libavif does not tell a bomb from a broken file."""
    if not is_heif(data):
        return
    if is_animated_avif(data):
        raise UnsupportedMedia("An animated AVIF is not read; send a still picture.")
    try:
        pixels, side = heif_extent(data)
    except _BROKEN as error:
        raise DamagedImage("The image's header is not valid; send it again.") from error
    limits.refuse(side, -(-pixels // max(1, side)), whole=True)


def _gate(image: Image.Image, data: bytes, limits: Limits) -> None:
    tags = getattr(image, "tag_v2", {})  # a TIFF's tile is decoded whole, beyond the image's edge
    for width, height in (image.size, (tags.get(TILE_WIDTH, 0), tags.get(TILE_LENGTH, 0))):
        limits.refuse(width, height, whole=image.format not in JPEGS)
    if image.format in JPEGS and scans(data) > MAX_SCANS:
        raise TooManyPixels(f"The JPEG has more than {MAX_SCANS} scans; save it as baseline.")
    if image.mode not in MODES | GREY_16:
        raise UnsupportedMedia(
            f"Pixels of the kind {image.mode} are not read; save the image in RGB."
        )


def _orientation(image: Image.Image) -> int:
    """The stored orientation; EXIF that cannot be read says nothing."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except _BROKEN:
        return 1


def _to_reducible(image: Image.Image) -> Image.Image:
    """A mode in which pixels may be averaged, alpha apart."""
    if image.mode in GREY_16:
        return Image.fromarray((np.asarray(image, np.uint32) >> 8).astype(np.uint8))
    if image.mode in ("La", "RGBa"):  # alpha multiplied in, as TIFF may have it
        image = image.convert(image.mode.upper())
    if image.mode in ("1", "P", "PA", "LA") or "transparency" in image.info:
        opaque = image.mode in ("1", "P") and "transparency" not in image.info
        return image.convert("RGB" if opaque else "RGBA")
    return image


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Opaque sRGB: alpha over white, then through the embedded profile."""
    if "A" in image.getbands():
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")
    return _convert(image, profile) if profile else image.convert("RGB")


def _convert(image: Image.Image, profile: bytes) -> Image.Image:
    """Through the embedded profile; one that is broken or for another kind of pixel is ignored."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in (source.profile.profile_description or ""):
            return image.convert("RGB")
        converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert("RGB")
    return converted if converted is not None else image.convert("RGB")
