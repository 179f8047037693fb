"""Bytes to upright sRGB pixels, behind gates that cost less than what they guard."""

import io
import math
import struct
import warnings
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageCms, ImageOps

from service.values.errors import DamagedImage, TooManyPixels, UnsupportedMedia
from service.values.photo import Photo

FORMATS = ("JPEG", "PNG", "WEBP")
MEDIA_TYPES = ("image/jpeg", "image/png", "image/webp")
# A progressive JPEG of 72 KB with 300 scans costs seconds; encoders write about ten.
MAX_SCANS = 100
REDUCTIONS = (8, 4, 2)  # what libjpeg can leave out while it decodes

# Pillow's own alarm must not be a mere warning; the gates below are stricter than it.
warnings.simplefilter("error", Image.DecompressionBombWarning)
_SRGB = ImageCms.createProfile("sRGB")
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, Image.DecompressionBombWarning)


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
    width, height = image.size
    try:
        reduction = next((r for r in REDUCTIONS if max(image.size) >= r * enough_px), 1)
        image.draft(None, (-(-width // reduction), -(-height // reduction)))
        image.load()
        turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        left = min(round(width / image.width), reduction)
        image = image.reduce(reduction // left) if reduction > left else image
        rgb = np.asarray(_to_srgb(ImageOps.exif_transpose(image)))
    except _BROKEN as error:
        raise DamagedImage(
            "The image is incomplete or its data is not valid; send the original file again."
        ) from error
    return Photo(
        rgb=np.ascontiguousarray(rgb),
        source_size=(height, width) if turned else (width, height),
        format=(image.format or "").lower(),
    )


def _open(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels("The image's header announces too many pixels.") from error
    except _BROKEN as error:
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
    if image.format in ("JPEG", "MPO") and data.count(b"\xff\xda") > MAX_SCANS:
        raise TooManyPixels(f"The JPEG has more than {MAX_SCANS} scans; save it as baseline.")


def _to_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16-bit grey
        image = Image.fromarray((np.asarray(image, np.uint32) >> 8).astype(np.uint8))
    if "A" in image.getbands() or "transparency" in image.info:
        rgba = image.convert("RGBA")
        white = Image.new("RGBA", rgba.size, "white")
        image = Image.alpha_composite(white, rgba).convert("RGB")
    elif image.mode in ("1", "P"):
        image = image.convert("RGB")
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
