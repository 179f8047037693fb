"""What is refused before it is decoded, as its header says how much it would cost."""

from dataclasses import dataclass

from PIL import Image

from service.steps.decode.container import is_animated_avif, is_heif
from service.steps.decode.formats import BROKEN, JPEGS
from service.steps.decode.heif import heif_extent
from service.steps.decode.jpeg import MAX_SCANS, scans
from service.values.errors import DamagedImage, TooManyPixels, UnsupportedMedia

MODES = {"1", "L", "La", "LA", "P", "PA", "RGB", "RGBX", "RGBa", "RGBA", "CMYK", "YCbCr"}
GREY_16 = {"I;16", "I;16L", "I;16B", "I;16N"}
TILE_WIDTH, TILE_LENGTH = 322, 323  # TIFF 6.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be decoded at all: pixels in total and pixels along the longer side.

    A file that is no JPEG may have `whole_share` of the pixels: it is decoded whole, with 4 (PNG)
    to 16 (WebP) bytes of memory for each, while a large JPEG is reduced on the way.
    """

    max_pixels: int = 50_000_000
    max_side: int = 20_000
    whole_share: float = 1.0

    def refuse(self, width: int, height: int, whole: bool) -> None:
        """Raise TooManyPixels for an image of that size."""
        most = int(self.max_pixels * (self.whole_share if whole else 1))
        if width * height > most or max(width, height) > self.max_side:
            kind = "file of its kind" if whole else "JPEG"
            raise TooManyPixels(
                f"The image has {width} x {height} pixels; at most {most} pixels and "
                f"{self.max_side} along a side are decoded of a {kind}.",
                f"图像有 {width} × {height} 像素；这类文件最多解码 {most} 像素，"
                f"每边最多 {self.max_side} 像素。",
            )


def gate_heif(data: bytes, limits: Limits) -> None:
    """Refuse a HEIC or AVIF by its boxes: libavif does not tell a bomb from a broken file."""
    if not is_heif(data):
        return
    if is_animated_avif(data):
        raise UnsupportedMedia(
            "An animated AVIF is not read; send a still picture.",
            "不支持动态 AVIF，请发送静态图片。",
        )
    try:
        pixels, side = heif_extent(data)
    except BROKEN as error:
        raise DamagedImage(
            "The image's header is not valid; send it again.", "图像文件头无效，请重新发送。"
        ) from error
    limits.refuse(side, -(-pixels // max(1, side)), whole=True)


def gate(image: Image.Image, data: bytes, limits: Limits) -> None:
    """Refuse an image that was opened, but not decoded, by its size, scans and kind of pixels."""
    tags = getattr(image, "tag_v2", {})  # a TIFF's tile is decoded whole, beyond the image's edge
    for width, height in (image.size, (tags.get(TILE_WIDTH, 0), tags.get(TILE_LENGTH, 0))):
        limits.refuse(width, height, whole=image.format not in JPEGS)
    if image.format in JPEGS and scans(data) > MAX_SCANS:
        raise TooManyPixels(
            f"The JPEG has more than {MAX_SCANS} scans; save it as baseline.",
            f"该 JPEG 的扫描数超过 {MAX_SCANS}；请另存为基线（baseline）JPEG。",
        )
    if image.mode not in MODES | GREY_16:
        raise UnsupportedMedia(
            f"Pixels of the kind {image.mode} are not read; save the image in RGB.",
            f"不支持 {image.mode} 类型的像素；请将图像另存为 RGB。",
        )
