import cv2
import numpy as np
import pytest

from service.cancellation import CancellationToken
from service.models.faces import face_of
from service.steps.matting import matte
from service.values import geometry
from service.values.photo import Photo, Prediction, Window

WINDOW = Window(left=60, top=30, width=200, height=150)
FACE = face_of(
    (140, 80, 180, 140), 1.0, np.array([[150, 95], [170, 95], [160, 110], [153, 120], [167, 120.0]])
)


class Brightness:
    """Takes what is bright for the person, at a size of its own."""

    name = "brightness"

    def __init__(self, size):
        self.size, self.windows, self.faces = size, [], []

    def predict(self, window, face, token):  # noqa: ARG002 - the protocol's
        self.windows.append(window)
        self.faces.append(face)
        small = cv2.resize(window, self.size, interpolation=cv2.INTER_AREA)
        return Prediction((small[..., 0] / 255).astype(np.float32))


def photo():
    rgb = np.zeros((300, 400, 3), np.uint8)
    rgb[90:110, 150:190] = 255
    return Photo(rgb, (400, 300), "png")


def made(matter):
    return matte(photo(), FACE, WINDOW, matter, CancellationToken())


@pytest.mark.parametrize("size", [(200, 150), (100, 75), (64, 64), (300, 225)])
def test_the_matte_lies_over_the_person_whatever_size_the_network_likes(size):
    person = made(Brightness(size))
    rows, columns = np.indices(person.alpha.shape)
    weight = person.alpha / person.alpha.sum()
    middle = geometry.apply(
        person.to_photo, np.array([(columns * weight).sum(), (rows * weight).sum()])
    )
    np.testing.assert_allclose(middle, [169.5, 99.5], atol=0.3)


def test_the_network_sees_the_window_and_nothing_else():
    matter = Brightness((50, 50))
    made(matter)
    assert (matter.windows[0] == photo().rgb[30:180, 60:260]).all()


def test_the_network_is_told_where_the_face_is_in_the_window():
    matter = Brightness((50, 50))
    made(matter)
    assert matter.faces[0].box == (80, 50, 120, 110)
    np.testing.assert_allclose(matter.faces[0].landmarks, FACE.landmarks - [60, 30])


def test_the_matte_tells_what_made_it():
    assert made(Brightness((50, 50))).model == "brightness"
