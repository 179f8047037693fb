import pytest
from pydantic import ValidationError

from service.values.order import Order
from service.values.spec import Spec
from tests.drawn import ROW


def spec(**changes):
    return Spec.model_validate({**ROW, **changes})


@pytest.mark.parametrize(
    ("dpi", "pixels"), [(300, (413, 531)), (600, (827, 1063)), (96, (132, 170))]
)
def test_pixels_follow_from_millimetres_and_dpi(dpi, pixels):
    assert spec().pixels(dpi) == pixels


def test_stated_pixels_win_at_the_documents_own_dpi():
    assert spec(width_px=412).pixels(300) == (412, 531)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"head_height_mm": (31, 26)}, "head_height_mm"),
        ({"top_mm": (5, 3)}, "top_mm"),
        ({"top_mm": (-1, 3)}, "top_mm"),
        ({"head_height_mm": (40, 44)}, "do not fit"),
        ({"width_px": 400}, "400 px"),
        ({"id": "Has Spaces"}, "id"),
        ({"country": "CHN"}, "country"),
        ({"dpi": 10}, "dpi"),
        ({"backgrounds": ()}, "backgrounds"),
        ({"editing_policy": "maybe"}, "editing_policy"),
        ({"checked": "yesterday"}, "checked"),
        ({"eye_hight_mm": 3}, "eye_hight_mm"),
        ({"head_height_mm": (26, float("inf"))}, "head_height_mm"),
        ({"eye_line_mm": (5, 10)}, "eye_line_mm"),
        ({"eye_line_mm": (35, 40)}, "eye_line_mm"),
        ({"chin_bottom_mm": (17, 20)}, "chin_bottom_mm"),
        ({"face_width_mm": (36, 40)}, "face_width_mm"),
        ({"min_size_px": (500, 600)}, "min_size_px"),
        ({"width_px": 5000, "size_note": "large"}, "width_px"),
        ({"document": "library-card"}, "document"),
        ({"backgrounds": ("plaid",)}, "plaid"),
        ({"priority": ("beauty",)}, "priority"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused_by_name(changes, named):
    with pytest.raises(ValidationError, match=named):
        spec(**changes)


def test_a_missing_rule_is_refused_by_name():
    row = {name: value for name, value in ROW.items() if name != "top_mm"}
    with pytest.raises(ValidationError, match="top_mm"):
        Spec.model_validate(row)


@pytest.mark.parametrize("dpi", [300, 600])
def test_an_order_measures_paper_in_pixels_of_its_own_dpi(dpi):
    order = Order(spec(), (255, 255, 255), "jpeg", dpi)
    assert order.px_per_mm == pytest.approx(dpi / 25.4, rel=0.005)


def test_other_pixels_than_the_millimetres_give_need_a_reason():
    assert spec(width_px=400, size_note="the authority rounds").pixels(300) == (400, 531)


def test_a_range_without_an_upper_end_is_null_in_json():
    written = spec(eye_line_mm=(20, float("inf"))).model_dump(mode="json")
    assert list(written["eye_line_mm"]) == [20, None]
    assert written["chin_bottom_mm"] is None


@pytest.mark.parametrize(
    ("size", "allowed"), [((413, 531), True), ((412, 531), False), ((827, 1063), False)]
)
def test_the_pixels_of_a_file_have_limits_where_the_document_has(size, allowed):
    limited = spec(min_size_px=(413, 531), max_size_px=(600, 800))
    assert limited.allows_pixels(size) is allowed
    assert spec().allows_pixels(size)


def test_a_background_is_known_by_name_and_colour():
    assert spec(backgrounds=("diploma-blue",)).backgrounds[0].rgb == (100, 197, 255)
