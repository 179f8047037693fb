"""The network of 478 points on the astronaut, whose points were read off an enlargement."""

import statistics
from dataclasses import replace

import cv2
import numpy as np
import pytest

from evaluation import photos as folders
from service.checks.turn import turn_of_head
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from service.steps.face import only_face
from service.values.mesh import CHIN
from service.values.photo_errors import NoFace


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


def test_seen_once_heads_are_turned_as_far_as_their_mirror_images(detector, photos):
    turned = []
    for path in folders.files(photos, "portraits", "wild", "pairs/studio", limit=12):
        photo = decode(path.read_bytes(), Limits(), 1000)
        mirrored = replace(photo, rgb=np.ascontiguousarray(photo.rgb[:, ::-1]))
        try:
            faces = [only_face(one, detector) for one in (photo, mirrored)]
        except NoFace:  # in one of them
            continue
        if all(face.mesh and not face.mesh.spread for face in faces):
            turned.append(sum(turn_of_head(face).yaw for face in faces) / 2)
    assert len(turned) > 30
    assert abs(statistics.fmean(turned)) < 0.2  # degrees; 0.35 without turning the points


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
