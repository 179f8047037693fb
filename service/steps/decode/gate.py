"""What is refused before it is decoded, because its header shows what it would cost."""

from dataclasses import dataclass

from PIL import Image

from service.steps.decode.container import is_animated_avif, is_heif
from service.steps.decode.formats import BROKEN, JPEGS
from service.steps.decode.heif import heif_extent
from service.steps.decode.jpeg import MAX_SCANS, can_hold, is_baseline, is_lossy, scans
from service.steps.decode.raw import is_raw
from service.values.photo_errors import DamagedImage, TooManyPixels, UnsupportedMedia

MODES = {"1", "L", "La", "LA", "P", "PA", "RGB", "RGBX", "RGBa", "RGBA", "CMYK", "YCbCr"}
GREY_16 = {"I;16", "I;16L", "I;16B", "I;16N"}
TILE_WIDTH, TILE_LENGTH = 322, 323  # TIFF 6.0
# Decoding a WebP takes 16 bytes for each pixel, other kinds up to 9: docs/formats.md.
WEIGHTS = {"WEBP": 2}


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be decoded at all: pixels in total and pixels along the longer side.

    A baseline JPEG is reduced while it is read, so what it costs is what is left of it. All other
    files are in memory whole, and may have `whole_share` of the pixels; of those with more than
    half of that, one at a time is decoded in a process.
    """

    max_pixels: int = 202_000_000
    max_side: int = 20_000
    whole_share: float = 0.25

    @property
    def whole(self) -> int:
        """Most pixels in memory at once."""
        return int(self.max_pixels * self.whole_share)

    @property
    def large(self) -> int:
        """Pixels in memory above which a process decodes one photo at a time."""
        return self.whole // 2

    def refuse(self, width: int, height: int, most: int, kind: str) -> None:
        """Raise TooManyPixels for an image of that size and kind."""
        if width * height > most or max(width, height) > self.max_side:
            raise TooManyPixels(
                f"The image has {width} x {height} pixels; a {kind} may have at most {most} "
                f"in total and {self.max_side} per side.",
                f"图像有 {width} × {height} 像素；这类文件最多解码 {most} 像素，"
                f"每边最多 {self.max_side} 像素。",
            )


def gate_bytes(data: bytes, limits: Limits) -> None:
    """Refuse what can be refused without opening it.

    A HEIC or AVIF is measured by its boxes: libavif does not tell a bomb from a broken file.
    """
    if is_raw(data):
        raise UnsupportedMedia(
            "Camera raw files are not supported; send a JPEG.", "不支持相机 RAW 文件，请发送 JPEG。"
        )
    if data.startswith(b"\xff\xd8\xff") and not is_lossy(data):
        raise UnsupportedMedia(
            "Lossless JPEG and JPEG with more than 8 bits are not supported; save it as baseline.",
            "不支持无损或超过 8 位的 JPEG；请另存为基线（baseline）JPEG。",
        )
    if not is_heif(data):
        return
    if is_animated_avif(data):
        raise UnsupportedMedia(
            "Animated AVIF is not supported; send a still image.",
            "不支持动态 AVIF，请发送静态图片。",
        )
    try:
        pixels, side = heif_extent(data)
    except BROKEN as error:
        raise DamagedImage(
            "The image's header is not valid; send it again.", "图像文件头无效，请重新发送。"
        ) from error
    limits.refuse(side, -(-pixels // max(1, side)), limits.whole, "HEIC or AVIF")


def gate(image: Image.Image, data: bytes, limits: Limits) -> bool:
    """Refuse an image that was opened, but not decoded, by its size, scans and kind of pixels.

    Returns whether it can be reduced while it is read, which a baseline JPEG can.
    """
    file_format = image.format or ""
    baseline = file_format in JPEGS and is_baseline(data)
    most = limits.max_pixels if baseline else limits.whole // WEIGHTS.get(file_format, 1)
    kind = (
        "baseline JPEG" if baseline else "progressive JPEG" if file_format in JPEGS else file_format
    )
    tags = getattr(image, "tag_v2", {})  # a TIFF's tile is decoded whole, beyond the image's edge
    for width, height in (image.size, (tags.get(TILE_WIDTH, 0), tags.get(TILE_LENGTH, 0))):
        limits.refuse(width, height, most, kind)
    if file_format in JPEGS and scans(data) > MAX_SCANS:
        raise TooManyPixels(
            f"The JPEG has more than {MAX_SCANS} scans; save it as baseline.",
            f"该 JPEG 的扫描数超过 {MAX_SCANS}；请另存为基线（baseline）JPEG。",
        )
    if baseline and not can_hold(data, *image.size):
        raise DamagedImage(
            "Most of the JPEG's rows are missing; send the original file again.",
            "该 JPEG 缺少大部分像素行，请重新发送原始文件。",
        )
    if image.mode not in MODES | GREY_16:
        raise UnsupportedMedia(
            f"Pixels of type {image.mode} are not supported; save the image as RGB.",
            f"不支持 {image.mode} 类型的像素；请将图像另存为 RGB。",
        )
    return baseline
