"""The three networks in a row find what the package that their weights come from finds."""

import cv2
import mtcnnruntime.detector
import numpy as np
import pytest

from service.models.mtcnn import THRESHOLDS, Mtcnn
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits

HEIGHT = 28


@pytest.fixture(scope="module")
def networks():
    return Mtcnn()


@pytest.fixture(scope="module")
def small(astronaut):
    rgb = decode(astronaut, Limits()).rgb
    return cv2.resize(rgb, (320, 320), interpolation=cv2.INTER_AREA)


@pytest.fixture(scope="module")
def crowd(small):
    """Two people, one of them smaller."""
    canvas = np.full((320, 520, 3), 128, np.uint8)
    canvas[:, :320] = small
    canvas[60:220, 340:500] = cv2.resize(small, (160, 160), interpolation=cv2.INTER_AREA)
    return canvas


@pytest.mark.parametrize("picture", ["small", "crowd"])
def test_the_boxes_are_those_of_mtcnn_runtime(networks, picture, request):
    rgb = request.getfixturevalue(picture)
    theirs, _ = mtcnnruntime.detector.MTCNN().detect(
        cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), min_face_size=HEIGHT, thresholds=list(THRESHOLDS)
    )
    ours = networks.find(rgb, HEIGHT)
    best_first = theirs[np.argsort(-theirs[:, 4])]
    np.testing.assert_allclose(ours, best_first, atol=0.01)
    assert len(ours) == (2 if picture == "crowd" else 1)


def test_the_landmarks_of_a_square_are_shares_of_it(networks, small):
    ((left, top, right, bottom, _),) = networks.find(small, HEIGHT)
    face = small[round(top) : round(bottom), round(left) : round(right)]
    square = cv2.resize(face, (48, 48), interpolation=cv2.INTER_AREA).astype(np.float32)
    points = networks.landmarks(np.stack([square, square]))
    assert points.shape == (2, 5, 2)
    assert ((points > 0) & (points < 1)).all()
    np.testing.assert_allclose(points[0], points[1], atol=1e-5)


def test_a_face_at_the_photo_s_edge_is_found_where_it_is(networks, small):
    """mtcnn-runtime moves the box of such a face inside the photo, and its edges with it."""
    cut = 10
    ((left, _, right, _, _),) = networks.find(small, HEIGHT)
    beside = np.ascontiguousarray(small[:, round(left) + cut :])
    ((again, _, _, _, _),) = networks.find(beside, HEIGHT)
    assert again == pytest.approx(-cut, abs=0.15 * (right - left))


def test_where_there_is_nobody_there_is_no_box(networks):
    noise = np.random.default_rng(0).integers(0, 255, (200, 300, 3), dtype=np.uint8)
    for rgb in (noise, np.zeros((3, 400, 3), np.uint8)):
        assert networks.find(rgb, HEIGHT).shape == (0, 5)
