import http.client
import socket
import threading

import pytest

from loadtest.clients import Client, probe, trickle
from loadtest.server import Server

OK = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 2\r\n\r\nok"
TIMEOUT = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture
def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def test_a_connection_is_kept_alive_and_nothing_is_sent_twice(scripted, upload):
    with scripted(OK, None, OK) as (server, requests):
        client = Client(server)
        first, cut_off, after = (client.post(upload) for _ in range(3))
        client.close()
    assert [first.status, cut_off.status, after.status] == [200, 0, 200]
    assert cut_off.port == first.port != after.port
    assert cut_off.fault
    assert len(requests) == 3


def test_a_connection_that_was_closed_meanwhile_is_opened_again_and_loses_nothing(scripted, upload):
    with scripted(OK, OK) as (server, requests):
        client = Client(server)
        assert client.post(upload).status == 200
        sock = client._connection.sock
        sock.shutdown(socket.SHUT_WR)  # the server sees the end, and hangs up too
        sock.settimeout(5)
        assert sock.recv(1, socket.MSG_PEEK) == b""
        assert client.post(upload).status == 200
        client.close()
    assert len(requests) == 2


def test_the_answer_to_a_body_that_was_not_wanted_is_read(scripted, upload, monkeypatch):
    request = http.client.HTTPConnection.request

    def broken_off(*args):
        request(*args)
        raise BrokenPipeError

    monkeypatch.setattr(http.client.HTTPConnection, "request", broken_off)
    with scripted(OK) as (server, _):
        client = Client(server)
        assert client.post(upload).status == 200
        client.close()


def test_nobody_there_is_told_apart_from_an_answer_that_was_lost(closed_port, upload):
    assert Client(Server("127.0.0.1", closed_port)).post(upload).status == -1


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ("200 OK\r\nContent-Type: image/png", ""),
        ("200 OK\r\nContent-Type: text/html", "200 with text/html"),
        ("429 Busy\r\nRetry-After: 2", ""),
        ("429 Busy", "429 without Retry-After"),
        ("500 Error", "500 no"),
    ],
)
def test_an_answer_that_no_client_can_use_is_a_fault(scripted, upload, head, fault):
    answer = f"HTTP/1.1 {head}\r\nContent-Length: 2\r\n\r\nno".encode()
    with scripted(answer) as (server, _):
        client = Client(server)
        assert client.post(upload).fault == fault
        client.close()


def test_a_probe_without_an_answer_is_a_fault(closed_port):
    answer = probe(Server("127.0.0.1", closed_port))
    assert answer.status == 0
    assert answer.fault == "/livez was 0"


def test_a_slow_body_ends_when_the_service_has_had_enough():
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def refuse():
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(TIMEOUT)
                while connection.recv(65536):
                    pass

        thread = threading.Thread(target=refuse, daemon=True)
        thread.start()
        answer = trickle(Server("127.0.0.1", listener.getsockname()[1]), "/v1/idphoto")
        thread.join(5)
    assert (answer.status, answer.fault) == (408, "")


def test_a_slow_body_that_nobody_receives_is_a_fault(closed_port):
    answer = trickle(Server("127.0.0.1", closed_port), "/v1/idphoto")
    assert (answer.status, answer.fault) == (0, "a slow body was 0")
