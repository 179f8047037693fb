"""Bytes to upright sRGB pixels, behind gates that cost less than what they guard."""

import io
import math
from collections.abc import Callable
from contextlib import nullcontext

import numpy as np
from PIL import Image

from service.cancellation import CancellationToken
from service.steps.decode.alone import alone
from service.steps.decode.colour import profile_of, to_reducible, to_srgb
from service.steps.decode.container import MAGIC
from service.steps.decode.formats import BROKEN, FORMATS, JPEGS, NAMES
from service.steps.decode.gate import WEIGHTS, Limits, gate, gate_bytes
from service.steps.decode.jpeg import endings, is_whole, quality
from service.steps.decode.source import Source, source_of
from service.steps.decode.upright import SIDEWAYS, turn_of
from service.values.photo import RGB, Photo
from service.values.photo_errors import DamagedImage, UnsupportedMedia

REDUCTIONS = (8, 4, 2)  # what libjpeg can leave out while it decodes
MAX_READS = 20_000  # a PNG of 20 MB in the usual pieces of 8 KB takes 8,000
STRIP = 256  # rows that are copied at once


class _BoundedReader(io.BytesIO):
    """A file with a limit on reads: Pillow would go through millions of empty pieces."""

    def __init__(self, data: bytes, token: CancellationToken) -> None:
        super().__init__(data)
        self._left, self._token = MAX_READS, token

    def read(self, size: int | None = -1, /) -> bytes:
        """Read as any file does. Raises OSError after too many reads, and Cancelled."""
        self._token.raise_if_cancelled()
        self._left -= 1
        if self._left < 0:
            raise OSError("the file has too many parts")
        return super().read(size)


def decode(
    data: bytes,
    limits: Limits,
    enough_px: float = math.inf,
    token: CancellationToken | None = None,
) -> Photo:
    """Decode `data`, reduced by 8, 4 or 2 while the longer side stays above `enough_px`.

    A JPEG of more pixels than may be in memory is reduced further. Raises UnsupportedMedia,
    TooManyPixels, DamagedImage or Cancelled.
    """
    token = token or CancellationToken()
    gate_bytes(data, limits)
    source = source_of(data)
    image = _open(source.data, token)
    try:
        baseline = gate(image, data, limits)
        reduction = _reduction(image, enough_px, limits if baseline else None)
        held = math.prod(image.size) * WEIGHTS.get(image.format or "", 1)
        held = held // reduction**2 if baseline else held
        with alone(token) if held > limits.large else nullcontext():
            return _decode(image, source, reduction, token)
    except BROKEN as error:
        if isinstance(error, RuntimeError) and "nsupported" in str(error):  # of libheif
            raise UnsupportedMedia(
                "This kind of HEIC is not supported; send a JPEG.", "不支持这种 HEIC，请发送 JPEG。"
            ) from error
        raise DamagedImage(
            "The image is incomplete or its data is not valid; send the original file again.",
            "图像不完整或数据无效，请重新发送原文件。",
        ) from error


def _decode(image: Image.Image, source: Source, reduction: int, token: CancellationToken) -> Photo:
    """The pixels of an image that was opened and let through."""
    size, file_format = image.size, image.format or ""
    tables = getattr(image, "quantization", {}) if file_format in JPEGS else {}
    image = _load(image, source.data, reduction, token)
    if source.view is not None:
        crop = source.view.crop if file_format == "HEIF" else source.view.coded_crop
        image = image.crop(crop) if crop else image
    if file_format not in JPEGS:
        size = image.size  # some headers are corrected only by the pixels
    turn = turn_of(image, source.exif)
    profile = profile_of(image, source.code_points)
    image = _replaced(image, to_reducible)
    left = reduction // round(size[0] / image.width)
    image = _replaced(image, lambda whole: whole.reduce(left) if left > 1 else whole)
    image = _replaced(image, lambda colours: to_srgb(colours, profile))
    image = _replaced(image, lambda stored: stored.transpose(turn) if turn is not None else stored)
    upright_size = size[::-1] if turn in SIDEWAYS else size
    return Photo(_pixels(image), upright_size, file_format.lower(), quality(tables))


def _open(data: bytes, token: CancellationToken) -> Image.Image:
    try:
        return Image.open(_BoundedReader(data, token), formats=FORMATS)
    except BROKEN as error:
        if MAGIC.match(data):
            raise DamagedImage(
                "The image ends within its header; send it again.",
                "图像文件头不完整，请重新发送。",
            ) from error
        raise UnsupportedMedia(
            f"The file is not a {NAMES} image; send one of these.",
            f"内容不是支持的图像；请发送以下格式之一：{NAMES}。",
        ) from error


def _reduction(image: Image.Image, enough_px: float, limits: Limits | None) -> int:
    """By how much an image may be reduced, or must be where `limits` bound what is left of it."""
    may = next((r for r in REDUCTIONS if max(image.size) >= r * enough_px), 1)
    if limits is None:
        return may
    fits = (r for r in (1, *reversed(REDUCTIONS)) if math.prod(image.size) <= limits.whole * r * r)
    return max(may, next(fits, REDUCTIONS[0]))


def _load(image: Image.Image, data: bytes, reduction: int, token: CancellationToken) -> Image.Image:
    """Decode the pixels, reduced on the way as far as the format can.

    A truncated JPEG is accepted if nothing but its end marker is missing.
    """
    size = -(-image.width // reduction), -(-image.height // reduction)
    image.draft(None, size)
    try:
        image.load()
        return image
    except OSError:
        if image.format not in JPEGS:
            raise
        one, other = (
            Image.open(_BoundedReader(end, token), formats=JPEGS) for end in endings(data)
        )
        for ended in (one, other):
            ended.draft(None, size)
            ended.load()
        if not is_whole(one, other):
            raise
        return one


def _replaced(image: Image.Image, change: Callable[[Image.Image], Image.Image]) -> Image.Image:
    """The changed image; the memory of the one that it replaces is freed."""
    changed = change(image)
    if changed is not image:
        image.close()
    return changed


def _pixels(image: Image.Image) -> RGB:
    """The pixels in strips, which takes half the memory of all at once."""
    pixels = np.empty((image.height, image.width, 3), np.uint8)
    for top in range(0, image.height, STRIP):
        bottom = min(top + STRIP, image.height)
        pixels[top:bottom] = np.asarray(image.crop((0, top, image.width, bottom)))
    return pixels
