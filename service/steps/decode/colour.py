"""Any kind of pixels to opaque sRGB."""

import numpy as np
from PIL import Image

from service.steps.decode import icc
from service.steps.decode.cicp import code_point_profile, png_profile
from service.steps.decode.gate import GREY_16

_WITHOUT_ALPHA = {"LA": "L", "RGBA": "RGB"}


def profile_of(image: Image.Image, code_points: tuple[int, int] | None) -> bytes | None:
    """The ICC profile that a file embeds or describes in another way; None for sRGB.

    PNG prefers its code points (3rd edition, 4.3), HEIC and AVIF an ICC profile (ISO 23000-22,
    7.3.6.4); gAMA and cHRM count where there is nothing better.
    """
    info = image.info
    named = code_point_profile(*code_points) if code_points else None
    embedded: bytes | None = info.get("icc_profile")
    if image.format == "PNG":
        figures = None
        if "srgb" not in info and ("gamma" in info or "chromaticity" in info):
            figures = png_profile(info.get("gamma"), info.get("chromaticity"))
        return named or embedded or figures
    return embedded or named


def to_reducible(image: Image.Image) -> Image.Image:
    """Convert to a mode whose pixels may be averaged, alpha apart; greys stay grey."""
    if image.mode in GREY_16:
        values = np.asarray(image, np.uint32)
        return Image.fromarray(((values * 255 + 32_767) // 65_535).astype(np.uint8))
    if image.mode in ("La", "RGBa"):  # alpha multiplied in, as TIFF may have it
        image = image.convert(image.mode.upper())
    clear = "transparency" in image.info
    if image.mode in ("P", "PA"):
        return image.convert("RGBA" if clear or image.mode == "PA" else "RGB")
    if clear:
        return image.convert("LA" if image.mode in ("1", "L") else "RGBA")
    if image.mode == "1":
        return image.convert("L")
    if image.format == "BMP" and image.mode == "RGBA" and not image.getchannel("A").getbbox():
        return image.convert("RGB")  # programs that know no alpha leave it zero
    return image


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Opaque sRGB: colours through their profile, then over white where alpha lets it through."""
    alpha = image.getchannel("A") if "A" in image.getbands() else None
    if alpha is not None:
        image = image.convert(_WITHOUT_ALPHA.get(image.mode, "RGB"))
    if profile:
        image = icc.to_srgb(image, profile)
    if image.mode != "RGB":
        image = image.convert("RGB")
    if alpha is None:
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=alpha)
    return white
