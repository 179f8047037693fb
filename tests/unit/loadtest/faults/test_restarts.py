from loadtest.faults.restarts import restart_goals
from loadtest.results import PHOTO, PROBE, Answer

PROBES = [Answer(PROBE, 1, 0.01, 200)]
PHOTOS = [Answer(PHOTO, 1, 1, 200), Answer(PHOTO, 1, 0.01, 429)]


def met(answers, probes, *accepting):
    return [goal.met for goal in restart_goals("HUP", answers, probes, list(accepting))]


def test_whatever_is_not_answered_is_lost():
    assert met(PHOTOS, PROBES, {1, 2}, {2, 3}) == [True, True]
    assert met([*PHOTOS, Answer(PHOTO, 1)], PROBES, {1, 2}, {2, 3}) == [False, True]
    assert met(PHOTOS, [*PROBES, Answer(PROBE, 1)], {1, 2}, {2, 3}) == [False, True]


def test_there_is_always_a_worker_to_take_photos():
    assert met(PHOTOS, PROBES, {1}, set(), {2}) == [True, False]


def test_without_a_replaced_worker_nothing_is_judged():
    assert met(PHOTOS, PROBES, {1, 2}, {1, 2}) == [None, None]
