"""What is checked on the points of the face: the astronaut, and her face drawn over or warped."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from service.checks.dynamic_range import dynamic_range
from service.checks.eye_distance import eye_distance
from service.checks.eyes_open import eyes_open
from service.checks.eyes_visible import eyes_visible
from service.checks.face_occluded import face_occluded
from service.checks.gaze import gaze
from service.checks.glasses import glasses
from service.checks.mouth import mouth
from service.checks.patch import face_patch
from service.checks.red_eye import red_eye
from service.checks.turn import turn_of_head
from service.specs import catalogue
from service.values import geometry
from service.values.mesh import CHIN, FOREHEAD, IRISES
from training.face_covers.draw import with_dark_glasses, with_mask
from training.face_covers.lids import with_closed_lids

CATALOGUE = catalogue.load()
STRICT = CATALOGUE.find("ar-visa")  # a closed mouth, a free face, no glasses


def of_points(face, spec=STRICT):
    turn = turn_of_head(face)
    checks = (gaze(face, turn), *mouth(face, turn, spec))
    return {check.id: check for check in checks}


def moved(face, points, by):
    """The face with some points of its mesh moved by (x, y) in heights of the face."""
    changed = face.mesh.points.copy()
    changed[list(points), :2] += np.array(by) * face.mesh.height
    return replace(face, mesh=replace(face.mesh, points=changed))


def test_the_astronaut_looks_into_the_camera_and_laughs(portrait):
    _, face = portrait
    checks = of_points(face)
    assert checks["gaze"].verdict == "pass"
    assert checks["mouth-closed"].verdict == "fail"
    assert checks["expression"].verdict == "warn"


@pytest.mark.parametrize(
    ("closed", "verdict"), [((), "pass"), ((0,), "warn"), ((1,), "warn"), ((0, 1), "fail")]
)
def test_both_eyes_that_are_shut_fail_and_one_is_a_warning(portrait, closed, verdict):
    photo, face = portrait
    shut = with_closed_lids(photo.rgb, face.mesh)
    middle = round(float(face.eyes[0]))
    rgb = photo.rgb.copy()
    for side in closed:
        half = slice(0, middle) if side == 0 else slice(middle, None)
        rgb[:, half] = shut[:, half]
    patch = face_patch(replace(photo, rgb=rgb), face)
    assert eyes_open(patch, turn_of_head(face)).verdict == verdict


def test_eyes_of_few_pixels_are_not_judged(portrait):
    photo, face = portrait
    size = tuple(round(side * 0.3) for side in photo.size)
    small = replace(photo, rgb=cv2.resize(photo.rgb, size, interpolation=cv2.INTER_AREA))
    there = face.mapped(geometry.resize(photo.size, size))
    check = eyes_open(face_patch(small, there), turn_of_head(face))
    assert check.verdict == "not-assessed"


@pytest.mark.parametrize("side", [-1, 1])
def test_irises_at_the_side_look_away(portrait, side):
    _, face = portrait
    check = of_points(moved(face, IRISES, (0.045 * side, 0)))["gaze"]
    assert check.verdict == "fail"
    assert check.value * side > 0


def test_lips_that_touch_are_a_closed_mouth(portrait):
    _, face = portrait
    points = face.mesh.points.copy()
    for upper, lower in ((13, 14), (82, 87), (312, 317)):
        points[lower] = points[upper]
    assert of_points(replace(face, mesh=replace(face.mesh, points=points)))[
        "mouth-closed"
    ].verdict == ("pass")


def test_a_face_without_a_mesh_is_not_assessed(portrait):
    photo, face = portrait
    without = replace(face, mesh=None)
    turn = turn_of_head(without)
    patch = face_patch(photo, without)
    results = [
        *of_points(without).values(),
        eyes_open(patch, turn),
        eyes_visible(patch, turn),
        face_occluded(patch, turn, STRICT),
        glasses(patch, turn, STRICT),
        red_eye(patch, turn),
    ]
    assert {check.verdict for check in results} == {"not-assessed"}


def test_no_face_is_not_assessed():
    results = (eyes_open(None, None), gaze(None, None), *mouth(None, None, STRICT))
    results += (eyes_visible(None, None), face_occluded(None, None, STRICT), eye_distance(None, 0))
    assert {check.verdict for check in results} == {"not-assessed"}


def test_a_free_face_is_free(portrait):
    photo, face = portrait
    patch, turn = face_patch(photo, face), turn_of_head(face)
    assert eyes_visible(patch, turn).verdict == "pass"
    assert face_occluded(patch, turn, STRICT).verdict == "pass"


@pytest.mark.parametrize("seed", range(5))
def test_dark_glasses_hide_the_eyes(portrait, seed):
    photo, face = portrait
    hidden = with_dark_glasses(face_patch(photo, face), np.random.default_rng(seed))
    assert eyes_visible(hidden, turn_of_head(face)).verdict in ("warn", "fail")


@pytest.mark.parametrize("seed", range(5))
def test_a_mask_covers_the_face(portrait, seed):
    photo, face = portrait
    covered = with_mask(face_patch(photo, face), np.random.default_rng(seed))
    assert face_occluded(covered, turn_of_head(face), STRICT).verdict == "fail"


def test_few_pixels_between_the_eyes_are_a_warning():
    assert eye_distance(91, finished=95).verdict == "pass"
    assert eye_distance(40, finished=95).verdict == "warn"
    assert eye_distance(40, finished=60).verdict == "not-assessed"


def test_a_mesh_goes_with_its_face_to_another_grid(portrait):
    _, face = portrait
    twice = face.mapped(np.array([[2.0, 0, 5], [0, 2.0, -3]]))
    assert twice.mesh.height == pytest.approx(2 * face.mesh.height)
    np.testing.assert_allclose(twice.mesh.flat[CHIN], twice.chin)
    assert twice.mesh.flat[FOREHEAD][1] < twice.eyes[1]


def test_real_sunglasses_are_found(photos):
    """Three people in sunglasses of the photos: the eyes cannot be seen."""
    from service.models.faces import FaceDetector
    from service.steps.decode.decode import decode
    from service.steps.decode.gate import Limits
    from service.steps.face import only_face

    detector = FaceDetector()
    for name in ("if_87de1b4c6fc6", "fpp_275800fd7137", "if_fe4b28182697"):
        photo = decode(next((photos / "wild").glob(f"{name}.*")).read_bytes(), Limits(), 800)
        face = only_face(photo, detector)
        check = eyes_visible(face_patch(photo, face), replace(turn_of_head(face), yaw=0.0))
        assert check.verdict == "fail", name


@pytest.mark.parametrize(("red", "verdict"), [(60, "pass"), (200, "fail")])
def test_pupils_that_shine_red_are_seen(portrait, red, verdict):
    photo, face = portrait
    patch = face_patch(photo, face)
    rgb = patch.rgb.copy()
    for iris in IRISES:
        centre = tuple(np.rint(patch.points[iris]).astype(int).tolist())
        cv2.circle(rgb, centre, 4, (red, 35, 40), -1)
    lab = cv2.cvtColor(rgb.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    assert red_eye(replace(patch, rgb=rgb, lab=lab), turn_of_head(face)).verdict == verdict


def test_eyes_without_a_flash_are_not_red(portrait):
    photo, face = portrait
    assert red_eye(face_patch(photo, face), turn_of_head(face)).verdict == "pass"


@pytest.mark.parametrize(("contrast", "verdict"), [(1.0, "pass"), (0.25, "warn")])
def test_a_face_without_contrast_has_few_shades(portrait, contrast, verdict):
    photo, face = portrait
    faint = replace(photo, rgb=(128 + (photo.rgb - 128.0) * contrast).astype(np.uint8))
    assert dynamic_range(face_patch(faint, face)).verdict == verdict
