"""The network of 478 points on the astronaut, whose points were read off an enlargement."""

import cv2
import numpy as np
import pytest

from service.values.mesh import CHIN


@pytest.fixture(scope="module")
def mesh(detector, whole):
    return detector.fit(whole, detector.find(whole, 28)[0])


def test_it_is_sure_of_the_astronaut(mesh):
    assert mesh.score > 0.99
    assert mesh.spread < 0.03


def test_pupils_and_chin_are_where_they_are(mesh):
    np.testing.assert_allclose(mesh.pupils, [[203, 101], [246, 103.5]], atol=2.5)
    np.testing.assert_allclose(mesh.flat[CHIN], [222, 178], atol=7)


def test_the_points_of_the_mirror_image_are_mirrored(detector, whole, mesh):
    other = np.ascontiguousarray(whole[:, ::-1])
    again = detector.fit(other, detector.find(other, 28)[0])
    back = whole.shape[1] - 1 - again.pupils[::-1, 0]
    np.testing.assert_allclose(back, mesh.pupils[:, 0], atol=1.0)


def test_one_look_finds_about_the_same(detector, whole, mesh):
    once = detector.glance(whole, detector.find(whole, 28)[0])
    moved = once.flat - mesh.flat
    assert np.abs(moved.mean(axis=0)).max() < 0.004 * mesh.height
    assert np.sqrt(np.square(moved).sum(axis=1).mean()) < 0.015 * mesh.height


def test_what_is_no_face_is_told_by_its_score(detector, whole):
    face = detector.find(whole, 28)[0]
    wall = np.full_like(whole, 180)
    assert detector.fit(wall, face).score < 0.5


@pytest.mark.parametrize("scale", [0.5, 2.0])
def test_the_points_hardly_depend_on_the_photo_s_size(detector, whole, mesh, scale):
    resized = cv2.resize(whole, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    again = detector.fit(resized, detector.find(resized, 28)[0])
    moved = (again.flat + 0.5) / scale - 0.5 - mesh.flat
    assert np.sqrt(np.square(moved).sum(axis=1).mean()) < 0.02 * mesh.height
