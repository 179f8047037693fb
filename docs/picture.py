"""`python -m docs.picture`: make the README's pictures from scikit-image's astronaut.

The portrait (NASA, public domain) comes with scikit-image, which rembg installs.
"""

import io
from collections.abc import Sequence
from pathlib import Path

import skimage.data
from PIL import Image

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
BACKGROUNDS = ("blue", "white", "red")
GAP, PAPER = 24, (222, 222, 222)


def main() -> None:
    """Write astronaut.jpg, the photo to try the service with, and astronaut-results.jpg."""
    portrait = Image.open(Path(skimage.data.__file__).parent / "astronaut.png").convert("RGB")
    portrait.save(FOLDER / "astronaut.jpg", quality=95)
    finished = idphotos((FOLDER / "astronaut.jpg").read_bytes())
    height = finished[0].height
    row = side_by_side([portrait.resize((height, height)), *finished])
    row.save(FOLDER / "astronaut-results.jpg", quality=92)


def idphotos(data: bytes) -> list[Image.Image]:
    """The photo finished for the catalogue's first document, on each background."""
    config = settings.load()
    choice = choose(config.matting, config.providers, config.model_home)
    engine = Engine(FaceDetector(), choice.load(), Limits())
    spec = next(iter(catalogue.load()))
    orders = [Order(spec, COLOURS[name], "png", 300) for name in BACKGROUNDS]
    photos = [make_idphoto(data, order, engine, CancellationToken()) for order in orders]
    return [Image.open(io.BytesIO(photo.data)) for photo in photos]


def side_by_side(images: Sequence[Image.Image]) -> Image.Image:
    """Images of one height in a row on paper."""
    width = sum(image.width for image in images) + GAP * (len(images) + 1)
    row = Image.new("RGB", (width, images[0].height + 2 * GAP), PAPER)
    left = GAP
    for image in images:
        row.paste(image, (left, GAP))
        left += image.width + GAP
    return row


if __name__ == "__main__":
    main()
