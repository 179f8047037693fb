import numpy as np
import pytest

from service.steps.plausible import judge
from service.values.errors import MatteImplausible

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
    found = judged(person())
    assert found.unclear == ()
    found.refuse_unusable()


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
