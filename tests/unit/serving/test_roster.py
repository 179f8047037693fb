import os
import signal
import time
from queue import SimpleQueue

from service.serving.lifecycle import awaited, told_to_stop
from service.serving.roster import Roster
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
    workers = (ready, boots)
    assert awaited(workers, stopping=False) == 2
    os.kill(boots, signal.SIGKILL)  # not reaped: the master is busy waiting
    start = time.monotonic()
    assert roster.wait_for(lambda: awaited(workers, stopping=False), 5)
    assert time.monotonic() - start < 1
    for pid in workers:
        end(pid)
    assert awaited(workers, stopping=False) == 0


def test_a_service_that_is_told_to_stop_waits_for_nobody():
    queued = SimpleQueue()
    for number in (signal.SIGCHLD, signal.SIGHUP):
        queued.put(number)
    assert not told_to_stop(queued)
    queued.put(signal.SIGTERM)
    assert told_to_stop(queued)
    assert [queued.get() for _ in range(queued.qsize())] == [
        signal.SIGCHLD,
        signal.SIGHUP,
        signal.SIGTERM,
    ], "the master still has to hear of them"
    assert awaited([os.getpid()], stopping=True) == 0
