from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog

from service.specs import catalogue
from service.steps.place.place import MOST_ENLARGED, place
from service.values import geometry
from service.values.order import Order
from service.values.photo import Matte, Photo
from service.values.photo_errors import BodyMissing, ResolutionTooLow
from service.values.placement import Head
from tests.drawn import (
    CHIN,
    CROWN,
    LEFT_EYE,
    MM,
    ORDER,
    RIGHT_EYE,
    UNIT,
    document,
    order_of,
    scene,
    spot,
)

# The finished frame


@pytest.mark.parametrize("spec", list(catalogue.load()), ids=lambda spec: spec.id)
def test_the_head_has_the_height_and_top_margin_of_every_document(spec):
    order = Order(spec, None, "png", 140)  # the largest is then about twice as large as the drawing
    _, rgb, _ = scene(size=(1100, 1400), eyes=(550, 520), unit=160).finish(order)
    crown, chin = (spot(rgb, mark)[1] / order.px_per_mm for mark in (CROWN, CHIN))
    assert spec.top_mm[0] - MM <= crown <= spec.top_mm[1] + MM
    assert spec.head_height_mm[0] - MM <= chin - crown <= spec.head_height_mm[1] + MM


@pytest.mark.parametrize("dpi", [150, 300, 600])
def test_the_same_millimetres_hold_at_every_dpi(dpi):
    order = Order(document(), None, "png", dpi)
    placement, rgb, alpha = scene((1400, 1400), (700, 560), unit=200).finish(order)
    assert rgb.shape == (order.size[1], order.size[0], 3)
    assert alpha.shape == rgb.shape[:2]
    assert spot(rgb, CROWN)[1] / order.px_per_mm == pytest.approx(placement.top_mm, abs=MM)


@pytest.mark.parametrize("unit", [90, 120, 160])
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
    assert (placement.bottom_gap_mm, placement.side_gap_mm) == (0, 0)


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


# What can hold, holds

MEASURES = ("head_height_mm", "top_mm", "eye_line_mm", "chin_bottom_mm")
NOBODY = Matte(np.zeros((8, 8), np.float32), geometry.resize((8, 8), (1, 1)), "none")


def head_with(eyes_share=0.5, hair=0.0, **others):
    """An upright head of 1000 pixels from (2000, 1000) down."""
    facts = {
        "crown": np.array([2000.0, 1000.0]),
        "top": np.array([2000.0, 1000.0 - 1000 * hair]),
        "eyes": np.array([2000.0, 1000 + 1000 * eyes_share]),
        "chin": np.array([2000.0, 2000.0]),
        "roll_deg": 0.0,
        "unit": 500.0,
        "face_width": 720.0,
        "measured": True,
    }
    return Head(**{**facts, **others})


def placed(head, spec):
    """The placement in a photo that has room all around."""
    flat = np.broadcast_to(np.uint8(0), (6000, 4000, 3))
    return place(head, NOBODY, Photo(flat, (4000, 6000), "png"), order_of(spec))


def shown(head, placement, order):
    """Measures in mm, of the points as the map puts them."""
    points = geometry.apply(placement.affine, np.array([head.crown, head.eyes, head.chin]))
    (_, crown), (_, eyes), (_, chin) = ((points + 0.5) / order.px_per_mm).tolist()
    height = order.spec.height_mm
    return dict(zip(MEASURES, (chin - crown, crown, height - eyes, height - chin), strict=True))


def can_hold(spec, eyes_share):
    """Whether some head height and top margin keep every range, by an independent solver."""
    rows = {
        "head_height_mm": (1, 0, 0),
        "top_mm": (0, 1, 0),
        "eye_line_mm": (-eyes_share, -1, spec.height_mm),
        "chin_bottom_mm": (-1, -1, spec.height_mm),
    }
    above, limits = [], []
    for name, (x, y, constant) in rows.items():
        low, high = getattr(spec, name) or (-np.inf, np.inf)
        above += [[-x, -y], [x, y]]
        limits += [constant - low, high - constant]
    known = np.isfinite(limits)
    solved = linprog(
        [0, 0], np.array(above)[known], np.array(limits)[known], bounds=[(None, None)] * 2
    )
    return solved.status == 0


