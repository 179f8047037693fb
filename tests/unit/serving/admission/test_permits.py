import os
import signal
import time
from contextlib import contextmanager

import gevent
import pytest

from loadtest.permits import stress
from service.serving.admission import permits as permits_module
from service.serving.admission.permits import Permits
from service.values.errors import CallerGone
from service.values.request_errors import Busy


def permits(count, queue=0, wait_seconds=0.0):
    return Permits(count, queue, wait_seconds, gevent.sleep)


def refused(limit):
    with pytest.raises(Busy):
        limit.acquire()
    return True


class Child:
    """A forked process that takes permits when told to and says whether it got them."""

    def __init__(self, limit):
        asks, self._ask = os.pipe()
        self._answer, answers = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            self._obey(limit, asks, answers)
        os.close(asks)
        os.close(answers)

    def _obey(self, limit, asks, answers):
        held = []
        try:
            while command := os.read(asks, 1):
                if command == b"-":
                    held.pop().release()
                    os.write(answers, b"y")
                    continue
                try:
                    held.append(limit.acquire())
                    os.write(answers, b"y")
                except Busy:
                    os.write(answers, b"n")
        finally:
            os._exit(0)

    def _do(self, command):
        os.write(self._ask, command)
        return os.read(self._answer, 1) == b"y"

    def take(self):
        return self._do(b"+")

    def give_back(self):
        return self._do(b"-")

    def kill(self):
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = None

    def end(self):
        self.kill()
        os.close(self._ask)
        os.close(self._answer)


@contextmanager
def children(limit, number):
    made = [Child(limit) for _ in range(number)]
    try:
        yield made
    finally:
        for child in made:
            child.end()


# One process


def test_no_more_permits_are_held_than_there_are():
    limit = permits(2)
    held = [limit.acquire() for _ in range(2)]
    assert refused(limit)
    assert limit.held == len(held)


def test_a_permit_that_is_given_back_can_be_taken_again():
    limit = permits(1)
    limit.acquire().release()
    assert limit.held == 0
    limit.acquire()


def test_giving_back_twice_gives_back_once():
    limit = permits(1)
    first = limit.acquire()
    first.release()
    second = limit.acquire()
    first.release()
    assert limit.held == 1
    assert refused(limit)
    second.release()


def test_a_refusal_says_when_to_come_again():
    limit = permits(1)
    limit.acquire()
    with pytest.raises(Busy) as refusal:
        limit.acquire()
    assert refusal.value.status == 429
    assert refusal.value.members["retry_after"] >= 1


# Waiting


def test_a_full_queue_refuses_at_once():
    limit = permits(1, queue=1, wait_seconds=5)
    held = limit.acquire()
    waiter = gevent.spawn(limit.acquire)
    gevent.sleep(0)
    start = time.monotonic()
    assert refused(limit)
    assert time.monotonic() - start < 2.5
    held.release()
    waiter.get(timeout=20)


def test_who_waits_gets_the_permit_that_comes_free():
    limit = permits(1, queue=1, wait_seconds=5)
    held = limit.acquire()
    waiter = gevent.spawn(limit.acquire)
    gevent.sleep(0.03)
    assert limit.waiting == 1
    held.release()
    waiter.get(timeout=20)
    assert limit.waiting == 0


def test_who_has_waited_long_enough_is_refused():
    limit = permits(1, queue=1, wait_seconds=0.1)
    limit.acquire()
    start = time.monotonic()
    with pytest.raises(Busy):
        limit.acquire()
    assert 0.1 <= time.monotonic() - start < 10


def test_who_was_refused_leaves_the_queue():
    limit = permits(1, queue=1, wait_seconds=0.05)
    limit.acquire()
    assert refused(limit)
    assert limit.waiting == 0


def test_first_come_is_first_served():
    limit = permits(1, queue=5, wait_seconds=5)
    held, served = limit.acquire(), []

    def wait(number):
        permit = limit.acquire()
        served.append(number)
        gevent.sleep(0.005)
        permit.release()

    waiters = []
    for number in range(5):
        waiters.append(gevent.spawn(wait, number))
        gevent.sleep(0.002)
    held.release()
    gevent.joinall(waiters, timeout=20, raise_error=True)
    assert served == [0, 1, 2, 3, 4]


def test_nobody_overtakes_the_queue():
    limit = permits(1, queue=2, wait_seconds=5)
    held, served = limit.acquire(), []

    def wait(name):
        limit.acquire().release()
        served.append(name)

    early = gevent.spawn(wait, "early")
    gevent.sleep(0)
    held.release()  # free, but the one who waits has not looked again yet
    late = gevent.spawn(wait, "late")
    gevent.joinall([early, late], timeout=20, raise_error=True)
    assert served == ["early", "late"]


