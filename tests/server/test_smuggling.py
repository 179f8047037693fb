"""Requests that two servers would cut apart differently: refused, with all that follows them."""

import socket

import pytest

HOST = b"Host: x\r\n"
HIDDEN = b"GET /livez HTTP/1.1\r\nHost: x\r\nX-Request-Id: smuggled\r\n\r\n"
AMBIGUOUS = {
    "both lengths": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
    "two lengths": b"Content-Length: 0\r\nContent-Length: 44\r\n",
    "a list of lengths": b"Content-Length: 0, 44\r\n",
    "a signed length": b"Content-Length: +0\r\n",
    "a length with an underscore": b"Content-Length: 4_4\r\n",
    "chunked twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
    "another coding last": b"Transfer-Encoding: chunked, identity\r\n",
    "a coding nobody knows": b"Transfer-Encoding: xchunked\r\n",
    "a blank before the colon": b"Transfer-Encoding : chunked\r\n",
    "a folded line": b"X-A: b\r\n Transfer-Encoding: chunked\r\n",
    "a name with a blank": b"X A: b\r\n",
    "a name with a control": b"X\x0bA: b\r\n",
    "a value with a zero": b"X-A: b\0c\r\n",
}


def answers(server, raw):
    """Everything that comes back until the connection ends, or nothing more comes for a second."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        client.sendall(raw)
        client.settimeout(1)
        got = b""
        try:
            while piece := client.recv(65536):
                got += piece
        except TimeoutError:
            pass
    return got


@pytest.mark.parametrize("headers", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_a_request_of_unclear_length_is_refused_and_nothing_after_it_is_read(server, headers):
    raw = b"POST /v1/idphoto?spec=cn-1inch HTTP/1.1\r\n" + HOST + headers + b"\r\n" + HIDDEN
    got = answers(server, raw)
    assert got.startswith((b"HTTP/1.1 400", b"HTTP/1.1 501")), got[:200]
    assert got.count(b"HTTP/1.1 ") == 1
    assert b"smuggled" not in got


def test_a_header_with_an_underscore_is_not_taken_for_one_with_a_dash(server):
    """A proxy that sets X-Request-Id would not have replaced it."""
    got = answers(server, b"GET /livez HTTP/1.1\r\n" + HOST + b"X_Request_Id: other\r\n\r\n")
    assert b"other" not in got


def test_what_follows_a_request_of_clear_length_is_the_next_one(server):
    """So that the tests above can fail."""
    raw = b"POST /v1/idphoto HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\n\r\n" + HIDDEN
    got = answers(server, raw)
    assert got.count(b"HTTP/1.1 ") == 2
    assert b"smuggled" in got