@pytest.mark.parametrize("spec", list(catalogue.load()), ids=lambda spec: spec.id)
@pytest.mark.parametrize("eyes_share", [0.42, 0.46, 0.5, 0.55, 0.6])
def test_every_range_of_the_catalogue_holds_wherever_all_can(spec, eyes_share):
    head = head_with(eyes_share)
    placement = placed(head, spec)
    values = shown(head, placement, order_of(spec))
    outside = {
        name: values[name]
        for name in MEASURES
        if (limits := getattr(spec, name))
        and not limits[0] - 0.05 <= values[name] <= limits[1] + 0.05
    }
    if can_hold(spec, eyes_share):
        assert not outside
    assert set(outside) <= set(placement.missed_mm)


@pytest.mark.parametrize("spec", list(catalogue.load()), ids=lambda spec: spec.id)
def test_the_placement_says_what_the_map_shows(spec):
    head = head_with(0.47)
    placement = placed(head, spec)
    values = shown(head, placement, order_of(spec))
    for name in MEASURES:
        assert placement.lengths_mm[name] == pytest.approx(values[name], abs=1e-6), name


def test_a_head_that_fits_is_in_the_middle_of_all_ranges():
    values = placed(head_with(), document()).lengths_mm
    assert (values["head_height_mm"], values["top_mm"]) == pytest.approx((28.5, 4))


def test_a_stated_eye_line_moves_the_head_within_the_other_ranges():
    low = placed(head_with(), document(eye_line_mm=(22, 25))).lengths_mm
    high = placed(head_with(), document(eye_line_mm=(27, 30))).lengths_mm
    assert low["eye_line_mm"] <= 25
    assert high["eye_line_mm"] >= 27
    for values in (low, high):
        assert 26 <= values["head_height_mm"] <= 31
        assert 3 <= values["top_mm"] <= 5


# Ranges that cannot hold together: eyes 30 mm up need a head of 24 mm or a margin of 2 mm

CONFLICT = {"eye_line_mm": (30, 31)}


def test_without_priority_the_later_range_is_missed_and_the_placement_says_by_how_much():
    placement = placed(head_with(), document(**CONFLICT))
    assert placement.missed_mm == pytest.approx({"eye_line_mm": -1.0})


def test_with_priority_the_eyes_hold_and_the_margin_gives_way():
    placement = placed(head_with(), document(**CONFLICT, priority=("eye_line_mm",)))
    assert placement.missed_mm == pytest.approx({"top_mm": -1.0})
    assert placement.lengths_mm["eye_line_mm"] == pytest.approx(30)


def test_what_is_assumed_gives_way_to_what_is_stated():
    assumed = {"head_height_mm": "exit-entry-share"}
    placement = placed(head_with(), document(**CONFLICT, assumed=assumed))
    assert set(placement.missed_mm) == {"head_height_mm"}
    assert -3 < placement.missed_mm["head_height_mm"] <= -2


def test_the_width_of_the_face_chooses_the_head_height_only_within_the_other_ranges():
    narrow, wide = (
        placed(head_with(), document(face_width_mm=width)).lengths_mm["head_height_mm"]
        for width in ((15, 19), (30, 33))
    )
    free = placed(head_with(), document()).lengths_mm["head_height_mm"]
    assert 26 <= narrow < free < wide <= 31


def test_ranges_are_held_with_a_standard_error_to_spare():
    drawn_up = document(face_width_mm=(30, 33))  # wants a larger head than the document allows
    placement = placed(head_with(), drawn_up)
    spare = 31 - placement.lengths_mm["head_height_mm"]
    assert spare == pytest.approx(placement.uncertainty_mm["head_height_mm"], rel=0.1)


# Documents that take no edited photos: the photo itself has to fill the frame


def cropped(above, eyes_share=0.5):
    """The placement of a head of 1000 pixels with `above` of its height over it, cropped only."""
    flat = np.broadcast_to(np.uint8(0), (6000, 4000, 3))
    shift = np.array([0.0, 1000.0 * (above - 1)])
    points = {name: getattr(head_with(eyes_share), name) + shift for name in ("crown", "eyes")}
    head = head_with(**points, top=points["crown"], chin=np.array([2000.0, 2000.0]) + shift)
    order = replace(order_of(document()), crop_only=True)
    return place(head, NOBODY, Photo(flat, (4000, 6000), "png"), order)


