import os
import threading
import time

from service.serving.process.registry import WorkerRegistry
from tests.forked import forked, kill


def test_who_is_ready_is_known_everywhere_and_forgotten_at_death():
    registry = WorkerRegistry(2)
    other = forked(registry.enter)
    assert registry.ready() == 1
    registry.enter()
    assert registry.ready() == 2
    kill(other)
    assert registry.ready() == 1
    registry.leave()
    assert registry.ready() == 0


def test_only_one_may_retire_at_a_time_and_only_when_all_are_ready():
    registry = WorkerRegistry(2)
    other = forked(registry.enter)
    assert not registry.may_retire(), "the other one would be alone, this one is not ready"
    registry.enter()
    assert registry.may_retire()
    registry.leave()
    seen = forked(lambda: os._exit(0) if registry.may_retire() else None)
    kill(seen)
    kill(other)


def test_the_master_waits_for_a_worker_but_not_for_ever():
    registry = WorkerRegistry(1)
    start = time.monotonic()
    assert not registry.wait_for(lambda: 1, 0.05)
    assert time.monotonic() - start < 10
    other = forked(registry.enter)
    assert registry.wait_for(lambda: 1, 20)
    kill(other)


def test_who_dies_while_the_master_waits_is_waited_for_no_longer():
    registry = WorkerRegistry(2)
    ready, boots = forked(registry.enter), forked(lambda: None)
    alive = [ready, boots]
    dies = threading.Timer(0.2, alive.remove, [boots])
    dies.start()
    start = time.monotonic()
    assert registry.wait_for(lambda: len(alive), 40)
    assert 0.1 < time.monotonic() - start < 20
    for pid in (ready, boots):
        kill(pid)
