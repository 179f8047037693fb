"""Visible marks, drawn on the finished pixels."""

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
ROWS_APART, WORDS_APART = 3.5, 2.0  # between baselines, and between words of a row, in capitals


def mark(pixels: RGB, marks: Marks) -> RGB:
    """`pixels` (H, W, 3 or 4) with the marks drawn on them; the same array where there are none."""
    if not marks.names:
        return pixels
    marked = pixels.copy()
    height, width = pixels.shape[:2]
    shortest = min(width, height)
    if marks.preview:
        _watermark(marked, WATERMARK_TALL * shortest)
    if marks.wording != "none":
        text = _text(TEXTS[marks.wording], TALL * shortest)
        margin = round(MARGIN * shortest)
        _stamp(marked, text, width - margin - text.width, height - margin - text.height)
    return marked


def _watermark(pixels: RGB, tall: float) -> None:
    """Write the preview's words in slanting, half-transparent rows all over, in place."""
    height, width = pixels.shape[:2]
    word = _text(PREVIEW, tall, WATERMARK_OPACITY)
    step, rise = word.width + WORDS_APART * tall, ROWS_APART * tall
    word = word.rotate(WATERMARK_DEG, Image.Resampling.BICUBIC, expand=True)
    turn = math.radians(WATERMARK_DEG)
    reach = math.hypot(width, height) / 2
    rows, words = math.ceil(reach / rise), math.ceil(reach / step) + 1
    for row in range(-rows, rows + 1):
        for number in range(-words, words + 1):
            along, across = (number + row % 2 / 2) * step, row * rise
            x = width / 2 + along * math.cos(turn) + across * math.sin(turn)
            y = height / 2 - along * math.sin(turn) + across * math.cos(turn)
            _stamp(pixels, word, round(x - word.width / 2), round(y - word.height / 2))


def _stamp(pixels: RGB, stamp: Image.Image, left: int, top: int) -> None:
    """Lay `stamp` on `pixels`, in place, as far as it is inside them."""
    height, width = pixels.shape[:2]
    right, bottom = min(left + stamp.width, width), min(top + stamp.height, height)
    x, y = max(left, 0), max(top, 0)
    if x >= right or y >= bottom:
        return
    below = Image.fromarray(pixels[y:bottom, x:right])
    both = below.convert("RGBA")
    both.alpha_composite(stamp.crop((x - left, y - top, right - left, bottom - top)))
    pixels[y:bottom, x:right] = np.asarray(both.convert(below.mode))


def _text(text: str, tall: float, opacity: float = 1.0) -> Image.Image:
    """White text, capitals at least `tall` pixels high, with a dark outline to be seen anywhere."""
    size = math.ceil(tall * EM_PER_CAPITAL)
    # A font of its own for each call, as threads cannot share one.
    font = ImageFont.truetype(io.BytesIO(FONT), size, layout_engine=ImageFont.Layout.BASIC)
    edge, alpha = max(1, round(tall / 12)), round(255 * opacity)
    left, top, right, bottom = font.getbbox(text, stroke_width=edge)
    layer = Image.new("RGBA", (math.ceil(right - left), math.ceil(bottom - top)))
    ImageDraw.Draw(layer).text(
        (-left, -top), text, (*INK, alpha), font, stroke_width=edge, stroke_fill=(*EDGE, alpha)
    )
    return layer
