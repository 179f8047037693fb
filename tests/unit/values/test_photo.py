import numpy as np
import pytest

from service.values import geometry
from service.values.photo import Photo
from tests.landmarks import UPRIGHT, face, turned


def test_size_is_width_and_height_of_the_decoded_pixels():
    photo = Photo(np.zeros((30, 40, 3), np.uint8), (160, 120), "jpeg")
    assert photo.size == (40, 30)


def test_a_point_of_the_file_is_found_in_a_reduced_decode():
    photo = Photo(np.zeros((30, 40, 3), np.uint8), (160, 120), "jpeg")
    middle = np.array([(160 - 1) / 2, (120 - 1) / 2])
    np.testing.assert_allclose(geometry.apply(photo.from_source, middle), [19.5, 14.5])


@pytest.mark.parametrize("quarters", range(4))
def test_a_box_in_a_photo_that_was_turned_is_told_where_it_is_in_the_file(quarters):
    photo = Photo(np.zeros((30, 40, 3), np.uint8), (40, 30), "jpeg")
    photo.rgb[3:9, 20:32] = 255
    turned = photo.turned(quarters)
    rows, columns = np.nonzero(turned.rgb[:, :, 0])
    box = (columns.min(), rows.min(), columns.max(), rows.max())
    assert turned.in_file(box) == pytest.approx((20, 3, 31, 8))


@pytest.mark.parametrize("degrees", [-20, 0, 12.5])
def test_roll_is_positive_where_the_picture_s_right_eye_is_lower(degrees):
    assert turned(degrees).roll_deg == pytest.approx(degrees)


def test_a_face_moves_whole_into_another_pixel_grid():
    twice = face().mapped(np.array([[2.0, 0, 5], [0, 2, -7]]))
    assert twice.box == (65, 33, 185, 233)
    np.testing.assert_allclose(twice.landmarks, UPRIGHT * 2 + [5, -7])
    np.testing.assert_allclose(twice.chin, face().chin * 2 + [5, -7])
    assert twice.score == 0.99
