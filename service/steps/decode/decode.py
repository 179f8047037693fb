"""Bytes to upright sRGB pixels, behind gates that cost less than what they guard."""

import io
import math

import numpy as np
from PIL import Image

from service.steps.decode.colour import to_reducible, to_srgb
from service.steps.decode.container import MAGIC, from_first_frame
from service.steps.decode.formats import BROKEN, FORMATS, JPEGS, NAMES
from service.steps.decode.gate import Limits, gate, gate_heif
from service.steps.decode.jpeg import quality
from service.values.errors import DamagedImage, UnsupportedMedia
from service.values.photo import Photo

REDUCTIONS = (8, 4, 2)  # what libjpeg can leave out while it decodes
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


class _BoundedReader(io.BytesIO):
    """A file that may be read in so many pieces: Pillow goes through millions of empty ones."""

    left = MAX_READS

    def read(self, size: int | None = -1, /) -> bytes:
        """As of any file. Raises OSError when it was asked too often."""
        self.left -= 1
        if self.left < 0:
            raise OSError("the file has too many parts")
        return super().read(size)


def decode(data: bytes, limits: Limits, enough_px: float = math.inf) -> Photo:
    """Decode `data`, reduced by 8, 4 or 2 while the longer side stays above `enough_px`.

    Raises UnsupportedMedia, TooManyPixels or DamagedImage.
    """
    gate_heif(data, limits)
    image = _open(data)
    size, file_format = image.size, image.format or ""
    try:
        gate(image, data, limits)
        tables = getattr(image, "quantization", {}) if file_format in JPEGS else {}
        reduction = next((r for r in REDUCTIONS if max(size) >= r * enough_px), 1)
        _load(image, reduction)
        if file_format not in JPEGS:
            size = image.size  # some headers are corrected only by the pixels
        turn = UPRIGHT.get(_orientation(image))
        profile = image.info.get("icc_profile")
        image = to_reducible(image)
        left = reduction // round(size[0] / image.width)
        image = image.reduce(left) if left > 1 else image
        image = to_srgb(image, profile)
        image = image.transpose(turn) if turn is not None else image
        rgb = np.ascontiguousarray(image)
    except BROKEN as error:
        raise DamagedImage(
            "The image is incomplete or its data is not valid; send the original file again.",
            "图像不完整或数据无效，请重新发送原文件。",
        ) from error
    upright_size = size[::-1] if turn in SIDEWAYS else size
    return Photo(rgb, upright_size, file_format.lower(), quality(tables))


def _open(data: bytes) -> Image.Image:
    try:
        plain = from_first_frame(data) if data.startswith(b"GIF8") else data
        return Image.open(_BoundedReader(plain), formats=FORMATS)
    except BROKEN as error:
        if MAGIC.match(data):
            raise DamagedImage(
                "The image breaks off in its header; send it again.",
                "图像文件头不完整，请重新发送。",
            ) from error
        raise UnsupportedMedia(
            f"The bytes are not a {NAMES} image; send one of these.",
            f"内容不是支持的图像；请发送以下格式之一：{NAMES}。",
        ) from error


def _load(image: Image.Image, reduction: int) -> None:
    """Decode the pixels, reduced on the way as far as the format can."""
    image.draft(None, (-(-image.width // reduction), -(-image.height // reduction)))
    image.load()


def _orientation(image: Image.Image) -> int:
    """The stored orientation; EXIF that cannot be read says nothing."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except BROKEN:
        return 1
