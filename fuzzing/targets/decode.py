"""Files of every format that is read, broken in every way, to pixels or a refusal."""

import io
from collections.abc import Iterator

import numpy as np
from PIL import Image

from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.values.errors import ServiceError

LIMITS = Limits(max_pixels=1_000_000, max_side=2_000)
ENOUGH_PX = 24.0  # so that JPEGs are reduced on the way, as they are in the service


def seeds() -> Iterator[bytes]:
    """One small file of each format and of each way to write it."""
    colours = np.random.default_rng(0).integers(0, 256, (24, 32, 3), np.uint8)
    rgb = Image.fromarray(colours)
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: turned to the right
    yield _saved(rgb, "JPEG", exif=exif, dpi=(300, 300))
    yield _saved(rgb, "JPEG", progressive=True, comment=b"none")
    yield _saved(rgb.convert("CMYK"), "JPEG")
    yield _saved(rgb.convert("L"), "JPEG", subsampling=2)
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        yield _saved(rgb.convert("L" if mode == "I;16" else mode).convert(mode), "PNG")
    yield _saved(rgb.convert("P"), "GIF")
    yield _saved(rgb, "BMP")
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
        yield _saved(rgb, "TIFF", compression=compression)
    yield _saved(rgb, "WEBP", exif=exif)
    yield _saved(rgb.convert("RGBA"), "WEBP", lossless=True)
    yield _saved(rgb, "AVIF", speed=10)


def run(data: bytes) -> None:
    """Decode it; a photo that comes out has the pixels that it says, and no more than allowed."""
    try:
        photo = decode(data, LIMITS, ENOUGH_PX)
    except ServiceError:
        return
    height, width, channels = photo.rgb.shape
    assert photo.rgb.dtype == np.uint8, photo.rgb.dtype
    assert channels == 3, photo.rgb.shape
    assert 0 < width * height <= LIMITS.max_pixels, photo.rgb.shape
    assert max(width, height) <= max(photo.source_size), (photo.rgb.shape, photo.source_size)


def _saved(image: Image.Image, file_format: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, file_format, **options)
    return out.getvalue()
