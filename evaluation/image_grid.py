"""Pictures with captions in rows and columns, for a person to look at."""

from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from service.values.photo import RGB

PAPER, INK = (244, 244, 244), (20, 20, 20)
GAP, LINE, TEXT = 8, 16, 13


@dataclass(frozen=True, slots=True)
class Cell:
    """A picture (H, W, 3) and the lines below it."""

    picture: RGB
    lines: tuple[str, ...]


def image_grid(cells: list[Cell], columns: int) -> Image.Image:
    """All cells in rows, each column as wide as the widest picture."""
    width = max(cell.picture.shape[1] for cell in cells)
    high = max(cell.picture.shape[0] for cell in cells)
    height = high + LINE * max(len(cell.lines) for cell in cells)
    rows = -(-len(cells) // columns)
    size = GAP + columns * (width + GAP), GAP + rows * (height + GAP)
    sheet = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(TEXT)
    for index, cell in enumerate(cells):
        left = GAP + index % columns * (width + GAP)
        top = GAP + index // columns * (height + GAP)
        picture = Image.fromarray(cell.picture)
        sheet.paste(picture, (left + (width - picture.width) // 2, top + high - picture.height))
        for number, line in enumerate(cell.lines):
            draw.text((left, top + high + number * LINE), line, INK, font)
    return sheet


def fitted(picture: RGB, width: int, height: int) -> RGB:
    """`picture` made as large as it may be within `width` and `height`."""
    return at_height(picture, min(height, round(width * picture.shape[0] / picture.shape[1])))


def at_height(picture: RGB, height: int) -> RGB:
    """`picture` scaled to a height in pixels."""
    width = max(1, round(picture.shape[1] * height / picture.shape[0]))
    method = cv2.INTER_AREA if height < picture.shape[0] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (width, height), interpolation=method), np.uint8)
