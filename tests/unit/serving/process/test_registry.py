import os
import threading
import time

from service.serving.process.registry import Roster
from tests.unit.serving.test_line import end, forked


def test_who_is_ready_is_known_everywhere_and_forgotten_at_death():
    roster = Roster(2)
    other = forked(roster.enter)
    assert roster.ready() == 1
    roster.enter()
    assert roster.ready() == 2
    end(other)
    assert roster.ready() == 1
    roster.leave()
    assert roster.ready() == 0


def test_only_one_may_retire_at_a_time_and_only_when_all_are_ready():
    roster = Roster(2)
    other = forked(roster.enter)
    assert not roster.may_retire(), "the other one would be alone, this one is not ready"
    roster.enter()
    assert roster.may_retire()
    roster.leave()
    seen = forked(lambda: os._exit(0) if roster.may_retire() else None)
    end(seen)
    end(other)


def test_the_master_waits_for_a_worker_but_not_for_ever():
    roster = Roster(1)
    start = time.monotonic()
    assert not roster.wait_for(lambda: 1, 0.05)
    assert time.monotonic() - start < 1
    other = forked(roster.enter)
    assert roster.wait_for(lambda: 1, 1)
    end(other)


def test_who_dies_while_the_master_waits_is_waited_for_no_longer():
    roster = Roster(2)
    ready, boots = forked(roster.enter), forked(lambda: None)
    alive = [ready, boots]
    dies = threading.Timer(0.2, alive.remove, [boots])
    dies.start()
    start = time.monotonic()
    assert roster.wait_for(lambda: len(alive), 5)
    assert 0.1 < time.monotonic() - start < 2
    for pid in (ready, boots):
        end(pid)
