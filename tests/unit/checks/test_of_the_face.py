"""What is checked on the face alone: a good photo passes, and a bad one fails for what is bad."""

import cv2
import numpy as np
import pytest

from service.checks.colour import colour
from service.checks.exposure import exposure
from service.checks.light import light
from service.checks.patch import face_patch
from service.checks.sharpness import sharpness
from service.checks.turn import turn_of_head
from service.values import geometry

IDS = {"sharpness", "overexposure", "underexposure", "light-evenness", "face-hue", "face-chroma"}


def checked(photo, face):
    patch = face_patch(photo, face)
    checks = (sharpness(patch), *exposure(patch), light(patch, turn_of_head(face)), *colour(patch))
    return {check.id: check for check in checks}


def verdicts(photo, face):
    return {name: check.verdict for name, check in checked(photo, face).items()}


def gained(rgb, *gains):
    """Light multiplied, in a space that is nearly linear."""
    return 255 * np.clip((rgb / 255.0) ** 2.2 * np.array(gains), 0, 1) ** (1 / 2.2)


def test_a_good_portrait_passes_all(portrait):
    assert verdicts(*portrait) == dict.fromkeys(IDS, "pass")


def test_without_a_face_nothing_is_assessed():
    checks = (sharpness(None), *exposure(None), light(None, None), *colour(None))
    assert {check.id for check in checks} == IDS
    assert {check.verdict for check in checks} == {"not-assessed"}


def test_a_blurred_face_is_not_sharp(portrait, photo_of):
    photo, face = portrait
    blurred = photo_of(cv2.GaussianBlur(photo.rgb, (0, 0), 2.5 * face.unit / 80))
    assert verdicts(blurred, face)["sharpness"] == "fail"


@pytest.mark.parametrize("way", ["across", "down", "aslant"])
def test_a_face_that_moved_is_not_sharp_whichever_way_it_went(portrait, photo_of, way):
    photo, face = portrait
    px = round(8 * face.unit / 80)  # across the movement detail is left
    line = {"across": np.ones((1, px)), "down": np.ones((px, 1)), "aslant": np.eye(px)}[way]
    moved = photo_of(cv2.filter2D(photo.rgb, -1, line.astype(np.float32) / line.sum()))
    assert verdicts(moved, face)["sharpness"] == "fail"


def test_sharpness_does_not_depend_on_the_photo_s_size_or_contrast(portrait, photo_of):
    photo, face = portrait
    value = checked(photo, face)["sharpness"].value
    larger = cv2.resize(photo.rgb, None, fx=2, fy=2, interpolation=cv2.INTER_LANCZOS4)
    twice = face.mapped(geometry.resize(photo.size, (larger.shape[1], larger.shape[0])))
    assert checked(photo_of(larger), twice)["sharpness"].value == pytest.approx(value, abs=0.08)
    faint = photo_of(60 + photo.rgb * 0.5)
    assert checked(faint, face)["sharpness"].value == pytest.approx(value, abs=0.08)


def test_a_face_of_few_pixels_is_not_judged_for_sharpness(portrait, photo_of):
    photo, face = portrait
    small = cv2.resize(photo.rgb, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    half = face.mapped(geometry.resize(photo.size, (small.shape[1], small.shape[0])))
    assert verdicts(photo_of(small), half)["sharpness"] == "not-assessed"


@pytest.mark.parametrize(("gain", "failing"), [(3.0, "overexposure"), (0.05, "underexposure")])
def test_too_much_and_too_little_light_fail(portrait, photo_of, gain, failing):
    photo, face = portrait
    verdict = verdicts(photo_of(gained(photo.rgb, gain, gain, gain)), face)
    assert verdict[failing] == "fail"
    other = ({"overexposure", "underexposure"} - {failing}).pop()
    assert verdict[other] == "pass"


@pytest.mark.parametrize("side", [-1, 1])
def test_a_shadow_on_one_cheek_is_uneven_light_with_its_side(portrait, photo_of, side):
    photo, face = portrait
    across = side * (np.arange(photo.size[0]) - face.eyes[0]) / face.unit
    shade = 2.0 ** (-4 * np.clip(across, -0.4, 0.4))[:, np.newaxis]
    checks = checked(photo_of(gained(photo.rgb, *[1, 1, 1]) * shade.clip(0, 1)), face)
    assert checks["light-evenness"].verdict in ("warn", "fail")
    assert np.sign(checks["light-evenness"].value) == side


@pytest.mark.parametrize(
    ("gains", "low"), [((0.6, 1, 1.8), True), ((0.7, 1.2, 0.5), False)], ids=["blue", "green"]
)
def test_coloured_light_changes_the_hue(portrait, photo_of, gains, low):
    photo, face = portrait
    check = checked(photo_of(gained(photo.rgb, *gains)), face)["face-hue"]
    assert check.verdict in ("warn", "fail")
    assert (check.value < check.limit[0]) == low


def test_a_black_and_white_photo_has_no_colour_and_no_hue(portrait, photo_of):
    photo, face = portrait
    grey = cv2.cvtColor(cv2.cvtColor(photo.rgb, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    verdict = verdicts(photo_of(grey), face)
    assert verdict["face-chroma"] == "fail"
    assert verdict["face-hue"] == "not-assessed"