def test_a_waiter_that_is_killed_does_not_block_those_behind_it():
    limit = permits(1, queue=2, wait_seconds=5)
    held = limit.acquire()
    first, second = gevent.spawn(limit.acquire), gevent.spawn(limit.acquire)
    gevent.sleep(0.01)
    first.kill()
    held.release()
    second.get(timeout=20)


# Several processes


def test_two_processes_together_never_hold_more_than_the_limit():
    limit = permits(3)
    with children(limit, 2) as (one, other):
        got = [one.take(), other.take(), one.take(), other.take(), one.take()]
    assert got == [True, True, True, False, False]


def test_a_permit_given_back_in_one_process_is_free_in_another():
    limit = permits(1)
    with children(limit, 2) as (one, other):
        assert one.take()
        assert not other.take()
        one.give_back()
        assert other.take()


def test_a_killed_process_gives_back_its_permits_at_once():
    limit = permits(2)
    with children(limit, 2) as (one, other):
        assert one.take()
        assert one.take()
        assert not other.take()
        one.kill()
        assert [other.take(), other.take()] == [True, True]


def test_a_killed_process_takes_nobody_else_s_permits_with_it():
    limit = permits(2)
    with children(limit, 3) as (one, other, third):
        assert one.take()
        assert other.take()
        one.kill()
        assert [third.take(), third.take()] == [True, False]


def test_who_waits_gets_the_permit_of_another_process():
    limit = permits(1, queue=1, wait_seconds=5)
    with children(limit, 1) as (child,):
        assert child.take()
        waiter = gevent.spawn(limit.acquire)
        gevent.sleep(0.02)
        child.give_back()
        waiter.get(timeout=20).release()


def test_a_storm_of_kills_never_lets_two_hold_one_permit():
    done = stress(1500, kills=8, permits=3, processes=6)
    assert done.acquired >= 1500
    assert done.kills >= 8
    assert done.doubles == 0
    assert done.left == 0


def test_the_queue_is_bounded_over_all_processes():
    limit = permits(1, queue=2, wait_seconds=5)
    with children(limit, 2) as (one, other):
        assert one.take()
        waiters = [gevent.spawn(limit.acquire) for _ in range(2)]
        gevent.sleep(0.01)
        assert limit.waiting == limit.all_waiting == 2
        assert not other.take(), "the places are taken by this process"
        with pytest.raises(Busy):
            limit.raise_if_full()
        one.give_back()
        for waiter in waiters:
            waiter.get(timeout=20).release()
        assert other.take()


def test_who_no_longer_waits_leaves_the_queue_at_once():
    limit = permits(1, queue=1, wait_seconds=5)
    held = limit.acquire()
    gone = []

    def check():
        if gone:
            raise CallerGone

    waiter = gevent.spawn(limit.acquire, check)
    gevent.sleep(0.02)
    gone.append(True)
    with pytest.raises(CallerGone):
        waiter.get(timeout=20)
    assert limit.waiting == 0
    held.release()


def test_retry_after_follows_the_photos_and_a_hopeless_wait_is_refused_at_once(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(permits_module, "monotonic", lambda: now[0])
    limit = permits(2, queue=8, wait_seconds=5)
    for _ in range(2):
        first = limit.acquire()
        now[0] += 8
        first.release()
    held = [limit.acquire() for _ in range(2)]
    waiter = gevent.spawn(limit.acquire)  # the next one may always try
    gevent.sleep(0)
    with pytest.raises(Busy) as refusal:
        limit.acquire()
    assert refusal.value.members["retry_after"] == 8, "8 s for each, two at a time, two to come"
    held[0].release()
    waiter.get(timeout=20)


def test_with_a_reserved_place_they_wait_where_others_are_refused_until_their_check_says_no():
    limit = Permits(1, 0, 0.0, gevent.sleep, reserved=1)
    held = limit.acquire()
    waiting = gevent.spawn(limit.acquire, reserved=True)
    gevent.sleep(0.05)
    assert refused(limit)
    assert not waiting.ready()
    held.release()
    waiting.get(timeout=20).release()
    held = limit.acquire()

    def gone():
        raise CallerGone

    with pytest.raises(CallerGone):
        limit.acquire(gone, reserved=True)
    held.release()
    assert limit.all_waiting == limit.in_use == 0
