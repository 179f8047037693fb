"""Pixels to a file of the requested number of bytes, with resolution and colour space."""

import io
import struct
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from service.cancellation import NEVER, CancellationToken
from service.values.files import Format
from service.values.order import FileRule
from service.values.photo import RGB
from service.values.photo_errors import SizeUnreachable

QUALITY, BEST = 95, 100
FINE = 70  # down to here full chroma is kept; below it, half of it at a higher quality looks better
THOROUGH, QUICK = 6, 1  # zlib's levels
# libwebp's methods. Pillow's own, 4, takes twice the time of 2 for a tenth less bytes, and nothing
# interrupts it: half a second for each of a dozen attempts at the largest photo.
WEBP_METHOD, WEBP_QUICK, WEBP_QUICK_PX = 4, 2, 1_000_000
FULL, HALVED = "4:4:4", "4:2:0"
# A WebP below this goes without the profile, of 588 bytes: it is for QR codes and chips, and is
# sRGB without one.
TINY_PX = 20_000
INCH, SRGB = 2, 1  # EXIF 2.32: ResolutionUnit, ColorSpace
MAX_SEGMENT = 65_537  # JPEG: marker, two bytes of length, content
# Little CMS writes the moment into the profile (ICC.1:2022, 7.2: bytes 24 to 35), by which the same
# photo would be another file in each process, and would tell when that was started.
_MADE = slice(24, 36)
_DATE = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
_NOW = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
_SRGB = _NOW[: _MADE.start] + _DATE + _NOW[_MADE.stop :]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A file and how it was encoded. PNG has neither quality nor chroma subsampling."""

    data: bytes
    quality: int | None = None
    chroma: str | None = None
    padding: int = 0


class _Sink(io.BytesIO):
    """A file in memory; an encoder that writes into it piece by piece is stopped by `token`."""

    def __init__(self, token: CancellationToken) -> None:
        super().__init__()
        self._token = token

    def write(self, data: object, /) -> int:
        self._token.raise_if_cancelled()
        return super().write(data)  # type: ignore[arg-type]


def encode(
    pixels: RGB,
    file_format: Format,
    dpi: int,
    quality: int = QUALITY,
    chroma: str = FULL,
    *,
    xmp: bytes = b"",
    quick: bool = False,
    token: CancellationToken = NEVER,
) -> bytes:
    """Encode (H, W, 3) or, as PNG or WebP, (H, W, 4), with `xmp` unless it is empty.

    None of the input's metadata is kept. `quick` is for pictures of many pixels: their files
    get larger, but are written piece by piece. Raises Cancelled when `token` is cancelled.
    """
    image, out = Image.fromarray(pixels), _Sink(token)
    exif = _exif(dpi)
    if file_format == "jpeg":
        image.save(
            out, "JPEG", quality=quality, subsampling=chroma, optimize=not quick,
            dpi=(dpi, dpi), exif=exif, icc_profile=_SRGB, xmp=xmp,
        )  # fmt: skip
    elif file_format == "webp":
        method, profile = _webp_of(image)
        image.save(
            out, "WEBP", quality=quality, method=method, exif=exif, icc_profile=profile, xmp=xmp
        )
    else:
        image.save(
            out, "PNG", dpi=(dpi, dpi), exif=exif, icc_profile=_SRGB, pnginfo=_text(xmp),
            compress_level=QUICK if quick else THOROUGH,
        )  # fmt: skip
    return out.getvalue()


def _webp_of(image: Image.Image) -> tuple[int, bytes]:
    """The encoder's method and the profile that a WebP of this size gets."""
    size = image.width * image.height
    return (
        WEBP_QUICK if size > WEBP_QUICK_PX else WEBP_METHOD,
        b"" if size < TINY_PX else _SRGB,
    )


