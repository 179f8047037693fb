from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest

from tests.landmarks import UPRIGHT, face, turned


def test_the_astronaut_has_exactly_one_face(detector, whole):
    assert len(detector.find(whole, 28)) == 1


def test_the_box_is_around_the_landmarks(detector, whole):
    (face,) = detector.find(whole, 28)
    left, top, right, bottom = face.box
    assert ((face.landmarks > (left, top)) & (face.landmarks < (right, bottom))).all()


def test_the_landmarks_come_in_their_order(detector, whole):
    (face,) = detector.find(whole, 28)
    left_eye, right_eye, nose, left_mouth, right_mouth = face.landmarks
    assert left_eye[0] < nose[0] < right_eye[0]
    assert left_mouth[0] < right_mouth[0]
    assert max(left_eye[1], right_eye[1]) < nose[1] < min(left_mouth[1], right_mouth[1])


def test_the_score_is_a_share(detector, whole):
    (face,) = detector.find(whole, 28)
    assert 0.9 < face.score <= 1


def test_faces_below_the_least_height_are_not_looked_for(detector, whole):
    assert detector.find(whole, 200) == []


def test_two_people_are_two_faces_best_first(detector, whole):
    clear = whole[:256, 100:356]
    blurred = cv2.GaussianBlur(clear, (0, 0), 2.5)
    faces = detector.find(np.hstack([blurred, clear]), 40)
    assert len(faces) == 2
    assert faces[0].score >= faces[1].score


@pytest.mark.parametrize("size", [(320, 240), (240, 320), (40, 40), (20, 30), (1, 1), (400, 3)])
@pytest.mark.parametrize("value", [0, 127, 255])
def test_a_picture_of_nothing_has_no_face(detector, size, value):
    assert detector.find(np.full((size[1], size[0], 3), value, np.uint8), 28) == []


def test_noise_has_no_face(detector):
    noise = np.random.default_rng(0).integers(0, 256, (240, 320, 3), np.uint8)
    assert detector.find(noise, 28) == []


def test_several_threads_find_what_one_finds(detector, whole):
    alone = detector.find(whole, 28)[0].box
    with ThreadPoolExecutor(4) as threads:
        together = threads.map(lambda _: detector.find(whole, 28)[0].box, range(8))
        assert all(box == pytest.approx(alone, abs=0.01) for box in together)


def test_the_picture_itself_is_left_as_it_was(detector, whole):
    before = whole.copy()
    detector.find(whole, 28)
    assert (whole == before).all()


@pytest.mark.parametrize("scale", [0.45, 0.6, 0.8])
def test_the_points_hardly_move_when_the_picture_is_seen_at_another_size(detector, whole, scale):
    (face,) = detector.find(whole, 28)
    smaller = cv2.resize(whole, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    (again,) = detector.find(smaller, 28)
    moved = (again.landmarks + 0.5) / scale - 0.5 - face.landmarks
    assert np.abs(moved).max() < 0.03 * face.height


def test_the_points_of_the_mirror_image_are_mirrored(detector, whole):
    (face,) = detector.find(whole, 28)
    (other,) = detector.find(np.ascontiguousarray(whole[:, ::-1]), 28)
    back = (np.array([whole.shape[1] - 1, 0]) + other.landmarks * [-1, 1])[[1, 0, 2, 4, 3]]
    assert np.abs(back - face.landmarks).max() < 0.02 * face.height


# The chin


def test_the_chin_is_on_the_line_from_eyes_through_mouth_and_below_it():
    chin = face().chin
    assert chin[0] == pytest.approx(60)
    assert 90 < chin[1] < 140


def test_the_chin_goes_with_a_head_that_is_tilted():
    tilted = turned(90)
    assert tilted.chin[1] == pytest.approx(tilted.eyes[1])
    assert np.linalg.norm(tilted.chin - tilted.eyes) == pytest.approx(
        np.linalg.norm(face().chin - face().eyes)
    )


def test_a_smile_has_the_chin_further_below_the_corners_of_the_mouth():
    smiling = UPRIGHT.copy()
    smiling[3:, 0] += (-8, 8)
    assert face(smiling).chin[1] > face().chin[1] + 5
    assert face(smiling).unit == face().unit
