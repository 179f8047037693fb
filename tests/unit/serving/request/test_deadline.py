import time

import gevent
import pytest

from service.serving.request.connection import closes
from service.serving.request.deadline import RequestDeadline
from service.values.errors import CallerGone
from service.values.request_errors import BodyTooSlow, DeadlineExceeded


def test_a_deadline_is_over_when_the_client_has_gone_or_it_is_late(pair):
    ours, theirs = pair
    environ = {"gunicorn.socket": ours}
    RequestDeadline(5, environ).raise_if_over()
    with pytest.raises(DeadlineExceeded):
        RequestDeadline(0, environ).raise_if_over()
    theirs.close()
    time.sleep(0.01)
    with pytest.raises(CallerGone):
        RequestDeadline(5, environ).raise_if_over()


def test_a_slow_body_is_given_up_and_no_more_of_it_is_read(pair):
    ours, theirs = pair
    environ = {"gunicorn.socket": ours}
    with pytest.raises(BodyTooSlow):
        RequestDeadline(30, environ).receive(lambda: gevent.sleep(30), 0.02)
    assert closes(environ), "the answer says that the connection ends"
    theirs.sendall(b"more")
    ours.settimeout(20)
    while ours.recv(100):
        pass


def test_a_body_may_take_no_longer_than_its_client_waits(pair):
    ours, _ = pair
    start = time.monotonic()
    with pytest.raises(DeadlineExceeded, match=r"0\.02 s"):
        RequestDeadline(0.02, {"gunicorn.socket": ours}).receive(lambda: gevent.sleep(30), 30)
    assert time.monotonic() - start < 15
