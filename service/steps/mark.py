"""Marks that everybody sees, drawn on the finished pixels."""

import io
import math
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from service.values.marks import PREVIEW, TEXTS, Marks
from service.values.photo import RGB

# Noto Sans CJK SC, the characters of the marks alone (SIL OFL 1.1, mark.otf.LICENSE), so that they
# look the same on every machine and no font has to be installed.
FONT = Path(__file__).with_name("mark.otf").read_bytes()
TALL = 0.05  # GB 45438-2025: text of at least 5% of the shortest side
EM_PER_CAPITAL = 1 / 0.73  # of this font: its capitals are lower than its Chinese characters
MARGIN = 0.02  # of the shortest side
INK, EDGE = (255, 255, 255), (0, 0, 0)
WATERMARK_TALL, WATERMARK_OPACITY, WATERMARK_DEG = 0.07, 0.45, 30

_Size = tuple[int, int]


def mark(pixels: RGB, marks: Marks) -> RGB:
    """`pixels` (H, W, 3 or 4) with the marks drawn on them; the same array where there are none."""
    if not marks.names:
        return pixels
    image = Image.fromarray(pixels)
    marked = image.convert("RGBA")
    if marks.preview:
        marked.alpha_composite(_watermark(image.size))
    if marks.wording != "none":
        text = _corner_text(TEXTS[marks.wording], TALL * min(image.size))
        margin = round(MARGIN * min(image.size))
        marked.alpha_composite(
            text, (image.width - margin - text.width, image.height - margin - text.height)
        )
    return np.asarray(marked.convert(image.mode), np.uint8)


def _corner_text(text: str, tall: float) -> Image.Image:
    """`text` alone, opaque."""
    left, top, right, bottom = _font(tall).getbbox(text, stroke_width=_edge(tall))
    layer = Image.new("RGBA", (math.ceil(right - left), math.ceil(bottom - top)))
    _write(ImageDraw.Draw(layer), (-left, -top), text, tall, 255)
    return layer


def _watermark(size: _Size) -> Image.Image:
    """The word for a preview in slanting rows from edge to edge, half transparent."""
    side = math.ceil(math.hypot(*size))
    tall = WATERMARK_TALL * min(size)
    layer = Image.new("RGBA", (side, side))
    draw = ImageDraw.Draw(layer)
    width = _font(tall).getlength(PREVIEW) + 2 * tall
    for row, top in enumerate(np.arange(0, side, 3.5 * tall)):
        for left in np.arange(-(row % 2) * width / 2, side, width):
            _write(draw, (left, top), PREVIEW, tall, round(255 * WATERMARK_OPACITY))
    turned = layer.rotate(WATERMARK_DEG, Image.Resampling.BICUBIC)
    x, y = (side - size[0]) // 2, (side - size[1]) // 2
    return turned.crop((x, y, x + size[0], y + size[1]))


def _write(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, tall: float, opacity: int
) -> None:
    """White text whose capitals are `tall` pixels high, with a dark edge to be seen on anything."""
    ink, edge = (*INK, opacity), (*EDGE, opacity)
    draw.text(at, text, ink, _font(tall), stroke_width=_edge(tall), stroke_fill=edge)


def _edge(tall: float) -> int:
    """Width of the dark edge in pixels."""
    return max(1, round(tall / 12))


def _font(tall: float) -> ImageFont.FreeTypeFont:
    """The font with capitals of at least `tall` pixels; a new one, as threads cannot share it."""
    size = math.ceil(tall * EM_PER_CAPITAL)
    return ImageFont.truetype(io.BytesIO(FONT), size, layout_engine=ImageFont.Layout.BASIC)
