"""`python -m docs.placement_picture`: a head in the photo, and in the frame with its lengths.

On the left the portrait with the frame that is cut out of it; on the right the finished photo with
every length of the report and its standard error.
"""

import io
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from evaluation.engine import load_engine
from evaluation.orders import default_order
from service.cancellation import CancellationToken
from service.pipeline.idphoto import make_idphoto
from service.values.report import Report

FOLDER = Path(__file__).parent
DOCUMENT = "schengen-visa"
HEIGHT, GAP, BESIDE, BELOW = 620, 40, 210, 70  # px of the frame and of what is around it
PAPER, INK, FRAME = (255, 255, 255), (31, 41, 55), (255, 200, 0)
CROWN, EYES, CHIN, ACROSS = (37, 99, 235), (194, 65, 12), (21, 128, 61), (109, 40, 217)
BAR = 6  # half the length of the bar at the end of an arrow

Spot = tuple[float, float]
Colour = tuple[int, int, int]


def main() -> None:
    """Write placement.jpg."""
    sent = (FOLDER / "astronaut.jpg").read_bytes()
    order = default_order(DOCUMENT, format="png")
    made = make_idphoto(sent, order, load_engine("portrait"), CancellationToken())
    before = framed(Image.open(io.BytesIO(sent)).convert("RGB"), made.report)
    after = measured(Image.open(io.BytesIO(made.data)).convert("RGB"), made.report)
    picture = Image.new("RGB", (before.width + GAP + after.width, after.height), PAPER)
    picture.paste(before, (0, 0))
    picture.paste(after, (before.width + GAP, 0))
    picture.save(FOLDER / "placement.jpg", quality=90)


def framed(photo: Image.Image, report: Report) -> Image.Image:
    """The photo as it was sent, with the outline of what the frame shows of it."""
    zoom = HEIGHT / photo.height
    picture = photo.resize((round(photo.width * zoom), HEIGHT), Image.Resampling.LANCZOS)
    back = cv2.invertAffineTransform(np.array(report.transform))
    width, height = report.width_px, report.height_px
    corners = np.array([(0, 0, 1), (width, 0, 1), (width, height, 1), (0, height, 1)])
    outline = [(float(x) * zoom, float(y) * zoom) for x, y in corners @ back.T]
    ImageDraw.Draw(picture).line([*outline, outline[0]], FRAME, 3)
    return picture


def measured(photo: Image.Image, report: Report) -> Image.Image:
    """The finished photo with its lengths beside and below it."""
    scale = HEIGHT / report.height_mm
    width, head = round(report.width_mm * scale), report.head
    size = width + 2 * BESIDE, HEIGHT + BELOW
    picture = Image.new("RGB", size, PAPER)
    picture.paste(photo.resize((width, HEIGHT), Image.Resampling.LANCZOS), (BESIDE, 0))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((BESIDE, 0, BESIDE + width, HEIGHT - 1), outline=INK)
    crown, chin = head.top_mm * scale, (head.top_mm + head.head_height_mm) * scale
    eyes = HEIGHT - head.eye_line_mm * scale
    for y, colour in ((crown, CROWN), (eyes, EYES), (chin, CHIN)):
        draw.line(((BESIDE - 30, y), (BESIDE + width + 30, y)), colour, 2)
    left, right = BESIDE - 20, BESIDE + width + 20
    upright(draw, left, (0, crown), "top_mm", report, CROWN)
    upright(draw, left, (crown, chin), "head_height_mm", report, CHIN)
    upright(draw, left, (chin, HEIGHT - 1), "chin_bottom_mm", report, CHIN)
    upright(draw, right, (eyes, HEIGHT - 1), "eye_line_mm", report, EYES)
    middle, half = head.face_centre_mm * scale, head.face_width_mm * scale / 2
    level(draw, HEIGHT + 14, (BESIDE + middle - half, BESIDE + middle + half), report)
    return picture


def upright(
    draw: ImageDraw.ImageDraw, x: float, ends: Spot, name: str, report: Report, colour: Colour
) -> None:
    """A dimension line down the side at `x`, with its name and its value outside of the frame."""
    upper, lower = ends
    draw.line(((x, upper), (x, lower)), colour, 2)
    for y in ends:
        draw.line(((x - BAR, y), (x + BAR, y)), colour, 2)
    left = x < BESIDE
    spot = (x - 12 if left else x + 12, (upper + lower) / 2)
    draw.text(spot, told(name, report), colour, _font(), "rm" if left else "lm", align="center")


def level(draw: ImageDraw.ImageDraw, y: float, ends: Spot, report: Report) -> None:
    """The dimension line of the face's width, below the frame."""
    left, right = ends
    draw.line(((left, y), (right, y)), ACROSS, 2)
    for x in ends:
        draw.line(((x, y - BAR), (x, y + BAR)), ACROSS, 2)
    spot = ((left + right) / 2, y + 10)
    draw.text(spot, told("face_width_mm", report), ACROSS, _font(), "ma", align="center")


def told(name: str, report: Report) -> str:
    """Name, value and standard error of a length, in two lines."""
    head = report.head.model_dump()
    return f"{name}\n{head[name]:.1f} ± {head['uncertainty_mm'][name]:.1f}"


def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(17)


if __name__ == "__main__":
    main()
