import numpy as np
import pytest

from evaluation.checks.ofiq.points import wflw
from service.models.faces import FaceDetector
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import only_face


@pytest.fixture(scope="module")
def seen(astronaut):
    face = only_face(decode(astronaut, Limits()), FaceDetector())
    return face, wflw(face.mesh)


def test_the_points_are_numbered_as_ofiq_has_them(seen):
    face, points = seen
    assert points.shape == (98, 2)
    assert np.allclose(points[16], face.chin)
    assert np.allclose(points[96:], face.landmarks[:2])
    x = points[:, 0]
    assert x[0] < x[60] < x[64] < points[54, 0] < x[68] < x[72] < x[32]
    assert x[33] < x[37] < x[42] < x[46], "brows from the left of the picture"
    assert x[76] < x[79] < x[82]
    assert points[33:42, 1].max() < points[60:68, 1].min(), "a brow is above its eye"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        *((61, 67), (62, 66), (63, 65)),  # left lids
        *((69, 75), (70, 74), (71, 73)),  # right lids
        *((89, 95), (90, 94), (91, 93)),  # inner lips
        (79, 85),  # outer lips
    ],
)
def test_pairs_that_ofiq_measures_lie_one_above_the_other(seen, above, below):
    face, points = seen
    across, down = points[below] - points[above]
    assert down > 0
    assert abs(across) < 0.1 * face.eyes_apart


def test_the_jaw_is_even(seen):
    steps = np.linalg.norm(np.diff(seen[1][:17], axis=0), axis=1)
    assert steps.max() < 1.3 * steps.min()
