from dataclasses import dataclass

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.specs import catalogue
from service.steps.frame import cut, place, window
from service.steps.head import cut_off_above, find_head, head_height
from service.values import geometry
from service.values.errors import BodyMissing
from service.values.order import Order
from service.values.photo import CHIN_PER_MOUTH, Face, Matte, Photo
from service.values.spec import Spec

UNIT = 100  # pixels from the eyes to the chin of the drawn person
CROWN, LEFT_EYE, RIGHT_EYE, CHIN = (255, 0, 0), (0, 255, 0), (0, 255, 255), (0, 0, 255)
# A drawn head's crown is a little below the ellipse's tip, where it is wide enough to be hair.
MM = 0.6

SPEC = Spec.model_validate(
    {
        "id": "xx-test",
        "names": {"en": "Test", "zh": "测试"},
        "country": "xx",
        "width_mm": 35,
        "height_mm": 45,
        "width_px": 413,
        "height_px": 531,
        "dpi": 300,
        "head_height_mm": (26, 31),
        "top_mm": (3, 5),
        "backgrounds": ("white",),
        "editing_policy": "allowed",
        "source": "invented",
        "checked": "2026-01-31",
    }
)
ORDER = Order(SPEC, (255, 255, 255), "jpeg", 300)


@dataclass
class Scene:
    photo: Photo
    face: Face
    matte: Matte

    def finish(self, order=ORDER):
        head = find_head(self.face, self.matte)
        placement = place(head, self.matte, self.photo, order)
        below = float(head.chin[1])
        return placement, *cut(self.photo, self.matte, placement.affine, order.size, below)


def person(across, down, rise):
    """Whether points, in units from the eyes, are in the ellipse of a head or in its torso."""
    tall = (1 + rise) / 2
    head = (across / 0.75) ** 2 + ((down - 1 + tall) / tall) ** 2 <= 1
    half_width = np.clip(0.45 + (down - 1.2) * 1.6, 0.45, 1.7)
    return head | ((down > 0.8) & (np.abs(across) <= half_width))


def scene(size=(700, 700), eyes=(350, 280), unit=UNIT, roll=0.0, rise=1.05, strand=False):
    """A person drawn in `size` pixels, with crown, eyes and chin marked in colours of their own."""
    turn = cv2.getRotationMatrix2D((0, 0), -roll, 1)[:, :2]
    rows, columns = np.indices((size[1], size[0]))
    own = np.stack([columns - eyes[0], rows - eyes[1]], axis=-1) @ turn / unit
    drawn = person(own[..., 0], own[..., 1], rise)
    if strand:
        drawn |= (np.abs(own[..., 0]) < 0.04) & (own[..., 1] < 0) & (own[..., 1] > -rise - 0.4)
    alpha = drawn.astype(np.float32)
    rgb = np.where(alpha[..., np.newaxis] > 0.5, 120, 200).astype(np.uint8).repeat(3, axis=2)

    def at(across, down):
        return turn @ (np.array([across, down]) * unit) + eyes

    marks = {CROWN: (0, -rise), LEFT_EYE: (-0.33, 0), RIGHT_EYE: (0.33, 0), CHIN: (0, 1)}
    for colour, place_of in marks.items():
        sixteenths = np.rint(16 * at(*place_of)).astype(int).tolist()
        cv2.circle(rgb, sixteenths, round(16 * max(3, 0.06 * unit)), colour, cv2.FILLED, shift=4)
    mouth = 1 / CHIN_PER_MOUTH
    landmarks = [at(-0.33, 0), at(0.33, 0), at(0, 0.3), at(-0.2, mouth), at(0.2, mouth)]
    x, y = eyes
    face = Face(
        box=(x - 0.6 * unit, y - 0.5 * unit, x + 0.6 * unit, y + unit),
        score=1.0,
        landmarks=np.array(landmarks),
    )
    coarse = size[0] * 256 // max(size), size[1] * 256 // max(size)
    matte = Matte(
        alpha=cv2.resize(alpha, coarse, interpolation=cv2.INTER_AREA),
        to_photo=geometry.resize(coarse, size),
        model="drawn",
    )
    return Scene(Photo(rgb, size, "png"), face, matte)


def spot(rgb, colour):
    """The middle (x, y) of a mark."""
    rows, columns = np.nonzero(np.abs(rgb.astype(int) - colour).max(axis=2) < 90)
    assert len(rows), "the mark is not in the picture"
    return np.array([columns.mean(), rows.mean()])


# The finished frame


@pytest.mark.parametrize("spec", list(catalogue.load()), ids=lambda spec: spec.id)
def test_the_head_has_the_height_and_top_margin_of_every_document(spec):
    order = Order(spec, None, "png", spec.dpi)
    _, rgb, _ = scene(size=(700, 900), eyes=(350, 330)).finish(order)
    crown, chin = (spot(rgb, mark)[1] / order.px_per_mm for mark in (CROWN, CHIN))
    assert spec.top_mm[0] - MM <= crown <= spec.top_mm[1] + MM
    assert spec.head_height_mm[0] - MM <= chin - crown <= spec.head_height_mm[1] + MM