def test_a_photo_with_just_enough_room_fills_the_frame_with_a_head_at_the_end_of_its_range():
    placement = cropped(3.01 / 31)  # the least margin, over the largest head
    assert placement.top_mm >= 3
    assert 0 <= 31 - placement.head_height_mm < 0.3


def test_a_photo_that_cannot_fill_the_frame_keeps_the_head_away_from_the_end_of_its_range():
    placement = cropped(2 / 31)
    assert not placement.missed_mm
    assert (
        31 - placement.lengths_mm["head_height_mm"]
        >= 0.9 * (placement.uncertainty_mm["head_height_mm"])
    )


# Across


def test_without_a_rule_the_head_s_middle_is_the_frame_s():
    head = head_with(eyes=np.array([2060.0, 1500.0]))
    placement = placed(head, document())
    crown = geometry.apply(placement.affine, head.crown)
    assert (crown[0] + 0.5) / ORDER.px_per_mm == pytest.approx(35 / 2, abs=0.05)
    assert placement.lengths_mm["face_centre_mm"] == pytest.approx(
        35 / 2 + 0.06 * placement.head_height_mm, abs=0.05
    )


@pytest.mark.parametrize("sideways", [-80.0, 0.0, 60.0])
def test_a_stated_middle_of_the_face_holds_for_the_eyes(sideways):
    head = head_with(eyes=np.array([2000.0 + sideways, 1500.0]))
    placement = placed(head, document(face_centre_mm=(15, 19)))
    eyes = geometry.apply(placement.affine, head.eyes)
    assert (eyes[0] + 0.5) / ORDER.px_per_mm == pytest.approx(17)


# Tall hair


def test_hair_that_is_not_counted_stays_inside_the_frame():
    head = head_with(hair=0.15)
    placement = placed(head, document())
    assert geometry.apply(placement.affine, head.top)[1] >= -0.5
    assert not placement.missed_mm


# Turning


def test_a_document_that_forbids_turning_keeps_the_tilt():
    placement, rgb, _ = scene(roll=8).finish(order_of(document(rotation_allowed=False)))
    tilt = spot(rgb, RIGHT_EYE) - spot(rgb, LEFT_EYE)
    assert np.degrees(np.arctan2(tilt[1], tilt[0])) == pytest.approx(8, abs=0.7)
    assert placement.affine[0, 1] == placement.affine[1, 0] == 0


def test_the_ranges_hold_for_a_head_that_stays_tilted():
    placement, rgb, _ = scene(roll=8).finish(order_of(document(rotation_allowed=False)))
    eyes = (spot(rgb, RIGHT_EYE) + spot(rgb, LEFT_EYE)) / 2
    assert 45 - eyes[1] / ORDER.px_per_mm == pytest.approx(placement.eye_line_mm, abs=MM)
    assert 26 <= placement.head_height_mm <= 31


# Pixels


@pytest.mark.parametrize(("unit", "refused"), [(50, True), (75, False)])
def test_a_head_with_too_few_pixels_is_refused(unit, refused):
    small = scene(unit=unit)
    if not refused:
        assert geometry.scale_of(small.place().affine) <= MOST_ENLARGED
        return
    with pytest.raises(ResolutionTooLow) as refusal:
        small.place()
    found = refusal.value.members["head_height_px"]
    required = refusal.value.members["required_head_height_px"]
    assert found == pytest.approx(2.05 * unit, rel=0.03)
    assert required == pytest.approx(28.5 * ORDER.px_per_mm / MOST_ENLARGED, abs=2)


def test_fewer_dpi_need_fewer_pixels():
    order = Order(document(), None, "png", 150)
    assert scene(unit=50).place(order).head_height_mm == pytest.approx(28.5, abs=0.1)


# Uncertainty


def test_a_crown_that_was_only_assumed_makes_the_head_s_height_uncertain():
    seen, assumed = (
        placed(head_with(measured=measured), document()).uncertainty_mm
        for measured in (True, False)
    )
    assert assumed["head_height_mm"] > 2 * seen["head_height_mm"]
    assert assumed["eye_line_mm"] == seen["eye_line_mm"]
