import io
import socket
import struct
import time

import gevent
import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from service.serving.admission.bodies import Bodies
from service.serving.request.connection import closes
from service.serving.request.deadline import Caller, cut_off_after, finish_bodies, hung_up, hurry_answers
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
    environ = {"gunicorn.socket": ours}
    with pytest.raises(BodyTooSlow):
        Caller(5, environ).send(lambda: gevent.sleep(5), 0.02)
    assert closes(environ), "the answer says that the connection ends"
    theirs.sendall(b"more")
    ours.settimeout(1)
    while ours.recv(100):
        pass


def test_a_body_may_take_no_longer_than_its_caller_waits(pair):
    ours, _ = pair
    start = time.monotonic()
    with pytest.raises(DeadlineExceeded, match=r"0\.02 s"):
        Caller(0.02, {"gunicorn.socket": ours}).send(lambda: gevent.sleep(5), 5)
    assert time.monotonic() - start < 1


@pytest.mark.parametrize(("size", "left"), [(150_000, 0), (900_000, 900_000 - 4 * 65536)])
def test_what_a_refused_caller_still_sends_is_read_up_to_a_bound(size, left):
    app = Flask("test")
    finish_bodies(app, Bodies(0), 1, 200_000)
    app.post("/")(lambda: ("no", 429))
    body = io.BytesIO(bytes(size))
    environ = EnvironBuilder(method="POST", input_stream=body, content_length=size).get_environ()
    answer, status, _ = run_wsgi_app(app, environ)
    assert status.startswith("429")
    assert body.tell() == 0, "the answer comes first"
    answer.close()
    assert size - body.tell() == left


@pytest.mark.parametrize(("pause", "left"), [(0, 0), (5, 150_000)])
def test_where_too_many_send_the_rest_is_only_read_of_who_is_quick(pause, left):
    class Sender(io.BytesIO):
        def read(self, size=-1):
            gevent.sleep(pause)
            return super().read(size)

    app, bodies = Flask("test"), Bodies(0, senders=1)
    finish_bodies(app, bodies, 10, 200_000)
    app.post("/")(lambda: ("no", 429))
    environ = EnvironBuilder(method="POST", content_length=150_000).get_environ()
    body = environ["wsgi.input"] = Sender(bytes(150_000))
    start = time.monotonic()
    with bodies.receiving({}):
        answer, _, _ = run_wsgi_app(app, environ)
        answer.close()
    assert 150_000 - body.tell() == left
    assert time.monotonic() - start < 3
    assert bodies.lingering == 0


def test_who_takes_too_long_to_read_loses_the_connection(pair):
    ours, theirs = pair
    environ = {"gunicorn.socket": ours}
    with cut_off_after(environ, 10):
        pass
    with cut_off_after(environ, 0.05):
        ours.sendall(b"x")
        gevent.sleep(0.02)
        assert theirs.recv(1) == b"x"
        gevent.sleep(0.1)
        with pytest.raises(BrokenPipeError):
            ours.sendall(b"y")
    assert theirs.recv(1) == b""


def answered(ours, size):
    """The parts of an answer of `size` bytes that may take 0.1 s, which the caller closes."""
    app = Flask("test")
    app.add_url_rule("/", view_func=lambda: "x" * size)
    hurry_answers(app, 0.1)
    environ = EnvironBuilder().get_environ() | {"gunicorn.socket": ours}
    return app.wsgi_app(environ, lambda *_: print)


def test_who_takes_a_large_answer_too_slowly_is_cut_off(pair, monkeypatch):
    monkeypatch.setattr("service.serving.request.deadline.SLOWEST", 1e7)
    ours, theirs = pair
    theirs.settimeout(2)
    answer = answered(ours, 1_000_000)  # for which 0.1 s more are given
    gevent.sleep(0.1)
    assert not hung_up(theirs)
    gevent.sleep(0.2)
    assert theirs.recv(1) == b""
    answer.close()


def test_who_has_taken_it_in_time_keeps_the_connection(pair, monkeypatch):
    monkeypatch.setattr("service.serving.request.deadline.SLOWEST", 1e7)
    ours, theirs = pair
    answered(ours, 1_000_000).close()
    small = answered(ours, 1000)  # left alone: it is with the kernel already
    gevent.sleep(0.3)
    assert not hung_up(theirs)
    small.close()
