from loadtest.scenarios import SCENARIOS


def test_stages_follow_each_other_and_end():
    scenario = SCENARIOS["overload"]
    names = [getattr(scenario.at(s, 0.5), "name", None) for s in (0, 29, 30, 59, 60)]
    assert names == ["saturated", "saturated", "overloaded", "overloaded", None]
