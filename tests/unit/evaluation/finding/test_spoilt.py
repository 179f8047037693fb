"""What is made harder is harder as it says, on the astronaut."""

from dataclasses import replace

import numpy as np
import pytest

from evaluation.finding.spoilt import FAR_PX, SPOILT
from service.models.faces import FaceDetector
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import only_face, upright_face
from service.values.mesh import FOREHEAD


@pytest.fixture(scope="module")
def detector():
    return FaceDetector()


@pytest.fixture(scope="module")
def portrait(astronaut, detector):
    return upright_face(decode(astronaut, Limits()), detector)


def test_a_face_far_away_is_a_twentieth_of_a_large_photo(portrait, detector):
    photo = SPOILT["face 5% of 12 MP"](*portrait)
    assert photo.size == FAR_PX
    assert only_face(photo, detector).height == pytest.approx(0.05 * 4000, rel=0.1)


def test_a_close_face_reaches_from_edge_to_edge(portrait, detector):
    photo = SPOILT["cut off at hairline and chin"](*portrait)
    _, face = upright_face(photo, detector)
    assert face.mesh.flat[FOREHEAD][1] == pytest.approx(0.05 * photo.size[1], abs=12)
    assert face.chin[1] == pytest.approx(0.95 * photo.size[1], abs=12)


def test_a_cap_covers_the_forehead_and_no_eye(portrait):
    photo, face = portrait
    capped = SPOILT["cap down to the brows"](photo, face)
    changed = np.abs(capped.rgb.astype(int) - photo.rgb).max(axis=-1)
    x, y = np.rint(face.mesh.flat[FOREHEAD]).astype(int)
    assert capped.rgb[y - 5 : y + 5, x - 5 : x + 5].std(axis=(0, 1)).max() < 3  # one cloth
    assert changed[y, x] > 20
    for eye_x, eye_y in np.rint(face.mesh.pupils).astype(int):
        before = photo.rgb[eye_y - 6 : eye_y + 6, eye_x - 8 : eye_x + 8]
        after = capped.rgb[eye_y - 6 : eye_y + 6, eye_x - 8 : eye_x + 8]
        likeness = np.corrcoef(before.ravel(), after.ravel())[0, 1]
        assert likeness > 0.95  # in shadow, but seen


def test_a_face_without_a_mesh_wears_no_cap(portrait):
    photo, face = portrait
    five_points = replace(face, mesh=None)
    with pytest.raises(ValueError, match="no mesh"):
        SPOILT["cap down to the brows"](photo, five_points)
