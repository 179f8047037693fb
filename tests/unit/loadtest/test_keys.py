from collections import Counter

import pytest

from loadtest import fairness, keys
from loadtest.keyed import Reply

BEFORE = {("idphoto_photos_total", (("spec", "x"),)): 3.0, ("idphoto_requests_total", ()): 5.0}


def test_what_moves_is_named_but_for_requests():
    after = {**BEFORE, ("idphoto_requests_total", ()): 900.0}
    assert keys._moved(BEFORE, after) == []
    after[("idphoto_photos_total", (("spec", "x"),))] = 4.0
    after[("idphoto_bytes", ())] = 1.0
    assert keys._moved(BEFORE, after) == ["idphoto_bytes", "idphoto_photos_total"]


@pytest.mark.parametrize(
    ("answers", "met"),
    [
        ({("missing", 401): 9, ("no scope", 403): 2}, True),
        ({("missing", 401): 9, ("foreign", 200): 1}, False),
        ({("missing", 403): 9}, False),
        ({("no scope", 401): 9}, False),
        ({("missing", 0): 9}, False),
        ({}, False),
    ],
)
def test_every_stranger_gets_what_is_due(answers, met):
    assert keys.goals(keys.Tally(Counter(answers), photo=200))[0].met is met


def test_a_service_that_grows_or_fails_afterwards_misses_its_goal():
    good = keys.Tally(Counter({("missing", 401): 1}), photo=200)
    assert all(goal.met for goal in keys.goals(good))
    assert not all(goal.met for goal in keys.goals(keys.Tally(good.answers, ["x"], photo=200)))
    assert not all(goal.met for goal in keys.goals(keys.Tally(good.answers, [], 50.0, photo=200)))
    assert not all(goal.met for goal in keys.goals(keys.Tally(good.answers, photo=500)))


def replies(seconds, status=200):
    return [Reply(status, seconds, 0.0) for _ in range(20)]


@pytest.mark.parametrize(
    ("beside", "greedy", "met"),
    [
        (replies(0.19), {200: 5, 429: 50}, True),
        (replies(0.21), {200: 5, 429: 50}, False),
        (replies(0.1, 429), {200: 5}, False),
        (replies(0.1), {429: 50}, False),
    ],
)
def test_a_modest_caller_waits_for_twice_as_long_at_most(beside, greedy, met):
    assert fairness.goal(fairness.Result(replies(0.1), beside, Counter(greedy))).met is met
