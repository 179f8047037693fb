import os
import time
from contextlib import ExitStack
from dataclasses import replace

import pytest

from service.access.callers import Caller
from service.access.quotas import DAY, MINUTE, NANO, PHOTO, Quotas, Used
from service.access.standing import limit_field, policy_field
from service.access.visit import MeteredVisit, windows_of
from service.values.request_errors import Busy, QuotaExceeded
from tests.forked import forked, kill

ANN = Caller("ann", frozenset(("photo",)), per_minute=5, per_day=8, at_once=3)
BOB = Caller("bob", frozenset(("photo",)))


class Clock:
    """Nanoseconds that pass when told to."""

    def __init__(self):
        self.now = 7 * NANO

    def __call__(self):
        return self.now

    def pass_by(self, seconds):
        self.now += round(seconds * NANO)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def quotas(clock):
    made = Quotas(share=2, most=4, batches=1, sleep=time.sleep, clock=clock)
    made.enrol(["ann", "bob"])
    return made


def make(quotas, photos=1, caller=ANN):
    """A visit that makes so many photos, and ends."""
    visit = MeteredVisit(caller, quotas)
    try:
        visit.reserve(photos)
        visit.settle(photos, tried=True)
    finally:
        visit.end()


def left(quotas, caller=ANN):
    return {one.name: one.left for one in windows_of(caller, quotas)}


def refusal(quotas, photos=1, caller=ANN):
    with pytest.raises(QuotaExceeded) as refused:
        make(quotas, photos, caller)
    return refused.value


# What is counted


def test_photos_count_in_both_windows(quotas):
    make(quotas, 2)
    assert left(quotas) == {"minute": 3, "day": 6}
    assert quotas.used("ann").made == 2


def test_nothing_is_left_after_the_last_photo_and_all_is_after_the_window(quotas, clock):
    make(quotas, 5)
    error = refusal(quotas)
    assert error.members == {"retry_after": MINUTE, "violated-policies": ["minute"]}
    clock.pass_by(MINUTE - 0.5)
    assert refusal(quotas).members["retry_after"] == 1
    clock.pass_by(0.5)
    make(quotas, 3)
    assert refusal(quotas).members["violated-policies"] == ["day"]
    assert quotas.used("ann").turned_away == 3
    clock.pass_by(DAY)
    assert left(quotas) == {"minute": 5, "day": 8}


def test_more_at_once_than_is_left_is_refused_and_costs_nothing(quotas):
    make(quotas, 3)
    assert "2 left, 3 requested" in refusal(quotas, 3).detail
    assert left(quotas) == {"minute": 2, "day": 5}
    make(quotas, 2)


def test_a_photo_in_vain_costs_a_tenth(quotas):
    visit = MeteredVisit(ANN, quotas)
    visit.reserve(1)
    visit.settle(0, tried=True)
    visit.end()
    assert left(quotas)["minute"] == pytest.approx(4.9)
    assert quotas.used("ann").tried == 1


def test_what_never_came_to_work_costs_nothing(quotas):
    visit = MeteredVisit(ANN, quotas)
    visit.settle(0, tried=False)
    visit.end()
    assert left(quotas) == {"minute": 5, "day": 8}


def test_what_is_in_work_is_no_longer_left(quotas):
    visit = MeteredVisit(ANN, quotas)
    visit.reserve(4)
    assert left(quotas)["minute"] == 1
    make(quotas, 1)
    refusal(quotas)
    visit.settle(0, tried=False)
    visit.end()
    assert left(quotas)["minute"] == 4


def test_a_caller_without_quotas_is_only_counted(quotas):
    for _ in range(30):
        make(quotas, 10, BOB)
    assert quotas.used("bob").made == 300
    assert left(quotas, BOB) == {}


def test_one_caller_takes_nothing_from_another(quotas):
    make(quotas, 5)
    refusal(quotas)
    make(quotas, 1, BOB)


# How many at once


def test_a_caller_has_its_own_number_of_places_and_no_more(quotas):
    visits = [MeteredVisit(ANN, quotas) for _ in range(3)]
    error = refusal(quotas)
    assert error.members == {"retry_after": 1, "violated-policies": ["at-once"]}
    visits[0].end()
    make(quotas)


def test_without_a_number_a_caller_has_its_share_and_with_a_large_one_the_most(quotas):
    assert quotas.at_once(BOB) == 2
    assert quotas.at_once(replace(BOB, at_once=100)) == 4


