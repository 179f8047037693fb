import numpy as np
import pytest

from service.steps.plausible import judge
from service.values.photo_errors import MatteImplausible

EYES, UNIT, CROWN = (150.0, 150.0), 60.0, 85.0


def person():
    """Alpha of a head (ellipse) on a torso, as on a finished photo of 300 x 400."""
    rows, columns = np.mgrid[:400, :300].astype(float)
    head = ((columns - 150) / 50) ** 2 + ((rows - 150) / 65) ** 2 <= 1
    torso = (rows > 205) & (np.abs(columns - 150) < 30 + (rows - 205))
    return (head | torso).astype(np.float32)


def judged(alpha):
    return judge(alpha, CROWN, EYES, UNIT)


def test_a_whole_person_is_clear():
    measured = judged(person())
    assert measured.unclear == ()
    measured.refuse_unusable()


@pytest.mark.parametrize(
    ("rows", "columns", "value", "name"),
    [
        (slice(140, 205), slice(110, 150), 0.0, "face"),
        (slice(240, 400), slice(0, 150), 0.0, "chest"),
        (slice(205, 400), slice(0, 80), 0.5, "haze"),
        (slice(20, 60), slice(10, 60), 1.0, "apart"),
        (slice(0, 95), slice(120, 180), 1.0, "above"),
    ],
)
def test_what_is_wrong_is_named(rows, columns, value, name):
    alpha = person()
    alpha[rows, columns] = value
    assert name in judged(alpha).unclear


def test_an_edge_as_straight_as_a_door_s_beside_the_head_is_named():
    cut = person()
    cut[:, 165:] = 0
    assert "straight" in judged(cut).unclear
    assert "straight" in judged(cut[:, ::-1]).unclear


def test_hair_that_the_frame_cuts_is_no_door():
    wide = person()
    wide[80:] = 1
    assert judged(wide).straight == 0


@pytest.mark.parametrize(("rows", "name"), [(slice(0, 230), "face"), (slice(230, 400), "chest")])
def test_a_photo_without_face_or_chest_is_refused_by_name(rows, name):
    alpha = person()
    alpha[rows] = 0
    with pytest.raises(MatteImplausible, match=name) as refused:
        judged(alpha).refuse_unusable()
    assert name in refused.value.members["measures"]


def test_a_frame_that_ends_at_the_chin_has_no_chest_to_miss():
    assert judge(person()[:215], CROWN, EYES, UNIT).chest == 1


def test_expected_errors_are_summed_as_a_share_of_the_person():
    error = np.where(person() > 0, np.float32(0.05), np.float32(0))
    measured = judge(person(), CROWN, EYES, UNIT, error)
    assert measured.matte_error == pytest.approx(0.05, rel=1e-3)
    assert "matte_error" in measured.unclear


def test_without_expectations_nothing_is_said_of_errors():
    measured = judged(person())
    assert measured.matte_error is None
    assert measured.doubt == ()


def test_a_region_of_doubt_is_outlined_and_a_speck_is_not():
    error = np.zeros((400, 300), np.float32)
    error[100:130, 200:240] = 0.5
    error[300:302, 20:22] = 0.9
    (outline,) = judge(person(), CROWN, EYES, UNIT, error).doubt
    xs, ys = zip(*outline, strict=True)
    assert (min(xs), max(xs)) == pytest.approx((200, 239), abs=2)
    assert (min(ys), max(ys)) == pytest.approx((100, 129), abs=2)


@pytest.mark.parametrize("crown", [0.3, 0.55])
def test_a_crown_below_where_a_skull_must_be_is_refused(crown):
    alpha = person()
    alpha[: round(EYES[1] - crown * UNIT)] = 0
    with pytest.raises(MatteImplausible, match="skull"):
        judged(alpha).refuse_unusable()


def test_the_lowest_skull_that_there_is_is_not_refused():
    alpha = person()
    alpha[: round(EYES[1] - 0.7 * UNIT)] = 0
    judged(alpha).refuse_unusable()


def test_a_profile_has_its_skull_behind_the_eyes_and_is_not_refused_for_that():
    alpha = person()
    alpha[: round(EYES[1]), round(EYES[0] + 0.1 * UNIT) :] = 0
    judge(alpha, CROWN, EYES, UNIT, turned=True).refuse_unusable()
    with pytest.raises(MatteImplausible, match="skull"):
        judged(alpha).refuse_unusable()


def test_a_head_apart_from_the_chest_is_refused():
    alpha = person()
    alpha[215:225] = 0
    with pytest.raises(MatteImplausible, match="chest would be separated"):
        judged(alpha).refuse_unusable()


def test_a_region_that_is_likely_wrong_is_named_even_if_it_is_small():
    error = np.zeros((400, 300), np.float32)
    error[150:165, 100:115] = 0.4
    measured = judge(person(), CROWN, EYES, UNIT, error)
    assert measured.unclear == ("region_error",)


def test_a_cord_over_the_crown_is_named_and_a_bun_is_not():
    cord, bun = person(), person()
    cord[75:86, 149:151] = 1
    bun[75:86, 140:160] = 1
    assert "spike" in judged(cord).unclear
    assert judged(bun).unclear == ()
