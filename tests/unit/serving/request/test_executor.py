import threading

import gevent
import pytest

from service.serving.admission.permits import Permits
from service.serving.request.executor import Executor
from service.values.errors import CallerGone


@pytest.fixture
def executor():
    return Executor(Permits(2, 4, 5, gevent.sleep))


def settle(executor):
    with gevent.Timeout(30):
        while executor.permits.in_use:
            gevent.sleep(0.01)


def test_short_work_gives_its_result_or_its_error_while_the_event_loop_turns(executor):
    turns, loop = [], threading.get_ident()
    ticking = gevent.spawn(lambda: [turns.append(gevent.sleep(0.001)) for _ in range(20)])
    assert executor.beside(lambda: (ticking.dead, threading.get_ident() == loop)) == (False, False)
    gate = threading.Event()
    gevent.spawn_later(0.02, gate.set)
    assert executor.beside(lambda: gate.wait(30))
    assert turns
    with pytest.raises(ZeroDivisionError):
        executor.beside(lambda: 1 // 0)


def test_short_work_needs_no_permit(executor):
    held = [executor.permits.acquire() for _ in range(2)]
    assert executor.beside(lambda: 7) == 7
    for permit in held:
        permit.release()


def test_a_photo_that_was_given_up_says_nothing_of_how_long_others_take(executor, monkeypatch):
    counted = []
    monkeypatch.setattr(executor.permits._pace, "add", counted.append)
    begun, gate = threading.Event(), threading.Event()

    def work(_token):
        begun.set()
        gate.wait(30)

    def gone():
        if begun.is_set():
            raise CallerGone

    with pytest.raises(CallerGone):
        executor.run(work, gone)
    gate.set()
    settle(executor)
    assert counted == []
    executor.run(lambda _: None, lambda: None)
    settle(executor)
    assert len(counted) == 1
