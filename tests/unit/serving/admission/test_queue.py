import os
import signal
import time

from service.serving import line as line_module
from service.serving.admission.queue import WaitQueue


def forked(work):
    """The pid of a process that does `work` and then sleeps; what it wrote is in shared memory."""
    done, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        work()
        os.write(tell, b"x")
        time.sleep(60)
        os._exit(0)
    os.close(tell)
    assert os.read(done, 1) == b"x"
    os.close(done)
    return pid


def end(pid):
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def test_the_line_has_its_length_over_all_processes():
    line = WaitQueue(3)
    other = forked(lambda: [line.join(), line.join()])
    assert line.has_room()
    assert line.join() is not None
    assert line.join() is None
    assert not line.has_room()
    end(other)
    assert line.has_room()
    assert [line.join() is None, line.join() is None, line.join() is None] == [False, False, True]


def test_arrival_counts_across_processes():
    line = WaitQueue(4)
    first = line.join()
    other = forked(line.join)
    last = line.join()
    assert line.ahead(first) == 0
    assert line.ahead(last) == 2
    assert line.waiting() == 3
    line.leave(first)
    assert line.ahead(last) == 1
    end(other)


def test_who_hangs_is_no_longer_waited_for(monkeypatch):
    monkeypatch.setattr(line_module, "STALE", 50_000_000)
    line = WaitQueue(4)
    other = forked(line.join)  # it never looks again, as if stopped
    mine = line.join()
    assert line.ahead(mine) == 1
    time.sleep(0.06)
    assert line.ahead(mine) == 0
    end(other)


def test_a_place_can_be_used_again():
    line = WaitQueue(1)
    for _ in range(3):
        place = line.join()
        assert line.ahead(place) == 0
        line.leave(place)
    assert line.waiting() == 0
    assert line.mine == 0


def test_places_that_are_kept_are_for_the_patient_in_the_order_of_all():
    line = WaitQueue(1, kept=1)
    reserved = line.join(reserved=True)
    assert line.has_room()
    open_to_all = line.join()
    assert line.join() is None
    assert not line.has_room()
    assert line.join(reserved=True) is None
    assert (line.ahead(reserved), line.ahead(open_to_all)) == (0, 1)
    line.leave(reserved)
    assert not line.has_room(), "what is kept is for nobody else"
