import os
import select
import socket
import time

from loadtest.resources import (
    Memory,
    ProcessTree,
    Reading,
    accepts,
    cpu_between,
    interpolated,
    largest_memory,
    sampled,
)


def test_a_value_between_two_readings_is_interpolated():
    points = [(0.0, 10.0), (2.0, 14.0), (4.0, 14.0)]
    assert [interpolated(points, x) for x in (0, 1, 2, 3, 5)] == [10, 12, 14, 14, 14]


def test_cpu_and_memory_are_those_of_the_time_asked_for():
    readings = [Reading(t, 2.0 * t, Memory(pss, ())) for t, pss in ((0, 5), (2, 9), (4, 7))]
    assert cpu_between(readings, 1, 3) == 4
    assert largest_memory(readings, 0, 4).pss == 9
    assert largest_memory(readings, 3, 5).pss == 7
    assert largest_memory(readings, 5, 6).pss == 0


def test_samples_are_taken_from_the_beginning_to_the_end():
    moments = iter(range(1000))
    with sampled(lambda: next(moments), 0.01) as samples:
        assert samples[0] == 0
        deadline = time.monotonic() + 60
        while len(samples) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        before = len(samples)
    assert before >= 3
    assert samples == list(range(len(samples)))
    assert len(samples) > before


def test_only_a_process_whose_event_loop_watches_the_port_takes_connections():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert not accepts(os.getpid(), port), "it listens, but no event loop watches it"
        with select.epoll() as loop:
            loop.register(listener.fileno())
            assert accepts(os.getpid(), port)


def test_the_tree_of_a_single_process_is_that_process():
    tree = ProcessTree(os.getpid())
    before = tree.cpu_seconds()
    sum(range(3_000_000))
    assert tree.cpu_seconds() > before
    memory = tree.memory()
    assert 0 < memory.pss <= memory.rss * 1.01
