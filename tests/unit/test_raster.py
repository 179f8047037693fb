import cv2
import numpy as np
import pytest

from service.raster import shrink


@pytest.mark.parametrize("size", [(100, 70), (33, 23), (160, 111), (320, 223), (640, 446)])
def test_a_smaller_image_looks_as_if_averaged(size):
    rows, columns = np.mgrid[:223, :320]
    waves = 128 + 60 * np.sin(columns / 9) + 60 * np.cos(rows / 13)
    image = np.stack([waves, waves[::-1], waves[:, ::-1]], axis=2).astype(np.uint8)
    shrunk = shrink(image, size)
    assert shrunk.shape == (size[1], size[0], 3)
    averaged = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    assert np.abs(shrunk.astype(int) - averaged).mean() < 2


def test_a_pattern_too_fine_for_the_result_turns_grey_instead_of_stripes():
    stripes = np.zeros((240, 240, 3), np.uint8)
    stripes[:, ::2] = 200
    assert np.ptp(shrink(stripes, (60, 60))) < 10
