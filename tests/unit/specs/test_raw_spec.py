import pytest
from pydantic import ValidationError

from service.specs.raw_spec import HAIR, RawSpec, resolve

ROW = {
    "id": "xx-test",
    "names": {"en": "Test", "zh": "测试"},
    "country": "xx",
    "backgrounds": ["white"],
    "source": "invented",
    "checked": "2026-01-31",
}
SIZE = {"width_mm": 35, "height_mm": 45}
OPEN = float("inf")


def made(**figures):
    return resolve(RawSpec.model_validate({**ROW, **figures}))


# Size


def test_pixels_follow_from_millimetres_at_300_dpi():
    spec = made(**SIZE)
    assert (spec.width_px, spec.height_px, spec.dpi) == (413, 531, 300)
    assert spec.assumed["dpi"] == "default"
    assert "width_mm" not in spec.assumed


def test_millimetres_follow_from_pixels():
    spec = made(width_px=358, height_px=441, dpi=350)
    assert (spec.width_mm, spec.height_mm) == pytest.approx((25.98, 32.0), abs=0.01)
    assert spec.assumed["width_mm"] == spec.assumed["height_mm"] == "from-pixels"
    assert "dpi" not in spec.assumed


def test_dpi_follows_from_both():
    spec = made(**SIZE, width_px=400, height_px=514)
    assert spec.dpi == 290
    assert spec.assumed["dpi"] == "from-size"


@pytest.mark.parametrize(
    ("size", "named"),
    [
        ({}, "width_mm"),
        ({"width_mm": 35}, "height_mm"),
        ({"width_px": 300, "dpi": 300}, "height_px"),
        ({**SIZE, "width_px": 600, "height_px": 600}, "600 px"),
    ],
)
def test_a_size_that_is_not_whole_is_refused(size, named):
    with pytest.raises(ValidationError, match=named):
        made(**size)


# Ranges as they are stated


@pytest.mark.parametrize(
    "stated",
    [
        {"head_height_mm": [27, 36]},
        {"head_height_px": [318.6, 424.8]},
        {"head_height_share": [0.6, 0.8]},
    ],
    ids=["mm", "px", "share"],
)
def test_a_range_may_be_given_in_the_unit_of_its_source(stated):
    spec = made(**SIZE, **stated)
    assert spec.head_height_mm == pytest.approx((27, 36), abs=0.01)
    assert "head_height_mm" not in spec.assumed


def test_shares_across_are_shares_of_the_width():
    assert made(**SIZE, face_centre_share=[0.4, 0.6]).face_centre_mm == pytest.approx((14, 21))


def test_a_single_number_gets_a_tolerance_that_is_named():
    spec = made(**SIZE, head_height_share=0.7, top_mm=4.5)
    assert spec.head_height_mm == pytest.approx((30.6, 32.4), abs=0.01)
    assert spec.top_mm == pytest.approx((3.6, 5.4), abs=0.01)
    assert spec.assumed["head_height_mm"] == spec.assumed["top_mm"] == "tolerance"


def test_a_range_may_be_open_above():
    spec = made(**SIZE, eye_line_mm=[20, OPEN])
    assert spec.eye_line_mm == (20, OPEN)


def test_ranges_that_are_not_stated_stay_absent():
    spec = made(**SIZE)
    assert spec.eye_line_mm is spec.chin_bottom_mm is spec.face_width_mm is None


# What placement needs besides


def test_without_any_rule_the_exit_entry_photo_s_proportions_are_taken():
    spec = made(width_mm=33, height_mm=48)
    assert (spec.head_height_mm, spec.top_mm) == ((28, 33), (3, 5))
    assert spec.assumed["head_height_mm"] == spec.assumed["top_mm"] == "exit-entry-share"


def test_a_foreign_passport_without_a_rule_takes_icao_s_share():
    assert made(**SIZE, document="passport").head_height_mm == (31.5, 36)
    chinese = made(**{**SIZE, "country": "cn"}, document="passport")
    assert chinese.assumed["head_height_mm"] == "exit-entry-share"


def test_a_face_width_gives_the_head_height():
    spec = made(**SIZE, face_width_mm=[18, 21])
    assert spec.head_height_mm == pytest.approx((24.6, 28.7))
    assert spec.assumed["head_height_mm"] == "from-face-width"


def test_margins_give_the_head_height_between_them():
    spec = made(**SIZE, top_mm=[2, 6], chin_bottom_mm=[5, 9])
    low, high = spec.head_height_mm
    for head in (low, high):
        for top in spec.top_mm:
            assert 5 <= 45 - top - head <= 9
    assert spec.assumed["head_height_mm"] == "from-margins"


@pytest.mark.parametrize("head", [[25, 30], [25, 35]])
def test_the_top_margin_keeps_the_eye_line_with_every_head_height(head):
    spec = made(width_mm=51, height_mm=51, head_height_mm=head, eye_line_mm=[28, 35])
    for height in spec.head_height_mm:
        for top in spec.top_mm:
            assert 28 <= 51 - top - height / 2 <= 35
    assert spec.assumed["top_mm"] == "from-eye-line"


def test_the_top_margin_keeps_the_chin_where_it_is_stated():
    spec = made(**SIZE, head_height_mm=[32, 34], chin_bottom_mm=[5, 9])
    assert spec.top_mm == pytest.approx((4, 6))
    assert spec.assumed["top_mm"] == "from-margins"


def test_eyes_and_top_margin_give_the_head_height():
    spec = made(**SIZE, top_mm=[3, 5], eye_line_mm=[24, 28])
    assert spec.head_height_mm == pytest.approx((28, 32))
    assert spec.assumed["head_height_mm"] == "from-eye-line"


def test_a_head_that_leaves_little_room_has_a_small_top_margin():
    spec = made(**SIZE, head_height_mm=[40, 43])
    assert spec.top_mm[1] <= 2


def test_where_the_skull_counts_there_is_room_for_hair_above_it():
    skull = made(**SIZE, head_height_mm=[29, 34], crown="skull")
    hair = made(**SIZE, head_height_mm=[29, 34], crown="hair")
    assert skull.top_mm[0] == hair.top_mm[0]
    room = 45 - 34
    assert skull.top_mm[1] == pytest.approx(min(room, hair.top_mm[1] + HAIR * 29), abs=0.02)
