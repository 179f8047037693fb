from dataclasses import replace

import numpy as np
import pytest

from service.models.faces import FaceDetector
from service.specs import catalogue
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import only_face
from service.values.order import Order
from service.values.photo import Photo


@pytest.fixture(scope="session")
def portrait(astronaut):
    """A photo and its face; a sharp, evenly and well lit one."""
    photo = decode(astronaut, Limits())
    return photo, only_face(photo, FaceDetector())


@pytest.fixture(scope="session")
def order():
    spec = catalogue.load().find("cn-1inch")
    return Order(spec, (255, 255, 255), "jpeg", spec.dpi)


@pytest.fixture(scope="session")
def crop(order):
    """The same, with the photo's own background kept."""
    return replace(order, crop_only=True)


@pytest.fixture(scope="session")
def photo_of():
    """A photo made of pixels."""

    def make(rgb):
        return Photo(np.asarray(rgb, np.uint8), (rgb.shape[1], rgb.shape[0]), "png")

    return make
