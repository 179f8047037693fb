import io
import socket
import struct
import time

import gevent
import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from service.serving.patience import Caller, finish_bodies, hung_up, within
from service.values.errors import BodyTooSlow, CallerGone, DeadlineExceeded


@pytest.fixture
def pair():
    """The two ends of a TCP connection: ours, and the caller's."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        theirs = socket.create_connection(listener.getsockname())
        ours, _ = listener.accept()
    with ours, theirs:
        yield ours, theirs


def test_an_open_connection_has_not_hung_up_even_with_bytes_unread(pair):
    ours, theirs = pair
    assert not hung_up(ours)
    theirs.sendall(b"the next request")
    time.sleep(0.01)
    assert not hung_up(ours)


def test_a_closed_connection_has_hung_up_even_behind_bytes_unread(pair):
    ours, theirs = pair
    theirs.sendall(b"the next request")
    theirs.close()
    time.sleep(0.01)
    assert hung_up(ours)


def test_a_closed_sending_half_counts_as_hung_up(pair):
    ours, theirs = pair
    theirs.shutdown(socket.SHUT_WR)
    time.sleep(0.01)
    assert hung_up(ours)


def test_a_reset_connection_has_hung_up(pair):
    ours, theirs = pair
    theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    theirs.close()
    time.sleep(0.01)
    assert hung_up(ours)


def test_a_caller_is_over_when_gone_or_late(pair):
    ours, theirs = pair
    environ = {"gunicorn.socket": ours}
    Caller(5, environ).raise_if_over()
    with pytest.raises(DeadlineExceeded):
        Caller(0, environ).raise_if_over()
    theirs.close()
    time.sleep(0.01)
    with pytest.raises(CallerGone):
        Caller(5, environ).raise_if_over()


def test_a_slow_body_is_given_up_and_no_more_of_it_is_read(pair):
    ours, theirs = pair
    with pytest.raises(BodyTooSlow):
        within(0.02, lambda: gevent.sleep(5), {"gunicorn.socket": ours})
    theirs.sendall(b"more")
    ours.settimeout(1)
    while ours.recv(100):
        pass


@pytest.mark.parametrize(("size", "left"), [(150_000, 0), (900_000, 900_000 - 4 * 65536)])
def test_what_a_refused_caller_still_sends_is_read_up_to_a_bound(size, left):
    app = Flask("test")
    finish_bodies(app, 1, 200_000)
    app.post("/")(lambda: ("no", 429))
    body = io.BytesIO(bytes(size))
    environ = EnvironBuilder(method="POST", input_stream=body, content_length=size).get_environ()
    answer, status, _ = run_wsgi_app(app, environ)
    assert status.startswith("429")
    assert body.tell() == 0, "the answer comes first"
    answer.close()
    assert size - body.tell() == left
