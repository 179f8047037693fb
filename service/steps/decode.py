"""Bytes to upright sRGB pixels, behind gates that cost less than what they guard."""

import io
import math
import re
import struct
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageCms

from service.values.errors import DamagedImage, TooManyPixels, UnsupportedMedia
from service.values.photo import Photo

FORMATS = ("JPEG", "PNG", "WEBP")
MEDIA_TYPES = ("image/jpeg", "image/png", "image/webp")
MAGIC = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n....IHDR|RIFF....WEBP", re.DOTALL)
# A progressive JPEG of 72 KB with 300 scans costs seconds; encoders write about ten.
MAX_SCANS = 100
REDUCTIONS = (8, 4, 2)  # what libjpeg can leave out while it decodes

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
_SRGB = ImageCms.createProfile("sRGB")
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error)
_MARKER = re.compile(rb"\xff+([^\x00\x01\xff\xd0-\xd7])")  # but those without a length


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be decoded at all: pixels in total and pixels along the longer side."""

    max_pixels: int = 50_000_000
    max_side: int = 20_000


def decode(data: bytes, limits: Limits, enough_px: float = math.inf) -> Photo:
    """Decode `data`, reduced by 8, 4 or 2 while the longer side stays above `enough_px`.

    Raises UnsupportedMedia, TooManyPixels or DamagedImage.
    """
    image = _open(data)
    _gate(image, data, limits)
    size, file_format = image.size, image.format or ""
    try:
        reduction = next((r for r in REDUCTIONS if max(size) >= r * enough_px), 1)
        image.draft(None, (-(-size[0] // reduction), -(-size[1] // reduction)))
        image.load()
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
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except _BROKEN as error:
        if MAGIC.match(data):
            raise DamagedImage("The image breaks off in its header; send it again.") from error
        raise UnsupportedMedia(
            "The bytes are not a JPEG, PNG or WebP image; send one of these."
        ) from error


def _gate(image: Image.Image, data: bytes, limits: Limits) -> None:
    width, height = image.size
    if width * height > limits.max_pixels or max(width, height) > limits.max_side:
        raise TooManyPixels(
            f"The image has {width} x {height} pixels; at most {limits.max_pixels} pixels and "
            f"{limits.max_side} along a side are decoded."
        )
    if image.format in ("JPEG", "MPO") and _scans(data) > MAX_SCANS:
        raise TooManyPixels(f"The JPEG has more than {MAX_SCANS} scans; save it as baseline.")


def _scans(data: bytes) -> int:
    """Scans of a JPEG up to its end, or up to one more than is allowed.

    Most files have too few bytes that could start a scan to need a closer look.
    """
    if data.count(b"\xff\xda") <= MAX_SCANS:
        return 0
    scans, position = 0, 2
    while scans <= MAX_SCANS and (marker := _MARKER.search(data, position)):
        position = marker.end()
        if marker[1] == b"\xd9":
            break
        scans += marker[1] == b"\xda"
        position += int.from_bytes(data[position : position + 2], "big")
    return scans


def _orientation(image: Image.Image) -> int:
    """The stored orientation; EXIF that cannot be read says nothing."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except (*_BROKEN, TypeError):
        return 1


def _to_reducible(image: Image.Image) -> Image.Image:
    """A mode in which pixels may be averaged, alpha apart."""
    if image.mode.startswith("I"):  # 16-bit grey
        return Image.fromarray((np.asarray(image, np.uint32) >> 8).astype(np.uint8))
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
