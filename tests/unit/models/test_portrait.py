from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import onnx
import pytest

from service.cancellation import CancellationToken
from service.models.faces import face_of
from service.models.portrait import ALONE, WITH_U2NETP, PortraitModel


def made(rgb, face):
    return PortraitModel().predict(rgb, face, CancellationToken()).alpha


@pytest.fixture(scope="module")
def matte(portrait):
    rgb, face = portrait
    return cv2.resize(made(rgb, face), (rgb.shape[1], rgb.shape[0]))


def mirrored(rgb, face):
    """The picture and its face, mirrored."""
    marks = face.landmarks * (-1, 1) + (rgb.shape[1] - 1, 0)
    x0, y0, x1, y1 = face.box
    last = rgb.shape[1] - 1
    box = last - x1, y0, last - x0, y1
    return np.ascontiguousarray(rgb[:, ::-1]), face_of(box, 1.0, marks[[1, 0, 2, 4, 3]])


def test_the_mirror_image_gets_the_mirrored_matte(portrait):
    one, other = made(*portrait) > 0.5, made(*mirrored(*portrait))[:, ::-1] > 0.5
    assert (one & other).sum() / (one | other).sum() > 0.95


def test_the_astronaut_s_face_is_person(portrait, matte):
    left, top, right, bottom = (round(edge) for edge in portrait[1].box)
    assert matte[top:bottom, left:right].mean() > 0.9


def test_the_wall_beside_the_astronaut_s_head_is_none(portrait, matte):
    right = round(portrait[1].box[2])
    assert matte[:60, right + 90 : right + 120].mean() < 0.1


def test_alpha_is_between_nothing_and_everything(matte):
    assert matte.dtype == np.float32
    assert matte.min() >= 0
    assert matte.max() <= 1


def test_error_and_trust_are_shares_at_the_matte_s_size(portrait):
    predicted = PortraitModel().predict(*portrait, CancellationToken())
    for plane in (predicted.error, predicted.trust):
        assert plane.shape == predicted.alpha.shape
        assert plane.min() >= 0
        assert plane.max() <= 1


def test_an_error_is_expected_at_the_edge_and_not_within_the_face(portrait):
    rgb, face = portrait
    predicted = PortraitModel().predict(rgb, face, CancellationToken())
    soft = (predicted.alpha > 0.1) & (predicted.alpha < 0.9)
    scale = np.array(
        [predicted.alpha.shape[1] / rgb.shape[1], predicted.alpha.shape[0] / rgb.shape[0]]
    )
    x, y = np.rint(face.eyes * scale).astype(int)
    assert predicted.error[soft].mean() > 10 * predicted.error[y - 8 : y + 8, x - 8 : x + 8].mean()


@pytest.mark.parametrize("weights", [ALONE, WITH_U2NETP], ids=lambda path: path.stem)
def test_the_weights_are_networks_of_half_a_megabyte_at_most(weights):
    onnx.checker.check_model(onnx.load(weights))
    assert weights.stat().st_size < 500_000


def test_an_opinion_counts(portrait):
    model, token = PortraitModel(weights=WITH_U2NETP), CancellationToken()
    rgb, face = portrait
    own = model.predict(rgb, face, token, made(rgb, face)).alpha
    none = model.predict(rgb, face, token, np.zeros((144, 144), np.float32)).alpha
    assert np.abs(own - none).max() > 0.05


def test_the_same_window_always_gets_the_same_matte(portrait):
    assert (made(*portrait) == made(*portrait)).all()


def test_mattes_made_side_by_side_are_those_made_alone(portrait):
    people = portrait, mirrored(*portrait)
    alone = [made(*person) for person in people]
    with ThreadPoolExecutor(2) as threads:
        together = list(threads.map(lambda person: made(*person), people))
    for single, parallel in zip(alone, together, strict=True):
        assert (single == parallel).all()


@pytest.mark.parametrize("size", [(320, 400), (400, 150), (120, 400), (40, 50)])
def test_a_window_without_any_contrast_is_survived(size):
    rgb = np.full((size[1], size[0], 3), 127, np.uint8)
    x, y, unit = size[0] / 2, size[1] / 3, min(size) / 5
    marks = [(x - 5, y), (x + 5, y), (x, y + 4), (x - 4, y + unit), (x + 4, y + unit)]
    face = face_of((x - 10, y - 10, x + 10, y + unit), 1.0, np.array(marks, np.float64))
    assert np.isfinite(made(rgb, face)).all()


def test_a_face_that_fills_the_window_is_person(portrait):
    rgb, face = portrait
    left, top, right, bottom = (round(edge) for edge in face.box)
    close = face.mapped(np.array([[1.0, 0, -left], [0, 1, -top]]))
    assert made(np.ascontiguousarray(rgb[top:bottom, left:right]), close).mean() > 0.8
