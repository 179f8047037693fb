import io
import time

import gevent
import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from service.serving.admission.bodies import Bodies
from service.serving.request.connection import is_closed
from service.web.connections import discard_bodies, hurry_answers
from tests.unit.serving.request.conftest import pair

__all__ = ["pair"]


@pytest.mark.parametrize(("size", "left"), [(150_000, 0), (900_000, 900_000 - 4 * 65536)])
def test_what_a_refused_caller_still_sends_is_read_up_to_a_bound(size, left):
    app = Flask("test")
    discard_bodies(app, Bodies(0), 1, 200_000)
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
    discard_bodies(app, bodies, 10, 200_000)
    app.post("/")(lambda: ("no", 429))
    environ = EnvironBuilder(method="POST", content_length=150_000).get_environ()
    body = environ["wsgi.input"] = Sender(bytes(150_000))
    start = time.monotonic()
    with bodies.receiving({}):
        answer, _, _ = run_wsgi_app(app, environ)
        answer.close()
    assert 150_000 - body.tell() == left
    assert time.monotonic() - start < 4.5, "who is slow is not waited for"
    assert bodies.lingering == 0


def answered(ours, size):
    """The parts of an answer of `size` bytes that may take 0.1 s, which the caller closes."""
    app = Flask("test")
    app.add_url_rule("/", view_func=lambda: "x" * size)
    hurry_answers(app, 0.1)
    environ = EnvironBuilder().get_environ() | {"gunicorn.socket": ours}
    return app.wsgi_app(environ, lambda *_: print)


def test_who_takes_a_large_answer_too_slowly_is_cut_off(pair, monkeypatch):
    monkeypatch.setattr("service.serving.request.slow_clients.SLOWEST", 1e7)
    ours, theirs = pair
    theirs.settimeout(2)
    answer = answered(ours, 1_000_000)  # for which 0.1 s more are given
    gevent.sleep(0.1)
    assert not is_closed(theirs)
    gevent.sleep(0.2)
    assert theirs.recv(1) == b""
    answer.close()


def test_who_has_taken_it_in_time_keeps_the_connection(pair, monkeypatch):
    monkeypatch.setattr("service.serving.request.slow_clients.SLOWEST", 1e7)
    ours, theirs = pair
    answered(ours, 1_000_000).close()
    small = answered(ours, 1000)  # left alone: it is with the kernel already
    gevent.sleep(0.3)
    assert not is_closed(theirs)
    small.close()