def fit(
    pixels: RGB,
    file_format: Format,
    dpi: int,
    rule: FileRule,
    xmp: bytes = b"",
    token: CancellationToken = NEVER,
) -> Encoded:
    """The file of the best quality that `rule` allows, without padding where possible.

    The bytes of `xmp` count. Raises SizeUnreachable, and Cancelled when
    `token` is cancelled.
    """
    tried: dict[tuple[str, int], Encoded] = {}

    def size(chroma: str, quality: int) -> int:
        if (chroma, quality) not in tried:
            token.raise_if_cancelled()
            data = encode(pixels, file_format, dpi, quality, chroma, xmp=xmp, token=token)
            tried[chroma, quality] = Encoded(data, quality, chroma)
        return len(tried[chroma, quality].data)

    if file_format == "png":  # one way only
        only = Encoded(encode(pixels, file_format, dpi, xmp=xmp, token=token))
        if _holds(only, rule):
            return only
        raise _unreachable([only], rule)
    for way in _ways(size, FULL if file_format == "jpeg" else HALVED, rule):
        size(*way)
        if _holds(tried[way], rule):
            return tried[way]
    padded = _padded(list(tried.values()), rule) if rule.pad else None
    if padded is None:
        raise _unreachable(list(tried.values()), rule)
    return padded


def _holds(file: Encoded, rule: FileRule) -> bool:
    return rule.least <= len(file.data) <= rule.most


def _ways(size: Callable[[str, int], int], full: str, rule: FileRule) -> Iterator[tuple[str, int]]:
    """Chroma and quality to try, the better first: by bisection, as more quality is more bytes."""
    start = max(QUALITY, rule.least_quality)
    yield full, start
    if size(full, start) < rule.least:
        higher = range(start, BEST + 1)
        yield full, min(start + bisect_left(higher, rule.least, key=partial(size, full)), BEST)
        return
    for chroma, lowest in ((full, max(FINE, rule.least_quality)), (HALVED, rule.least_quality)):
        qualities = range(lowest, start + 1)
        small = bisect_right(qualities, rule.most, key=partial(size, chroma))
        yield chroma, max(lowest, lowest + small - 1)


def _padded(files: list[Encoded], rule: FileRule) -> Encoded | None:
    """The largest file below the range, filled up to it with comments (COM), which nobody reads."""
    below = [file for file in files if len(file.data) < rule.least]
    if not below:
        return None
    best = max(below, key=lambda file: len(file.data))
    missing = max(rule.least - len(best.data), 4)  # no segment is shorter
    if len(best.data) + missing > rule.most:
        return None
    at = 2
    while 0xE0 <= best.data[at + 1] <= 0xEF:  # APPn: JFIF, EXIF and ICC stay in front
        at += 2 + int.from_bytes(best.data[at + 2 : at + 4], "big")
    data = best.data[:at] + _comments(missing) + best.data[at:]
    return Encoded(data, best.quality, best.chroma, missing)


def _comments(length: int) -> bytes:
    """Comment segments of `length` bytes together, at least 4."""
    filler = bytearray()
    while left := length - len(filler):
        take = min(left, MAX_SEGMENT)
        take -= 4 if 0 < left - take < 4 else 0
        filler += b"\xff\xfe" + (take - 2).to_bytes(2, "big") + b" " * (take - 4)
    return bytes(filler)


def _unreachable(files: list[Encoded], rule: FileRule) -> SizeUnreachable:
    sizes = [len(file.data) for file in files]
    nearest = min(sizes, key=lambda size: max(rule.least - size, size - rule.most))
    below = nearest < rule.least
    remedy = "More dpi, or pad=true for a JPEG," if below else "Fewer dpi"
    remedy_zh = "提高 dpi，或对 JPEG 使用 pad=true，" if below else "降低 dpi，"
    return SizeUnreachable(
        f"The closest possible size is {nearest} bytes; {rule.in_words()} are required. "
        f"{remedy} or another min_kb or max_kb would help.",
        f"文件最接近时为 {nearest} 字节，而要求是 {rule.in_words_zh()} 字节。"
        f"{remedy_zh}或改用其他 min_kb、max_kb。",
        nearest_bytes=nearest,
    )


def _text(xmp: bytes) -> PngImagePlugin.PngInfo:
    """The chunk in which a PNG holds XMP (XMP specification, part 3)."""
    text = PngImagePlugin.PngInfo()
    if xmp:
        text.add_itxt("XML:com.adobe.xmp", xmp.decode())
    return text


def _exif(dpi: int) -> Image.Exif:
    """Resolution and colour space, for programs that look nowhere else."""
    exif = Image.Exif()
    exif[ExifTags.Base.XResolution] = exif[ExifTags.Base.YResolution] = float(dpi)
    exif[ExifTags.Base.ResolutionUnit] = INCH
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.ColorSpace] = SRGB
    return exif
