"""Finished photos and marks, pixel by pixel, as they were when a person last looked at them.

After a change that is meant to alter it: `GOLDEN=update make test`, then look at the new images.
"""

import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from service.cancellation import CancellationToken
from service.models.faces import FaceDetector
from service.models.matting import choose
from service.pipeline.engine import Engine
from service.pipeline.idphoto import make_idphoto
from service.specs import catalogue
from service.steps.decode.gate import Limits
from service.steps.mark import mark
from service.values.marks import Marks
from service.values.order import Order

HERE = Path(__file__).parent
# Other builds of the libraries round differently; a shift by a pixel or a lost ear is far above.
MEAN_DIFFERENCE = 1.0
CHANGED, CHANGED_SHARE = 24, 0.01


@pytest.mark.parametrize("matting", ["portrait", "portrait-u2netp", "u2netp"])
def test_the_astronaut_looks_as_before(matting, astronaut, request):
    home = request.getfixturevalue("weights_home") if "u2netp" in matting else None
    engine = Engine(FaceDetector(), choose(matting, "cpu", home).load(), Limits())
    spec = catalogue.load().find("cn-1inch")
    order = Order(spec, (0, 0, 191), "png", 300)
    made = make_idphoto(astronaut, order, engine, CancellationToken()).data
    looks_as_before(Image.open(io.BytesIO(made)), f"astronaut-{matting}.png")


@pytest.mark.parametrize(
    ("marks", "size"),
    [
        (Marks("zh"), (295, 413)),
        (Marks("zh"), (600, 600)),
        (Marks("en"), (295, 413)),
        (Marks("both"), (413, 531)),
        (Marks(preview=True), (295, 413)),
    ],
)
def test_the_marks_look_as_before(marks, size):
    ground = np.linspace(255, 0, size[0])[np.newaxis, :, np.newaxis].repeat(size[1], axis=0)
    marked = mark(ground.repeat(3, axis=2).astype(np.uint8), marks)
    name = "preview" if marks.preview else marks.wording
    looks_as_before(Image.fromarray(marked), f"mark-{name}-{size[0]}x{size[1]}.png")


def looks_as_before(image, name):
    golden = HERE / name
    if os.environ.get("GOLDEN") == "update":
        image.save(golden)
    now = np.asarray(image, np.int16)
    then = np.asarray(Image.open(golden), np.int16)
    difference = np.abs(now - then)
    assert difference.mean() < MEAN_DIFFERENCE
    assert (difference.max(axis=2) > CHANGED).mean() < CHANGED_SHARE
