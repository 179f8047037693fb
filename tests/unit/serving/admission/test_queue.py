from service.serving.admission import queue as queue_module
from service.serving.admission.queue import WaitQueue
from tests.forked import forked, kill


def test_the_queue_has_its_length_over_all_processes():
    queue = WaitQueue(3)
    other = forked(lambda: [queue.join(), queue.join()])
    assert queue.has_room()
    assert queue.join() is not None
    assert queue.join() is None
    assert not queue.has_room()
    kill(other)
    assert queue.has_room()
    assert [queue.join() is None, queue.join() is None, queue.join() is None] == [
        False,
        False,
        True,
    ]


def test_arrival_counts_across_processes():
    queue = WaitQueue(4)
    first = queue.join()
    other = forked(queue.join)
    last = queue.join()
    assert queue.ahead(first) == 0
    assert queue.ahead(last) == 2
    assert queue.waiting() == 3
    queue.leave(first)
    assert queue.ahead(last) == 1
    kill(other)


def test_a_process_that_hangs_is_no_longer_waited_for(monkeypatch):
    now = [1_000_000_000]
    monkeypatch.setattr(queue_module, "monotonic_ns", lambda: now[0])
    queue = WaitQueue(4)
    other = forked(queue.join)  # it never looks again, as if stopped
    now[0] += 1
    mine = queue.join()
    assert queue.ahead(mine) == 1
    now[0] += queue_module.STALE + 1
    assert queue.ahead(mine) == 0
    kill(other)


def test_a_place_can_be_used_again():
    queue = WaitQueue(1)
    for _ in range(3):
        place = queue.join()
        assert queue.ahead(place) == 0
        queue.leave(place)
    assert queue.waiting() == 0
    assert queue.own == 0


def test_reserved_places_are_apart_but_turns_come_in_the_order_of_all():
    queue = WaitQueue(1, reserved=1)
    reserved = queue.join(reserved=True)
    assert queue.has_room()
    open_to_all = queue.join()
    assert queue.join() is None
    assert not queue.has_room()
    assert queue.join(reserved=True) is None
    assert (queue.ahead(reserved), queue.ahead(open_to_all)) == (0, 1)
    queue.leave(reserved)
    assert not queue.has_room(), "reserved places are for nobody else"
