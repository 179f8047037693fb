"""How long an idle connection stays open."""

import http.client
import signal
import time

import pytest

from service.settings import Settings
from tests.server.conftest import running


@pytest.fixture
def idle(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", "/livez")
    connection.getresponse().read()
    yield connection
    connection.close()


def test_the_default_is_longer_than_a_load_balancer_keeps_its_own():
    assert Settings().keepalive_seconds > 60


def test_a_connection_that_was_idle_for_longer_than_five_seconds_still_serves(idle):
    kept = idle.sock
    time.sleep(7)
    idle.request("GET", "/livez")
    assert idle.getresponse().read()
    assert idle.sock is kept


def test_an_idle_connection_closes_when_its_time_is_over(tmp_path):
    with running(tmp_path, matting="portrait", workers=1, keepalive_seconds=1) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        connection.request("GET", "/livez")
        connection.getresponse().read()
        assert connection.sock.recv(1) == b""


def test_idle_connections_do_not_keep_a_service_from_stopping(tmp_path):
    with running(tmp_path, matting="portrait", workers=1) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        connection.request("GET", "/livez")
        connection.getresponse().read()
        start = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(40)
        assert time.monotonic() - start < 15, "gunicorn alone would wait for 31 s"
        connection.close()