@pytest.mark.parametrize("dpi", [150, 300, 600])
def test_the_same_millimetres_hold_at_every_dpi(dpi):
    order = Order(SPEC, None, "png", dpi)
    placement, rgb, alpha = scene().finish(order)
    assert rgb.shape == (order.size[1], order.size[0], 3)
    assert alpha.shape == rgb.shape[:2]
    assert spot(rgb, CROWN)[1] / order.px_per_mm == pytest.approx(placement.top_mm, abs=MM)


@pytest.mark.parametrize("unit", [40, 90, 160])
@pytest.mark.parametrize("eyes", [(350, 300), (280, 320), (430, 310)])
def test_wherever_the_person_is_the_head_lands_in_the_same_place(unit, eyes):
    _, rgb, _ = scene(eyes=eyes, unit=unit, size=(900, 900)).finish()
    middle = (spot(rgb, LEFT_EYE) + spot(rgb, RIGHT_EYE)) / 2
    assert middle[0] / ORDER.px_per_mm == pytest.approx(35 / 2, abs=MM)
    assert 3 - MM <= spot(rgb, CROWN)[1] / ORDER.px_per_mm <= 5 + MM


@pytest.mark.parametrize("roll", [-15, -6, 0, 8, 15])
def test_a_tilted_head_comes_out_upright(roll):
    _, rgb, _ = scene(roll=roll).finish()
    tilt = spot(rgb, RIGHT_EYE) - spot(rgb, LEFT_EYE)
    assert np.degrees(np.arctan2(tilt[1], tilt[0])) == pytest.approx(0, abs=0.7)


@pytest.mark.parametrize("roll", [-15, 0, 8])
def test_crown_and_chin_of_a_tilted_head_stand_over_each_other(roll):
    _, rgb, _ = scene(roll=roll).finish()
    assert spot(rgb, CROWN)[0] == pytest.approx(spot(rgb, CHIN)[0], abs=MM * ORDER.px_per_mm)


def test_the_placement_tells_where_the_head_is_in_the_picture():
    placement, rgb, _ = scene().finish()
    crown, eye, chin = (spot(rgb, mark)[1] / ORDER.px_per_mm for mark in (CROWN, LEFT_EYE, CHIN))
    assert placement.top_mm == pytest.approx(crown, abs=MM)
    assert placement.head_height_mm == pytest.approx(chin - crown, abs=MM)
    assert placement.eye_line_mm == pytest.approx(45 - eye, abs=MM)


def test_a_photo_with_room_all_around_misses_nothing():
    placement, _, _ = scene().finish()
    assert placement.missing_mm == 0


def test_alpha_lies_exactly_over_the_person_of_the_colours():
    _, rgb, alpha = scene().finish()
    drawn = np.abs(rgb.astype(int) - 120).max(axis=2) < 20
    wall = np.abs(rgb.astype(int) - 200).max(axis=2) < 20
    assert alpha[drawn].mean() > 0.98
    assert alpha[wall].mean() < 0.02


# Photos that end too early


@pytest.mark.parametrize("below_chin", [0.02, 0.2, 0.4])
def test_a_photo_that_ends_below_the_chin_is_refused(below_chin):
    ends = round(280 + (1 + below_chin) * UNIT)
    with pytest.raises(BodyMissing) as refusal:
        scene(size=(700, ends)).finish()
    assert refusal.value.members["bottom_gap_mm"] > 1


def test_a_photo_that_cuts_off_a_shoulder_is_refused():
    with pytest.raises(BodyMissing) as refusal:
        scene(size=(430, 700), eyes=(80, 280)).finish()
    assert refusal.value.members["side_gap_mm"] > 1


@pytest.mark.parametrize("ends", np.linspace(1.4, 2.4, 11).round(2))
def test_the_body_reaches_the_lower_edge_or_the_photo_is_refused(ends):
    try:
        placement, _, alpha = scene(size=(700, round(280 + ends * UNIT))).finish()
    except BodyMissing:
        return
    column = alpha.shape[1] // 2
    assert alpha[-1, column] > 0.5, f"{placement.bottom_gap_mm:.1f} mm are missing"


def test_a_little_less_body_is_made_good_within_the_document_s_ranges():
    whole, _, _ = scene().finish()
    below = (45 - whole.top_mm - whole.head_height_mm) / whole.head_height_mm  # in heads
    ends = round(280 + (1 + 2.05 * below - 0.12) * UNIT)
    placement, rgb, _ = scene(size=(700, ends)).finish()
    crown, chin = (spot(rgb, mark)[1] / ORDER.px_per_mm for mark in (CROWN, CHIN))
    assert placement.bottom_gap_mm == 0
    assert 26 - MM <= chin - crown <= 31 + MM
    assert 3 - MM <= crown <= 5 + MM


def test_beyond_the_photo_s_upper_edge_there_is_nobody():
    tight = scene(eyes=(350, 120))  # 15 pixels above the crown
    _, _, alpha = tight.finish()
    assert alpha[0].max() < 0.01


