"""`make picture`: the portrait to try the service with, and README's gallery of before and after.

NASA's portrait of Eileen Collins (public domain) comes with scikit-image, which rembg installs.
`PEOPLE=folder` makes the gallery of other portraits, which have to be free to publish.
"""

import argparse
import io
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

import skimage.data
from PIL import Image, ImageDraw, ImageFont, ImageOps

from service import settings
from service.cancellation import CancellationToken
from service.models.faces import FaceDetector
from service.models.matting import choose
from service.pipeline.engine import Engine
from service.pipeline.idphoto import make_idphoto
from service.specs import catalogue
from service.steps.decode.gate import Limits
from service.values.colour import COLOURS
from service.values.order import Order

FOLDER = Path(__file__).parent
ASTRONAUT = Path(skimage.data.__file__).parent / "astronaut.png"
DOCUMENTS = {
    "cn-1inch": "blue",
    "us-passport": "white",
    "cn-2inch": "red",
    "schengen-visa": "light-grey",
    "jp-passport": "light-blue",
    "in-passport": "white",
}
HEIGHT, GAP, CAPTION, COLUMNS = 250, 18, 30, 3
PAPER, INK = (244, 244, 244), (60, 60, 60)


def main() -> None:
    """Write astronaut.jpg and pictures/gallery.jpg."""
    parser = argparse.ArgumentParser(prog="python -m docs.picture", description=__doc__)
    parser.add_argument("--people", type=Path, help="folder of portraits for the gallery")
    parser.add_argument("--out", type=Path, default=FOLDER / "pictures" / "gallery.jpg")
    options = parser.parse_args()
    Image.open(ASTRONAUT).convert("RGB").save(FOLDER / "astronaut.jpg", quality=95)
    people = sorted(options.people.iterdir()) if options.people else [ASTRONAUT]
    count = max(len(people), len(DOCUMENTS))
    chosen = [person for _, person in zip(range(count), cycle(people), strict=False)]
    grid(pairs(chosen)).save(options.out, quality=88)


def pairs(people: Sequence[Path]) -> list[tuple[Image.Image, Image.Image, str]]:
    """Before, after, and the document of each, one document after the other."""
    config = settings.load()
    choice = choose(config.matting, config.providers, config.model_home)
    engine, known = Engine(FaceDetector(), choice.load(), Limits()), catalogue.load()
    found = []
    for person, (name, background) in zip(people, cycle(DOCUMENTS.items()), strict=False):
        spec = known.find(name)
        if spec is None:
            raise ValueError(f"there is no document {name}")
        order = Order(spec, COLOURS[background], "png", spec.dpi)
        data = person.read_bytes()
        photo = make_idphoto(data, order, engine, CancellationToken())
        before = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
        found.append((before, Image.open(io.BytesIO(photo.data)).convert("RGB"), spec.id))
    return found


def grid(rows: Sequence[tuple[Image.Image, Image.Image, str]]) -> Image.Image:
    """Pairs of pictures of one height, with the document below, on paper."""
    cells = [_cell(*row) for row in rows]
    width = max(cell.width for cell in cells) + 2 * GAP
    lines = -(-len(cells) // COLUMNS)
    page = Image.new("RGB", (COLUMNS * width + GAP, lines * (HEIGHT + CAPTION + GAP) + GAP), PAPER)
    for number, cell in enumerate(cells):
        line, column = divmod(number, COLUMNS)
        page.paste(cell, (GAP + column * width, GAP + line * (HEIGHT + CAPTION + GAP)))
    return page


def _cell(before: Image.Image, after: Image.Image, caption: str) -> Image.Image:
    left = ImageOps.fit(before, (HEIGHT * 4 // 5, HEIGHT), centering=(0.5, 0.2))
    right = after.resize((round(after.width * HEIGHT / after.height), HEIGHT), Image.Resampling.BOX)
    cell = Image.new("RGB", (left.width + 8 + right.width, HEIGHT + CAPTION), PAPER)
    cell.paste(left, (0, 0))
    cell.paste(right, (left.width + 8, 0))
    font = ImageFont.load_default(15)
    ImageDraw.Draw(cell).text((left.width + 8, HEIGHT + 6), caption, INK, font)
    return cell


if __name__ == "__main__":
    main()
