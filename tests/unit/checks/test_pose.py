from dataclasses import replace

import numpy as np
import pytest

from service.checks.pose import pose
from service.checks.turn import NOSE_DOWN, NOSE_OUT, _face_model, turn_of_head
from service.models.faces import FaceDetector, face_of
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import only_face
from service.values.mesh import Mesh

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


def meshed(yaw=0.0, pitch=0.0):
    """A face whose mesh is the average face, turned and seen from eight heights away."""
    indexes, model = _face_model()
    yaw, pitch = np.radians([yaw, pitch])
    raised = [[1, 0, 0], [0, np.cos(pitch), np.sin(pitch)], [0, -np.sin(pitch), np.cos(pitch)]]
    aside = [[np.cos(yaw), 0, -np.sin(yaw)], [0, 1, 0], [np.sin(yaw), 0, np.cos(yaw)]]
    seen = model @ np.array(raised).T @ np.array(aside).T
    points = np.zeros((478, 3))
    points[indexes] = 300 * np.hstack([8 * seen[:, :2] / (8 + seen[:, 2:]), seen[:, 2:]])
    return replace(turned(), mesh=Mesh(points, 1.0, 0.01))


def judged(face, affine=None):
    return pose(face, turn_of_head(face), affine)


@pytest.mark.parametrize("yaw", [-40, -20, 0, 20, 40])
@pytest.mark.parametrize("roll", [-15, 0, 15])
def test_yaw_is_found_and_is_positive_to_the_right_of_the_picture(yaw, roll):
    assert turn_of_head(turned(yaw=yaw, roll=roll)).yaw == pytest.approx(yaw, abs=1)


@pytest.mark.parametrize("pitch", [-30, 0, 30])
def test_pitch_is_found_and_is_positive_for_a_raised_head(pitch):
    assert turn_of_head(turned(pitch=pitch)).pitch == pytest.approx(pitch, abs=1)


@pytest.mark.parametrize(("yaw", "verdict"), [(5, "pass"), (-22, "warn"), (45, "fail")])
def test_how_far_a_face_may_be_turned(yaw, verdict):
    assert judged(turned(yaw=yaw))[1].verdict == verdict


@pytest.mark.parametrize("yaw", [-30, -8, 0, 15])
@pytest.mark.parametrize("pitch", [-12, 0, 20])
def test_of_a_mesh_both_are_found(yaw, pitch):
    turn = turn_of_head(meshed(yaw, pitch))
    assert (turn.yaw, turn.pitch) == pytest.approx((yaw, pitch), abs=2.5)


@pytest.mark.parametrize(
    ("yaw", "pitch", "verdicts"),
    [
        (4, -5, ("pass", "pass")),
        (-14, 0, ("warn", "pass")),
        (27, 18, ("fail", "warn")),
        (0, 32, ("pass", "fail")),
    ],
)
def test_a_mesh_is_judged_more_strictly(yaw, pitch, verdicts):
    assert tuple(check.verdict for check in judged(meshed(yaw, pitch))[1:]) == verdicts


def test_pitch_of_five_points_is_known_too_badly_to_fail():
    assert judged(turned(pitch=60))[2].verdict == "warn"


def test_roll_is_what_is_left_after_the_photo_was_turned():
    face = turned(roll=12)
    assert judged(face)[0].verdict == "not-assessed"
    as_it_was = judged(face, np.eye(2, 3))[0]
    assert as_it_was.value == pytest.approx(12)
    assert as_it_was.verdict == "fail"
    cos, sin = np.cos(np.radians(12)), np.sin(np.radians(12))
    upright = judged(face, np.array([[cos, sin, 0], [-sin, cos, 0]]))[0]
    assert upright.value == pytest.approx(0)
    assert upright.verdict == "pass"


def test_turned_faces_look_the_way_that_they_look(photos):
    """Three profiles and, last, a face turned by about 20 degrees, as anyone sees them."""
    for name, (sign, least) in {
        "if_bd7d1f6324c3": (-1, 30),
        "if_637796d96354": (-1, 30),
        "fpp_a6def5f8288d": (1, 30),
        "if_80b1a6ba9983": (1, 12),
    }.items():
        photo = decode((photos / "wild" / f"{name}.jpg").read_bytes(), Limits())
        turn = turn_of_head(only_face(photo, FaceDetector()))
        assert turn.yaw * sign > least, name
