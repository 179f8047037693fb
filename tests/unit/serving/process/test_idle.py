"""Idle connections of a worker: which give way, and when."""

import socket

import gevent
import pytest

from service.serving.process import idle
from service.serving.process.idle import Connections


@pytest.fixture
def pairs():
    pairs = [socket.socketpair() for _ in range(4)]
    yield pairs
    for pair in pairs:
        for end in pair:
            end.close()


def held(connections, client):
    """A greenlet that waits for a request on `client`."""

    def wait():
        with connections.handling(client), connections.waiting():
            gevent.sleep(5)

    greenlet = gevent.spawn(wait)
    gevent.sleep(0)
    return greenlet


def ended(client):
    """Whether reading finds the end."""
    client.setblocking(False)
    try:
        return client.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False


def test_at_a_stop_those_are_closed_that_have_waited_and_sent_nothing(pairs, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(idle, "monotonic", lambda: now[0])
    connections = Connections(100)
    greenlets = [held(connections, ours) for ours, _ in pairs[:2]]
    now[0] += 2 * idle.SETTLED
    greenlets.append(held(connections, pairs[2][0]))
    pairs[1][1].send(b"POST")
    connections.close_settled()
    assert ended(pairs[0][0])
    assert not ended(pairs[1][0]), "a request is on its way"
    assert not ended(pairs[2][0]), "it has only just had its answer"
    gevent.killall(greenlets)


def test_a_worker_that_is_full_closes_the_one_that_waits_longest(pairs):
    connections = Connections(3)
    greenlets = [held(connections, ours) for ours, _ in pairs[:2]]
    assert not any(ended(ours) for ours, _ in pairs[:2])
    greenlets.append(held(connections, pairs[2][0]))
    assert [ended(ours) for ours, _ in pairs[:3]] == [True, False, False]
    gevent.killall(greenlets)
