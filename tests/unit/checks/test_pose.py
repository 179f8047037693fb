import numpy as np
import pytest

from service.checks.pose import pose
from service.checks.turn import NOSE_DOWN, NOSE_OUT, yaw_and_pitch
from service.models.faces import FaceDetector, face_of
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import only_face

# The head that the formula takes: eyes and mouth in a plane, the nose before it. y goes down.
HEAD = np.array(
    [[-50, 0, 0], [50, 0, 0], [0, 100 * NOSE_DOWN, 100 * NOSE_OUT], [-40, 100, 0], [40, 100, 0]]
)


def turned(yaw=0.0, pitch=0.0, roll=0.0):
    """Its landmarks seen from afar: pitch first, then yaw, then roll."""
    yaw, pitch, roll = np.radians([yaw, pitch, roll])
    raised = [[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]]
    aside = [[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]]
    tilted = [[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]]
    flat = (HEAD @ np.array(raised).T @ np.array(aside).T)[:, :2]
    return face_of((0.0, 0.0, 1.0, 1.0), 1.0, flat @ np.array(tilted).T + 300)


@pytest.mark.parametrize("yaw", [-40, -20, 0, 20, 40])
@pytest.mark.parametrize("roll", [-15, 0, 15])
def test_yaw_is_found_and_is_positive_to_the_right_of_the_picture(yaw, roll):
    assert yaw_and_pitch(turned(yaw=yaw, roll=roll))[0] == pytest.approx(yaw, abs=1)


@pytest.mark.parametrize("pitch", [-30, 0, 30])
def test_pitch_is_found_and_is_positive_for_a_raised_head(pitch):
    assert yaw_and_pitch(turned(pitch=pitch))[1] == pytest.approx(pitch, abs=1)


@pytest.mark.parametrize(("yaw", "verdict"), [(5, "pass"), (-22, "warn"), (45, "fail")])
def test_how_far_a_face_may_be_turned(yaw, verdict):
    assert pose(turned(yaw=yaw), None)[1].verdict == verdict


def test_pitch_is_known_too_badly_to_fail():
    assert pose(turned(pitch=60), None)[2].verdict == "warn"


def test_roll_is_what_is_left_after_the_photo_was_turned():
    face = turned(roll=12)
    assert pose(face, None)[0].verdict == "not-assessed"
    as_it_was = pose(face, np.eye(2, 3))[0]
    assert as_it_was.value == pytest.approx(12)
    assert as_it_was.verdict == "fail"
    cos, sin = np.cos(np.radians(12)), np.sin(np.radians(12))
    upright = pose(face, np.array([[cos, sin, 0], [-sin, cos, 0]]))[0]
    assert upright.value == pytest.approx(0)
    assert upright.verdict == "pass"


def test_turned_faces_look_the_way_that_they_look(photos):
    """Three profiles and, last, a face turned by about 20 degrees, as anyone sees them."""
    for name, (sign, least) in {
        "if_bd7d1f6324c3": (-1, 30),
        "if_637796d96354": (-1, 30),
        "fpp_a6def5f8288d": (1, 30),
        "if_80b1a6ba9983": (1, 15),
    }.items():
        photo = decode((photos / "wild" / f"{name}.jpg").read_bytes(), Limits())
        yaw, _ = yaw_and_pitch(only_face(photo, FaceDetector()))
        assert yaw * sign > least, name
