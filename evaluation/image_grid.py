"""Sheets of labelled pictures, for a person to look at."""

from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from evaluation.cutout import metrics
from evaluation.cutout.methods import Cutout
from evaluation.cutout.scores import BACKGROUNDS, Score
from evaluation.photos import Case
from service.values.order import Colour
from service.values.photo import RGB, Alpha

PAPER, INK = (244, 244, 244), (20, 20, 20)
GAP, LINE, TEXT = 8, 16, 13
ROW_HEIGHT = 320  # of one photo in a sheet of the worst


@dataclass(frozen=True, slots=True)
class Cell:
    """A picture (H, W, 3) and the lines below it."""

    picture: RGB
    lines: tuple[str, ...]


def grid(cells: list[Cell], columns: int) -> Image.Image:
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


def row_of(case: Case, cutout: Cutout, score: Score) -> list[Cell]:
    """The window, the true and the found person on blue, and how the alphas differ."""
    blue = BACKGROUNDS["blue"]
    difference = np.rint(np.abs(cutout.alpha - case.alpha) * 255).astype(np.uint8)
    pictures = (
        (case.colour, f"{case.group} {case.name}"),
        (finished(case.foreground, case.alpha, blue), "true"),
        (finished(cutout.foreground, cutout.alpha, blue), score.method),
        (np.dstack([difference] * 3), _numbers(score)),
    )
    return [Cell(_at_height(picture, ROW_HEIGHT), (line,)) for picture, line in pictures]


def finished(foreground: RGB, alpha: Alpha, background: Colour) -> RGB:
    """The person over a flat colour, in 8 bits."""
    return np.rint(metrics.over(foreground, alpha, background)).astype(np.uint8)


def fitted(picture: RGB, width: int, height: int) -> RGB:
    """`picture` made as large as it may be within `width` and `height`."""
    return _at_height(picture, min(height, round(width * picture.shape[0] / picture.shape[1])))


def _numbers(score: Score) -> str:
    values = score.values
    return f"MSE {values['mse'] * 1000:.1f}  IoU {values['iou']:.3f}  Grad {values['grad']:.1f}"


def _at_height(picture: RGB, height: int) -> RGB:
    width = max(1, round(picture.shape[1] * height / picture.shape[0]))
    method = cv2.INTER_AREA if height < picture.shape[0] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (width, height), interpolation=method), np.uint8)
