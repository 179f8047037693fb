"""`python -m docs.picture`: make the README's pictures from scikit-image's astronaut.

The portrait (NASA, public domain) comes with scikit-image, which rembg installs.
"""

import io
from pathlib import Path

import skimage.data
from PIL import Image

from service import settings
from service.cancellation import CancellationToken
from service.models.faces import FaceDetector
from service.models.matting import choose
from service.pipeline.idphoto import Engine, make_idphoto
from service.specs import catalogue
from service.steps.decode.decode import Limits
from service.values.order import Order
from service.web.body import COLOURS

HERE = Path(__file__).parent
GAP = 24


def main() -> None:
    """Write astronaut.jpg, the photo to try the service with, and astronaut-results.jpg."""
    portrait = Image.open(Path(skimage.data.__file__).parent / "astronaut.png").convert("RGB")
    portrait.save(HERE / "astronaut.jpg", quality=95)
    config = settings.load()
    choice = choose(config.matting, config.providers, config.model_home)
    studio = Engine(FaceDetector(), choice.load(), Limits())
    spec = next(iter(catalogue.load()))
    source = (HERE / "astronaut.jpg").read_bytes()
    photos = []
    for name in ("blue", "white", "red"):
        made = make_idphoto(
            source, Order(spec, COLOURS[name], "png", 300), studio, CancellationToken()
        )
        photos.append(Image.open(io.BytesIO(made.data)))
    height = photos[0].height
    row = [portrait.resize((height, height)), *photos]
    width = sum(image.width for image in row) + GAP * (len(row) + 1)
    sheet = Image.new("RGB", (width, height + 2 * GAP), (222, 222, 222))
    left = GAP
    for image in row:
        sheet.paste(image, (left, GAP))
        left += image.width + GAP
    sheet.save(HERE / "astronaut-results.jpg", quality=92)


if __name__ == "__main__":
    main()