def test_a_place_is_kept_as_long_as_the_work_goes_on(quotas):
    visit = MeteredVisit(BOB, quotas)
    worked = visit.work()
    visit.end()
    assert quotas.in_work("bob") == 1
    other = MeteredVisit(BOB, quotas)
    worked()
    worked()
    assert quotas.in_work("bob") == 1
    other.end()
    assert quotas.in_work("bob") == 0


def test_a_place_is_kept_as_long_as_the_request_lasts(quotas):
    visit = MeteredVisit(BOB, quotas)
    visit.work()()
    assert quotas.in_work("bob") == 1
    visit.end()
    visit.end()
    assert quotas.in_work("bob") == 0


def test_batches_have_fewer_places(quotas):
    batch = MeteredVisit(BOB, quotas, batch=True)
    with pytest.raises(QuotaExceeded, match="1 batches"):
        MeteredVisit(BOB, quotas, batch=True)
    make(quotas, 1, BOB)
    batch.end()
    MeteredVisit(BOB, quotas, batch=True).end()
    assert quotas.in_work("bob") == 0


# Processes


def test_what_a_process_has_made_stays_when_it_is_killed_and_what_it_works_on_does_not(quotas):
    def work():
        make(quotas, 2)
        MeteredVisit(ANN, quotas).reserve(3)

    pid = forked(work)
    assert left(quotas)["minute"] == 0
    assert quotas.in_work("ann") == 1
    kill(pid)
    assert left(quotas)["minute"] == 3
    assert quotas.in_work("ann") == 0


def test_a_process_that_is_killed_while_it_writes_leaves_all_or_nothing(quotas):
    """Killed between any two steps of `write`: here after the numbers, before the word."""

    def work():
        slot = quotas._slots["ann"]
        quotas._numbers[slot, 1 - int(quotas._which[slot])] = 77

    kill(forked(work))
    assert left(quotas) == {"minute": 5, "day": 8}
    make(quotas, 1)
    assert left(quotas) == {"minute": 4, "day": 7}


def test_a_process_that_hangs_with_the_numbers_is_not_waited_for_for_ever(quotas, monkeypatch):
    monkeypatch.setattr("service.access.quotas.PATIENCE", 0.05)
    inside = ExitStack()
    pid = forked(lambda: inside.enter_context(quotas.alone("ann")))
    with pytest.raises(Busy):
        make(quotas)
    kill(pid)
    make(quotas)


def test_many_processes_together_make_as_many_as_there_are(quotas):
    """Each of eight takes one after the other until none is left; places are waited for."""
    caller = replace(ANN, per_minute=400, per_day=300, at_once=3)
    tally = os.memfd_create("tally")

    def work():
        made = 0
        while True:
            try:
                make(quotas, 1, caller)
                made += 1
            except QuotaExceeded as error:
                if error.members["violated-policies"] == ["day"]:
                    os.write(tally, made.to_bytes(4, "big"))
                    os._exit(0)
            except Busy:
                continue

    pids = []
    for _ in range(8):
        pid = os.fork()
        if pid == 0:
            try:
                work()
            finally:
                os._exit(1)
        pids.append(pid)
    assert [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids] == [0] * 8
    counts = os.pread(tally, 100, 0)
    assert sum(int.from_bytes(counts[at : at + 4], "big") for at in range(0, 32, 4)) == 300
    assert quotas.used("ann").made == 300


# What is told


def test_the_fields_of_the_draft(quotas, clock):
    make(quotas, 2)
    clock.pass_by(20.2)
    found = windows_of(ANN, quotas)
    assert policy_field(found, 3) == (
        '"minute";q=5;qu="photos";w=60, "day";q=8;qu="photos";w=86400, '
        '"at-once";q=3;qu="concurrent-requests"'
    )
    assert limit_field(found) == '"minute";r=3;t=40, "day";r=6;t=86380'


def test_what_is_left_is_told_in_whole_photos(quotas):
    visit = MeteredVisit(ANN, quotas)
    visit.settle(0, tried=True)
    visit.end()
    assert limit_field(windows_of(ANN, quotas)).startswith('"minute";r=4;')


def test_names_stay_where_they_are(quotas):
    make(quotas, 2)
    quotas.enrol(["new", "ann", "bob"])
    assert left(quotas)["minute"] == 3
    assert quotas.used("new") == replace(Used(), minute_began=7 * NANO, day_began=7 * NANO)


def test_a_photo_is_ten_units():
    assert Used().plus(2, 3).minute == 2 * PHOTO + 3
