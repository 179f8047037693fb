"""Any kind of pixels to opaque sRGB."""

import io

import numpy as np
from PIL import Image, ImageCms

from service.steps.decode.gate import GREY_16

_SRGB = ImageCms.createProfile("sRGB")


def to_reducible(image: Image.Image) -> Image.Image:
    """A mode in which pixels may be averaged, alpha apart."""
    if image.mode in GREY_16:
        return Image.fromarray((np.asarray(image, np.uint32) >> 8).astype(np.uint8))
    if image.mode in ("La", "RGBa"):  # alpha multiplied in, as TIFF may have it
        image = image.convert(image.mode.upper())
    if image.mode in ("1", "P", "PA", "LA") or "transparency" in image.info:
        opaque = image.mode in ("1", "P") and "transparency" not in image.info
        return image.convert("RGB" if opaque else "RGBA")
    return image


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
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
