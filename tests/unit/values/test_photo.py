import numpy as np
import pytest

from service.values import geometry
from service.values.photo import Face, Photo

UPRIGHT = np.array([[40, 50], [80, 50], [60, 70], [45, 90], [75, 90]], np.float64)


def face(landmarks=UPRIGHT):
    return Face(box=(30, 20, 90, 120), score=0.99, landmarks=landmarks)


def turned(degrees):
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return face((UPRIGHT - 60) @ turn.T + 60)


def test_size_is_width_and_height_of_the_decoded_pixels():
    photo = Photo(np.zeros((30, 40, 3), np.uint8), (160, 120), "jpeg")
    assert photo.size == (40, 30)


def test_a_point_of_the_file_is_found_in_a_reduced_decode():
    photo = Photo(np.zeros((30, 40, 3), np.uint8), (160, 120), "jpeg")
    middle = np.array([(160 - 1) / 2, (120 - 1) / 2])
    np.testing.assert_allclose(geometry.apply(photo.from_source, middle), [19.5, 14.5])


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


@pytest.mark.parametrize("degrees", [-20, 0, 12.5])
def test_roll_is_positive_where_the_picture_s_right_eye_is_lower(degrees):
    assert turned(degrees).roll_deg == pytest.approx(degrees)


def test_a_face_moves_whole_into_another_pixel_grid():
    twice = face().mapped(np.array([[2.0, 0, 5], [0, 2, -7]]))
    assert twice.box == (65, 33, 185, 233)
    np.testing.assert_allclose(twice.landmarks, UPRIGHT * 2 + [5, -7])
    assert twice.score == 0.99
