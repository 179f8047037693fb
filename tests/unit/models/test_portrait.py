from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import onnx
import pytest

from service.cancellation import CancellationToken
from service.models.faces import face_of
from service.models.portrait import ALONE, WITH_U2NETP, PortraitModel
from service.values.photo import CHIN_PER_MOUTH


def drawn_person(size=(320, 400), eyes=(160, 150), unit=70):
    """A head and shoulders of one colour before a wall of another, with some grain."""
    person = np.zeros((size[1], size[0]), np.uint8)
    x, y = eyes
    cv2.ellipse(person, (x, y), (round(0.75 * unit), round(1.05 * unit)), 0, 0, 360, 1, cv2.FILLED)
    neck, shoulders = round(0.4 * unit), round(1.6 * unit)
    corners = [(x - neck, y), (x + neck, y), (x + neck, y + round(1.2 * unit))]
    corners += [(x + shoulders, y + 2 * unit), (x + shoulders, size[1]), (x - shoulders, size[1])]
    corners += [(x - shoulders, y + 2 * unit), (x - neck, y + round(1.2 * unit))]
    cv2.fillPoly(person, [np.array(corners)], 1)
    grain = np.random.default_rng(0).normal(0, 6, (size[1], size[0], 3))
    colour = np.where(person[..., np.newaxis] == 1, (190, 130, 100), (90, 120, 150))
    mouth = y + unit / CHIN_PER_MOUTH
    marks = [(x - 23, y), (x + 23, y), (x, y + 20), (x - 14, mouth), (x + 14, mouth)]
    face = face_of((x - 45, y - 35, x + 45, y + unit), 1.0, np.array(marks, np.float64))
    return np.clip(colour + grain, 0, 255).astype(np.uint8), face, person


def made(rgb, face):
    return PortraitModel().predict(rgb, face, CancellationToken()).alpha


@pytest.fixture(scope="module")
def matte(portrait):
    rgb, face = portrait
    return cv2.resize(made(rgb, face), (rgb.shape[1], rgb.shape[0]))


def test_a_clear_person_is_cut_out():
    rgb, face, person = drawn_person()
    found = cv2.resize(made(rgb, face), (person.shape[1], person.shape[0])) > 0.5
    assert (found & (person == 1)).sum() / (found | (person == 1)).sum() > 0.95


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


def test_mattes_made_side_by_side_are_those_made_alone():
    one, other = drawn_person(), drawn_person(eyes=(140, 130), unit=60)
    alone = [made(*person[:2]) for person in (one, other)]
    with ThreadPoolExecutor(2) as threads:
        together = list(threads.map(lambda person: made(*person[:2]), (one, other)))
    for single, parallel in zip(alone, together, strict=True):
        assert (single == parallel).all()


def test_nothing_floats_apart_from_the_person():
    rgb, face, _ = drawn_person()
    rgb[115:165, 66:88] = 190, 130, 100  # a hand's breadth beside the head, of the same colour
    found = cv2.resize(made(rgb, face), (rgb.shape[1], rgb.shape[0]))
    beside = found[115:165, 66:88]
    assert beside.max() < 0.5
    assert beside.mean() < 0.1


@pytest.mark.parametrize("size", [(320, 400), (400, 150), (120, 400), (40, 50)])
def test_a_window_without_any_contrast_is_survived(size):
    rgb = np.full((size[1], size[0], 3), 127, np.uint8)
    x, y, unit = size[0] / 2, size[1] / 3, min(size) / 5
    marks = [(x - 5, y), (x + 5, y), (x, y + 4), (x - 4, y + unit), (x + 4, y + unit)]
    face = face_of((x - 10, y - 10, x + 10, y + unit), 1.0, np.array(marks, np.float64))
    assert np.isfinite(made(rgb, face)).all()


def test_a_face_that_fills_the_window_is_person():
    rgb, face, _ = drawn_person(size=(200, 220), eyes=(100, 80), unit=130)
    assert made(rgb, face).mean() > 0.5
