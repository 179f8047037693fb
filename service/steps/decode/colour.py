"""Any kind of pixels to opaque sRGB."""

import numpy as np
from PIL import Image

from service.steps.decode import icc
from service.steps.decode.gate import GREY_16

_WITHOUT_ALPHA = {"LA": "L", "RGBA": "RGB"}


def to_reducible(image: Image.Image) -> Image.Image:
    """A mode in which pixels may be averaged, alpha apart; greys stay grey."""
    if image.mode in GREY_16:
        return Image.fromarray(((np.asarray(image, np.uint32) * 255 + 32_767) // 65_535).astype("u1"))
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
    """Opaque sRGB: colours through their profile, then over white as far as alpha lets it through."""
    alpha = image.getchannel("A") if "A" in image.getbands() else None
    image = image.convert(_WITHOUT_ALPHA.get(image.mode, image.mode)) if alpha else image
    if profile:
        image = icc.to_srgb(image, profile)
    if image.mode != "RGB":
        image = image.convert("RGB")
    if alpha is None:
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=alpha)
    return white
