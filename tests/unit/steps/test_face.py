from dataclasses import replace

import numpy as np
import pytest

from service.models.faces import FaceDetector, face_of
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import only_face, upright_face
from service.values.mesh import Mesh
from service.values.photo import Photo
from service.values.photo_errors import NoFace, SeveralFaces


class Found:
    """A detector that finds given faces, in shares of the picture that it is shown."""

    def __init__(self, *boxes, needs_px=0):
        self.boxes, self.needs_px, self.looks = boxes, needs_px, 0

    def find(self, rgb, min_height):  # noqa: ARG002 - the protocol's
        self.looks += 1
        height, width = rgb.shape[:2]
        if max(height, width) < self.needs_px:
            return []
        return [self._face(np.array(box) * [width, height, width, height]) for box in self.boxes]

    def find_any_way_up(self, rgb):  # noqa: ARG002 - the protocol's
        return None

    def glance(self, rgb, face):
        return self.fit(rgb, face)

    def fit(self, rgb, face):  # noqa: ARG002 - the protocol's
        return Mesh(np.zeros((478, 3)), 0.0, 1.0)

    def _face(self, box):
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return face_of(tuple(box - 0.5), 0.99, np.full((5, 2), (x - 0.5, y - 0.5)))


def photo(width=1200, height=900, source=None):
    return Photo(np.zeros((height, width, 3), np.uint8), source or (width, height), "jpeg")


def test_the_face_is_told_in_pixels_of_the_photo():
    face = only_face(photo(), Found((0.25, 0.25, 0.5, 0.75)))
    assert face.box == pytest.approx((299.5, 224.5, 599.5, 674.5))
    assert face.landmarks[0] == pytest.approx([449.5, 449.5])


def test_no_face_is_refused_with_advice():
    with pytest.raises(NoFace, match="upright"):
        only_face(photo(), Found())


def test_a_face_far_away_is_looked_for_a_second_time_on_a_larger_copy():
    face = only_face(photo(), Found((0.5, 0.5, 0.55, 0.56), needs_px=500))
    assert face.box == pytest.approx((599.5, 449.5, 659.5, 503.5))


def test_a_small_photo_without_a_face_is_looked_at_once():
    nobody = Found()
    with pytest.raises(NoFace):
        only_face(photo(300, 200), nobody)
    assert nobody.looks == 1


def test_two_people_are_refused():
    with pytest.raises(SeveralFaces, match="2 faces"):
        only_face(photo(), Found((0.1, 0.1, 0.3, 0.5), (0.6, 0.1, 0.8, 0.45)))


def test_the_faces_of_several_people_are_told_in_pixels_of_the_file():
    with pytest.raises(SeveralFaces) as refusal:
        only_face(
            photo(600, 450, source=(1200, 900)),
            Found((0.1, 0.1, 0.3, 0.5), (0.6, 0.1, 0.8, 0.45)),
        )
    assert refusal.value.members["faces"] == [
        pytest.approx([119.5, 89.5, 359.5, 449.5], abs=0.1),
        pytest.approx([719.5, 89.5, 959.5, 404.5], abs=0.1),
    ]


def test_somebody_small_in_the_distance_is_no_second_person():
    face = only_face(photo(), Found((0.8, 0.1, 0.85, 0.2), (0.3, 0.2, 0.6, 0.8)))
    assert face.box[0] == pytest.approx(0.3 * 1200 - 0.5)


@pytest.fixture(scope="module")
def detector():
    return FaceDetector()


def test_the_astronaut_s_eyes_are_where_they_are(astronaut, detector):
    face = only_face(decode(astronaut, Limits()), detector)
    # Read off an enlargement by eye: the two pupils.
    np.testing.assert_allclose(face.landmarks[:2], [[203, 101], [246, 103.5]], atol=4)


def test_the_astronaut_s_chin_is_about_where_it_is(astronaut, detector):
    face = only_face(decode(astronaut, Limits()), detector)
    np.testing.assert_allclose(face.chin, [222, 178], atol=12)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("HTC_One_M8.jpg", NoFace),
        ("Issue_266.jpg", NoFace),
        ("azure-detection4.jpg", SeveralFaces),
        ("azure-detection6.jpg", SeveralFaces),
        ("vrooli-group.jpg", SeveralFaces),
    ],
)
def test_a_photo_of_nobody_or_of_several_people_is_refused(photos, detector, name, error):
    data = (photos / "negatives" / name).read_bytes()
    with pytest.raises(error):
        only_face(decode(data, Limits(), 1000), detector)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_photo_that_lies_is_turned_upright(astronaut, detector, quarters):
    photo = decode(astronaut, Limits())
    lying = Photo(np.rot90(photo.rgb, quarters).copy(), photo.size[:: (-1) ** quarters], "png")
    turned, face = upright_face(lying, detector)
    assert turned.quarter_turns == quarters
    assert turned.source_size == photo.source_size
    np.testing.assert_array_equal(turned.rgb, photo.rgb)
    np.testing.assert_allclose(face.eyes, only_face(photo, detector).eyes, atol=0.5)


def test_an_upright_photo_is_left_as_it_is(astronaut, detector):
    photo = decode(astronaut, Limits())
    assert upright_face(photo, detector)[0] is photo


def test_a_face_in_the_dark_is_found_by_the_second_detector(astronaut, detector):
    photo = decode(astronaut, Limits())
    noise = np.random.default_rng(0).normal(0, 3, photo.rgb.shape)
    dark = replace(photo, rgb=(photo.rgb * 0.08 + noise).clip(0, 255).astype(np.uint8))
    _, face = upright_face(dark, detector)
    assert face.mesh is not None
    np.testing.assert_allclose(face.eyes, only_face(photo, detector).eyes, atol=3)


def test_nobody_stays_nobody_whichever_way_up(detector):
    noise = np.random.default_rng(1).integers(0, 256, (400, 300, 3), np.uint8)
    with pytest.raises(NoFace):
        upright_face(Photo(noise, (300, 400), "png"), detector)