def test_hair_that_the_photo_cuts_off_is_not_drawn_out_upwards():
    _, _, alpha = scene(eyes=(350, 90)).finish()  # 15 pixels of the head are missing
    assert alpha[: round(ORDER.px_per_mm)].max() < 0.01


# The head


@pytest.mark.parametrize("rise", [0.9, 1.05, 1.3, 1.6])
def test_the_crown_is_where_the_matte_ends(rise):
    drawn = scene(rise=rise)
    head = find_head(drawn.face, drawn.matte)
    assert head.measured
    assert head.crown[1] == pytest.approx(280 - rise * UNIT, abs=0.06 * UNIT)
    assert head.crown[0] == pytest.approx(350, abs=1)


@pytest.mark.parametrize("roll", [-20, 10])
def test_the_crown_of_a_tilted_head_is_on_its_own_axis(roll):
    drawn = scene(roll=roll)
    head = find_head(drawn.face, drawn.matte)
    np.testing.assert_allclose(head.crown, spot(drawn.photo.rgb, CROWN), atol=0.06 * UNIT)


def test_a_raised_strand_of_hair_is_not_the_crown():
    drawn = scene(strand=True)
    assert find_head(drawn.face, drawn.matte).crown[1] == pytest.approx(280 - 105, abs=6)


@pytest.mark.parametrize("value", [0.0, 1.0], ids=["nobody", "everything"])
def test_where_the_matte_shows_no_head_the_crown_follows_from_the_face(value):
    drawn = scene()
    drawn.matte.alpha[:] = value
    head = find_head(drawn.face, drawn.matte)
    assert not head.measured
    assert head.height == pytest.approx(head_height(drawn.face))
    assert 1.7 * UNIT < head.height < 2.5 * UNIT


def test_eyes_and_chin_of_the_head_are_those_of_the_face():
    drawn = scene(roll=12)
    head = find_head(drawn.face, drawn.matte)
    np.testing.assert_allclose(head.eyes, drawn.face.eyes, atol=1)
    np.testing.assert_allclose(head.chin, drawn.face.chin, atol=1)


@pytest.mark.parametrize(
    ("eyes_y", "expected"), [(280, False), (125, False), (104, True), (80, True)]
)
def test_a_crown_on_the_photo_s_upper_edge_is_noticed(eyes_y, expected):
    drawn = scene(eyes=(350, eyes_y))
    assert cut_off_above(find_head(drawn.face, drawn.matte), drawn.photo) is expected


# The window


coordinate = st.integers(0, 599)


@given(coordinate, coordinate, st.integers(2, 400))
@settings(max_examples=60, deadline=None)
def test_the_window_is_a_piece_of_the_photo_around_the_face(x, y, unit):
    mouth = y + unit / CHIN_PER_MOUTH
    landmarks = [(x - 1, y), (x + 1, y), (x, y), (x - 1, mouth), (x + 1, mouth)]
    face = Face((x - 1, y - 1, x + 1, y + 1), 1.0, np.array(landmarks, np.float64))
    found = window(Photo(np.zeros((600, 600, 3), np.uint8), (600, 600), "png"), face)
    assert 0 <= found.left <= x < found.left + found.width <= 600
    assert 0 <= found.top <= y < found.top + found.height <= 600


def test_the_window_holds_the_whole_head_and_the_shoulders():
    drawn = scene(size=(900, 900), eyes=(450, 350))
    found = window(drawn.photo, drawn.face)
    assert found.top < 350 - 1.3 * UNIT
    assert found.left < 450 - 1.7 * UNIT
    assert found.left + found.width > 450 + 1.7 * UNIT
    assert found.top + found.height > 350 + 2.5 * UNIT


def test_the_window_of_a_small_person_is_not_the_whole_photo():
    drawn = scene(size=(900, 900), eyes=(450, 350), unit=40)
    found = window(drawn.photo, drawn.face)
    assert found.width * found.height < 900 * 900 / 4


# Resampling


def fine_chequers():
    rows, columns = np.indices((400, 400))
    board = ((rows + columns) % 2 * 255).astype(np.uint8)
    rgb = np.dstack([board] * 3)
    matte = Matte(np.ones((64, 64), np.float32), geometry.resize((64, 64), (400, 400)), "all")
    return Photo(rgb, (400, 400), "png"), matte


@pytest.mark.parametrize("size", [(170, 170), (100, 100), (66, 66)])
def test_shrinking_averages_a_fine_pattern_instead_of_making_up_a_coarse_one(size):
    photo, matte = fine_chequers()
    rgb, _ = cut(photo, matte, geometry.resize((400, 400), size), size)
    assert np.abs(rgb[5:-5, 5:-5].astype(int) - 127).max() < 40


def test_at_scale_one_the_photo_s_pixels_stay_as_they_are():
    photo, matte = fine_chequers()
    rgb, alpha = cut(photo, matte, geometry.shift(-100, -50), (200, 200))
    assert (rgb == photo.rgb[50:250, 100:300]).all()
    assert alpha.min() == pytest.approx(1)
