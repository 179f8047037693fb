"""Pixels to the bytes of a file, with its resolution and colour space written in."""

import io

from PIL import Image, ImageCms

from service.values.order import Format
from service.values.photo import RGB

JPEG_QUALITY = 95
THOROUGH, QUICK = 6, 1  # zlib's levels; a whole sheet takes seconds with the first
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def encode(pixels: RGB, file_format: Format, dpi: int, png_level: int = THOROUGH) -> bytes:
    """Encode (H, W, 3) or, as PNG only, (H, W, 4). Nothing of the input's metadata is in it."""
    image = Image.fromarray(pixels)
    out = io.BytesIO()
    if file_format == "jpeg":
        image.save(
            out, "JPEG", quality=JPEG_QUALITY, subsampling=0, dpi=(dpi, dpi), icc_profile=_SRGB
        )
    else:
        image.save(out, "PNG", dpi=(dpi, dpi), icc_profile=_SRGB, compress_level=png_level)
    return out.getvalue()
