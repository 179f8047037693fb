import pytest

from service.orders.own_limits import PROFILES, read_own_limits
from service.pipeline.own_limits import judged_by
from service.values.check import Check
from service.values.document import Names
from service.values.own_limits import OwnLimits
from service.values.request_errors import InvalidField


def check(check_id="yaw", value=7.0, verdict="pass", uncertainty=None):
    return Check(
        id=check_id,
        value=value,
        unit="deg",
        limit=(-15, 15),
        uncertainty=uncertainty,
        verdict=verdict,
        message=Names(en="As it was.", zh="原样"),
    )


def judged(found, **own):
    (again,) = judged_by((found,), OwnLimits(**own))
    return again


@pytest.mark.parametrize(
    ("limit", "uncertainty", "verdict"),
    [((-5, 5), None, "fail"), ((-5, 5), 3.0, "warn"), ((-10, 10), None, "pass"),
     ((None, 6), None, "fail"), ((6, None), None, "pass")],
)  # fmt: skip
def test_a_request_s_limit_stands_in_place_of_the_service_s(limit, uncertainty, verdict):
    again = judged(check(uncertainty=uncertainty), bounds=(("yaw", limit),))
    assert (again.verdict, again.limit, again.value) == (verdict, limit, 7.0)
    assert "of the request" in again.message.en


def test_what_the_request_does_not_name_stays_as_it_was():
    found = check("roll", verdict="warn")
    assert judged(found, bounds=(("yaw", (-5, 5)),)) == found


def test_what_could_not_be_measured_stays_unknown():
    found = check(value=None, verdict="not-assessed")
    assert judged(found, bounds=(("yaw", (-5, 5)),)) == found


def test_who_is_lenient_is_warned_only_but_wants_one_face_all_the_same():
    assert judged(check(verdict="fail"), profile="lenient").verdict == "warn"
    assert judged(check("faces", 2, "fail"), profile="lenient").verdict == "fail"


def test_the_request_s_own_limits_win_over_its_profile():
    own = dict(read_own_limits("icao", '{"yaw": [-20, 20]}').bounds)
    assert own == {**PROFILES["icao"], "yaw": (-20, 20)}


@pytest.mark.parametrize(
    ("text", "said"),
    [("[]", "JSON object"), ('{"smile": [0, 1]}', "smile"), ('{"yaw": [5, -5]}', "low to high"),
     ('{"yaw": 5}', "yaw"), ("{", "JSON object"), ('{"yaw": [1e999, null]}', "finite")],
)  # fmt: skip
def test_limits_that_make_no_sense_are_refused(text, said):
    with pytest.raises(InvalidField, match=said) as refusal:
        read_own_limits(None, text)
    assert refusal.value.members["field"] == "limits"
