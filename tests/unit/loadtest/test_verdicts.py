from types import SimpleNamespace

import pytest

from loadtest import companions, soak, verdicts
from loadtest.goals import Goal, goal_table
from loadtest.rembg import FACTOR, Tally, goal
from loadtest.resources import Memory
from loadtest.results import PHOTO, PROBE, SLOW, Answer, cut
from loadtest.scenarios import SCENARIOS


def window(*answers, seconds=100.0):
    return cut(answers, 0, seconds)


def probes(*seconds):
    return window(*(Answer(PROBE, 1, s, 200) for s in seconds))


def refusals(*seconds, after="2"):
    return window(*(Answer(PHOTO, 1, s, 429, retry_after=after) for s in seconds))


def photos(count, seconds=1.0):
    return [Answer(PHOTO, 1, seconds, 200)] * count


def test_one_probe_in_a_hundred_may_take_longer_but_none_half_a_second():
    assert verdicts.liveness(probes(*[0.05] * 99, 0.4)).met
    assert not verdicts.liveness(probes(*[0.05] * 98, 0.4, 0.4)).met
    assert not verdicts.liveness(probes(*[0.05] * 99, 0.6)).met


def test_a_probe_that_is_not_answered_misses_the_goal():
    assert not verdicts.liveness(window(*[Answer(PROBE, 1, 0.01, 200)] * 99, Answer(PROBE, 1))).met


def test_a_refusal_must_be_fast_and_say_when_to_come_back():
    assert verdicts.refusal(refusals(*[0.01] * 100)).met
    assert not verdicts.refusal(refusals(*[0.02] * 100)).met
    assert not verdicts.refusal(refusals(*[0.01] * 100, after="")).met


def test_who_waited_in_the_queue_was_not_refused_slowly(monkeypatch):
    monkeypatch.setenv("IDPHOTO_QUEUE_SECONDS", "3")
    found = verdicts.refusal(refusals(*[0.01] * 100, 3.1, 3.2))
    assert found.met
    assert "2 after 3 s in the queue" in found.measured


def test_nothing_measured_is_not_a_goal_met():
    assert verdicts.refusal(window()).met is None
    assert verdicts.liveness(window()).met is None
    assert verdicts.goodput(window(), window()).met is None


def test_nine_tenths_of_the_goodput_must_stay():
    assert verdicts.goodput(window(*photos(100)), window(*photos(91))).met
    assert not verdicts.goodput(window(*photos(100)), window(*photos(89))).met


def test_slow_bodies_must_be_408_and_not_be_felt():
    slow = [Answer(SLOW, 1, 10, 408)] * 3
    calm = window(*photos(5, 1.0))
    assert verdicts.slow_bodies(calm, window(*photos(5, 1.5), *slow)).met
    assert not verdicts.slow_bodies(calm, window(*photos(5, 1.6), *slow)).met
    assert not verdicts.slow_bodies(calm, window(*photos(5), *slow, Answer(SLOW, 1, 10))).met
    late = [Answer(SLOW, 1, 13, 408)]
    assert not verdicts.slow_bodies(calm, window(*photos(5), *late)).met
    assert verdicts.slow_bodies(calm, window(*photos(5))).met is None


def test_workers_may_grow_by_a_twentieth_and_weigh_little_together():
    growth, size = soak.goals(
        2000, Memory(900, (100, 100)), Memory(900, (105, 105)), Memory(1100, ())
    )
    assert growth.met
    assert size.met
    growth, size = soak.goals(
        2000, Memory(900, (100, 100)), Memory(900, (105, 106)), Memory(1300, ())
    )
    assert not growth.met
    assert not size.met


def test_a_short_soak_says_that_it_was_short():
    growth, _ = soak.goals(300, Memory(900, (100,)), Memory(900, (100,)), Memory(1100, ()))
    assert "after 300 photos" in growth.measured
    assert "make soak" in growth.measured


def test_peers_are_compared_by_photos_for_each_second_of_cpu():
    def tally(photos, cpu):
        return Tally(SimpleNamespace(name="ours"), 1, photos=photos, cpu=cpu)

    assert goal(tally(10, 50), tally(30, 30 * 5 / FACTOR)).met
    assert goal(tally(10, 50), tally(30, 21)).what.startswith("ours against")
    assert not goal(tally(10, 50), tally(30, 21)).met


SCRAPES = """| workers started | series | files | memory | median | max | CPU |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| 4 | 180 | 5 | 300 kB | 6.1 ms | 9.0 ms | 8.0 ms |
| 204 | 190 | {files} | 300 kB | 7.0 ms | {longest} ms | 8.0 ms |"""


@pytest.mark.parametrize(
    ("files", "longest", "met"), [(10, 49.0, True), (11, 49.0, False), (5, 51.0, False)]
)
def test_metrics_must_stay_fast_and_small(monkeypatch, files, longest, met):
    said = SCRAPES.format(files=files, longest=longest)
    monkeypatch.setattr(companions, "_run", lambda *_: (0, said))
    assert companions.scrape()[1].met is met


def test_an_instrument_that_fails_or_is_missing_is_not_a_goal_met(monkeypatch):
    monkeypatch.setattr(companions, "_run", lambda *_: (1, "held twice: 3"))
    assert companions.permits()[1].met is False
    assert companions.scrape()[1].met is False
    monkeypatch.setattr(companions, "_run", lambda *_: (None, "there is no such"))
    assert companions.permits()[1].met is None
    assert companions.scrape()[1].met is None


def test_a_missed_goal_is_seen_in_the_table():
    rows = goal_table([Goal("a", "<= 1", "2", False), Goal("b", "<= 1", "-", None)]).splitlines()
    assert rows[2] == "| a | <= 1 | 2 | **missed** |"
    assert rows[3] == "| b | <= 1 | - | not measured |"


def test_stages_follow_each_other_and_end():
    scenario = SCENARIOS["overload"]
    names = [getattr(scenario.at(s, 0.5), "name", None) for s in (0, 29, 30, 59, 60)]
    assert names == ["saturated", "saturated", "overloaded", "overloaded", None]
