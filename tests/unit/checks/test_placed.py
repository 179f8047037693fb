"""What is checked on the photo as a whole, its place in the frame, and its file."""

from types import SimpleNamespace

import numpy as np
import pytest

from service.checks.compression import compression
from service.checks.cut_off import body_complete, frame_covered, head_complete
from service.checks.cut_out import crown_seen, cut_out
from service.checks.faces import faces
from service.checks.lengths import lengths
from service.checks.resolution import resolution
from service.values import geometry
from service.values.evidence import Evidence

LENGTHS = ("head-height", "top-margin", "eye-line", "chin-bottom", "face-width", "centring")


def placed(**changed):
    """A placement as cn-1inch wants it (25 x 35 mm), but for what is changed."""
    middle = {
        "head_height_mm": 22.2,
        "top_mm": 2.9,
        "eye_line_mm": 21.0,
        "chin_bottom_mm": 9.9,
        "face_width_mm": 15.0,
        "face_centre_mm": 12.5,
    }
    return SimpleNamespace(
        lengths_mm={**middle, **changed}, uncertainty_mm=dict.fromkeys(middle, 0.5)
    )


def stating(order, **ranges):
    """The spec as if its source said all of it."""
    return order.spec.model_copy(update={"assumed": {}, **ranges})


def by_id(checks):
    return {check.id: check for check in checks}


def test_one_face_is_right_and_none_or_two_are_not():
    assert [faces(count).verdict for count in (0, 1, 2)] == ["fail", "pass", "fail"]


@pytest.mark.parametrize(
    ("height", "verdict"), [(22.0, "pass"), (24.5, "warn"), (26.0, "fail"), (18.0, "fail")]
)
def test_what_is_out_of_range_by_less_than_is_known_is_a_warning(order, height, verdict):
    spec = stating(order, head_height_mm=(20.0, 24.0))
    check = by_id(lengths(placed(head_height_mm=height), spec))["head-height"]
    assert check.verdict == verdict
    assert check.limit == (20.0, 24.0)
    assert check.uncertainty == 1.0


@pytest.mark.parametrize(
    ("height", "verdict"), [(23.8, "warn"), (20.0, "warn"), (23.7, "pass"), (20.3, "pass")]
)
def test_what_is_in_range_by_less_than_half_a_standard_error_is_a_warning(order, height, verdict):
    spec = stating(order, head_height_mm=(20.0, 24.0))
    check = by_id(lengths(placed(head_height_mm=height), spec))["head-height"]
    assert check.verdict == verdict
    assert check.in_limit
    assert ("close to the limit" in check.message.en) is (verdict == "warn")


def test_a_range_that_the_service_assumed_is_measured_and_not_judged(order):
    assert order.spec.layer("head_height") == "assumed"
    check = by_id(lengths(placed(head_height_mm=30.0), order.spec))["head-height"]
    assert (check.verdict, check.value) == ("not-assessed", 30.0)
    assert check.limit == pytest.approx(order.spec.head_height_mm)


def words(rule, force):
    return Evidence(rules=(rule,), url="x", read="2026-01-01", kind="primary", force=force)


@pytest.mark.parametrize(("force", "verdict"), [("rule", "fail"), ("advice", "warn")])
def test_the_authority_s_rule_can_fail_a_photo_and_its_advice_can_only_warn(order, force, verdict):
    spec = stating(order, head_height_mm=(20.0, 24.0), evidence=(words("head_height", force),))
    assert by_id(lengths(placed(head_height_mm=30.0), spec))["head-height"].verdict == verdict


def test_what_the_document_does_not_state_is_not_assessed_but_centring_is(order):
    checks = by_id(lengths(placed(face_centre_mm=11.0), order.spec))
    assert tuple(checks) == LENGTHS
    assert checks["eye-line"].verdict == "not-assessed"
    assert checks["centring"].verdict == "warn"
    assert checks["centring"].message.en == "The face is too far left."


def test_a_range_without_an_end_has_no_upper_limit(order):
    spec = stating(order, chin_bottom_mm=(7.0, float("inf")))
    check = by_id(lengths(placed(chin_bottom_mm=20.0), spec))["chin-bottom"]
    assert check.limit == (7.0, None)
    assert check.verdict == "pass"


def test_without_a_place_no_length_is_assessed(order):
    assert {check.verdict for check in lengths(None, order.spec)} == {"not-assessed"}


@pytest.mark.parametrize(
    ("top", "measured", "verdict"), [(40, True, "pass"), (0, True, "fail"), (0, False, "warn")]
)
def test_hair_at_the_upper_edge_is_cut_off(top, measured, verdict):
    head = SimpleNamespace(top=np.array([100.0, top]), height=300.0, measured=measured)
    assert head_complete(head).verdict == verdict


def test_a_gap_is_noticed_and_fails_where_the_photo_is_refused():
    verdicts = [body_complete(gap, 0.0, (1.4, 1.0))[0].verdict for gap in (0.0, 0.5, 3.0)]
    assert verdicts == ["pass", "warn", "fail"]
    assert body_complete(0.0, 2.0, (1.4, 1.0))[1].verdict == "fail"


def test_a_frame_must_be_filled_only_by_a_photo_that_stays_as_it_is(order, crop, photo_of):
    width, height = order.size
    photo = photo_of(np.zeros((height, width, 3)))
    assert frame_covered(photo, geometry.shift(0, 0), crop).verdict == "pass"
    aside = geometry.shift(width / 10, 0)
    assert frame_covered(photo, aside, crop).verdict == "fail"
    assert frame_covered(photo, aside, order).verdict == "not-assessed"
    assert frame_covered(photo, aside, order).value == pytest.approx(10)
    larger = np.array([[2.0, 0, -50], [0, 2.0, -50]])
    assert frame_covered(photo, larger, crop).value == 0


def test_crown_and_cut_out(order, crop):
    assert crown_seen(SimpleNamespace(measured=True)).verdict == "pass"
    assert crown_seen(SimpleNamespace(measured=False)).verdict == "warn"
    assert cut_out((), True, order).verdict == "pass"
    assert cut_out(("haze",), True, order).verdict == "warn"
    assert cut_out(("face", "chest"), False, order).verdict == "fail"
    assert cut_out(("haze",), True, crop).verdict == "not-assessed"


@pytest.mark.parametrize(("head", "verdict"), [(260, "pass"), (180, "warn"), (100, "fail")])
def test_pixels_of_the_head(head, verdict):
    assert resolution(head, 260, 2.0).verdict == verdict


def test_compression_matters_less_in_a_photo_that_is_shrunk():
    assert compression(90, 1.0).verdict == "pass"
    assert compression(45, 1.0).verdict == "warn"
    assert compression(45, 2.0).verdict == "pass"
    assert compression(20, 1.0).verdict == "fail"


def test_what_is_no_jpeg_has_no_quality():
    assert compression(None, 1.0).verdict == "not-assessed"
