"""Bodies in chunks, as streams of Node, Go and Java send them: the same limits, time and memory."""

import http.client
import json
import socket
import time

import pytest

from tests.server.conftest import running

HEAD = (
    b"POST /v1/idphoto?spec=cn-1inch HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)
FORM = (
    b'--x\r\nContent-Disposition: form-data; name="spec"\r\n\r\ncn-1inch\r\n--x\r\n'
    b'Content-Disposition: form-data; name="image"; filename="a"\r\n\r\n%s\r\n--x--\r\n'
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running(
        tmp_path_factory.mktemp("chunked"),
        matting="portrait",
        workers=1,
        permits=2,
        body_seconds=2,
        max_body_mb=3,
    ) as server:
        yield server


def pieces(data, size):
    return (data[at : at + size] for at in range(0, len(data), size))


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


def send(connection, data, size, path="/v1/idphoto?spec=cn-1inch", kind="image/png"):
    connection.request(
        "POST", path, pieces(data, size), {"Content-Type": kind}, encode_chunked=True
    )
    answer = connection.getresponse()
    return answer.status, answer.read()


def conversation(server, sent, pause=0.0):
    """All that comes back on one connection, which this end leaves open."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as caller:
        for piece in sent:
            caller.sendall(piece)
            time.sleep(pause)
        answer = b""
        while part := caller.recv(65536):
            answer += part
        return answer


@pytest.mark.parametrize("size", [997, 65536, 10_000_000])
def test_photos_in_chunks_follow_each_other_on_one_connection(server, astronaut, size):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    for _ in range(2):
        status, body = send(connection, astronaut, size)
        assert (status, body[:2]) == (200, b"\xff\xd8")
    status, body = send(
        connection, FORM % astronaut, size, "/v1/idphoto", "multipart/form-data; boundary=x"
    )
    assert (status, body[:2]) == (200, b"\xff\xd8")
    connection.request("GET", "/livez")
    assert connection.getresponse().read() == b'{"status":"alive"}\n'
    connection.close()


def test_a_body_in_chunks_has_the_same_limit(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    status, body = send(connection, bytes(3_000_001), 65536)
    assert (status, json.loads(body)["type"]) == (413, "/problems/body-too-large")
    connection.close()


def test_an_endless_body_is_refused_and_cut_off(server):
    start, sent = time.monotonic(), 0
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as caller:
        caller.sendall(HEAD)
        try:
            while time.monotonic() - start < 15:
                caller.sendall(chunk(bytes(100_000)))
                sent += 100_000
        except OSError:
            pass
    assert time.monotonic() - start < 10
    assert sent < 300_000_000
    assert server.get("/livez").status == 200


def test_a_body_in_chunks_that_does_not_come_is_408_in_time(server, astronaut):
    start = time.monotonic()
    answer = conversation(server, [HEAD, chunk(astronaut[:1000])])
    assert time.monotonic() - start < 5
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"\r\nConnection: close\r\n" in answer


def test_a_body_in_chunks_that_breaks_off_is_no_damaged_photo(server, astronaut):
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as caller:
        caller.sendall(HEAD + chunk(astronaut[:20_000]))
        caller.shutdown(socket.SHUT_WR)
        assert caller.recv(65536).startswith(b"HTTP/1.1 499")


@pytest.mark.parametrize("broken", [b"zz\r\nabc\r\n0\r\n\r\n", b"3\r\nabcdef\r\n0\r\n\r\n"])
def test_chunks_that_are_none_are_told_so_and_end_the_connection(server, broken):
    answer = conversation(server, [HEAD + broken])
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"/problems/malformed-request" in answer
    assert b"chunks" in answer
    assert b"\r\nConnection: close\r\n" in answer


@pytest.mark.parametrize("path", [b"/nowhere", b"/v1/specs"])
def test_a_body_in_chunks_that_nobody_wants_is_read_away(server, path):
    head = HEAD.replace(b"/v1/idphoto?spec=cn-1inch", path)
    follower = b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = conversation(server, [head, chunk(bytes(500_000)), b"0\r\n\r\n", follower])
    assert answer[9:12] in (b"404", b"405")
    assert answer.endswith(b'{"status":"alive"}\n')


def test_nothing_is_held_afterwards(server, astronaut):
    server.wait_until(lambda state: state["in_work"] == 0 and state["waiting"] == 0, 5)
    for _ in range(3):
        assert server.post(astronaut).status == 200
