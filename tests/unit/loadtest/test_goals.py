from loadtest import goals
from loadtest.goals import Goal, goal_table
from loadtest.results import PHOTO, PROBE, SLOW, Answer
from loadtest.results import window as completed


def window(*answers, seconds=100.0):
    return completed(answers, 0, seconds)


def probes(*seconds):
    return window(*(Answer(PROBE, 1, s, 200) for s in seconds))


def refusals(*seconds, after="2"):
    return window(*(Answer(PHOTO, 1, s, 429, retry_after=after) for s in seconds))


def photos(count, seconds=1.0):
    return [Answer(PHOTO, 1, seconds, 200)] * count


def test_one_probe_in_a_hundred_may_take_longer_but_none_half_a_second():
    assert goals.liveness(probes(*[0.05] * 99, 0.4)).met
    assert not goals.liveness(probes(*[0.05] * 98, 0.4, 0.4)).met
    assert not goals.liveness(probes(*[0.05] * 99, 0.6)).met


def test_a_probe_that_is_not_answered_misses_the_goal():
    assert not goals.liveness(window(*[Answer(PROBE, 1, 0.01, 200)] * 99, Answer(PROBE, 1))).met


def test_a_refusal_must_be_fast_and_say_when_to_come_back():
    assert goals.refusal(refusals(*[0.01] * 100)).met
    assert not goals.refusal(refusals(*[0.02] * 100)).met
    assert not goals.refusal(refusals(*[0.01] * 100, after="")).met


def test_who_waited_in_the_queue_was_not_refused_slowly(monkeypatch):
    monkeypatch.setenv("IDPHOTO_QUEUE_SECONDS", "3")
    goal = goals.refusal(refusals(*[0.01] * 100, 3.1, 3.2))
    assert goal.met
    assert "2 after 3 s in the queue" in goal.measured


def test_nothing_measured_is_not_a_goal_met():
    assert goals.refusal(window()).met is None
    assert goals.liveness(window()).met is None
    assert goals.goodput(window(), window()).met is None


def test_nine_tenths_of_the_goodput_must_stay():
    assert goals.goodput(window(*photos(100)), window(*photos(91))).met
    assert not goals.goodput(window(*photos(100)), window(*photos(89))).met


def test_slow_bodies_must_be_408_and_not_be_felt():
    slow = [Answer(SLOW, 1, 10, 408)] * 3
    calm = window(*photos(5, 1.0))
    assert goals.slow_bodies(calm, window(*photos(5, 1.5), *slow)).met
    assert not goals.slow_bodies(calm, window(*photos(5, 1.6), *slow)).met
    assert not goals.slow_bodies(calm, window(*photos(5), *slow, Answer(SLOW, 1, 10))).met
    late = [Answer(SLOW, 1, 13, 408)]
    assert not goals.slow_bodies(calm, window(*photos(5), *late)).met
    assert goals.slow_bodies(calm, window(*photos(5))).met is None


def test_a_missed_goal_is_seen_in_the_table():
    rows = goal_table([Goal("a", "<= 1", "2", False), Goal("b", "<= 1", "-", None)]).splitlines()
    assert rows[2] == "| a | <= 1 | 2 | **missed** |"
    assert rows[3] == "| b | <= 1 | - | not measured |"
