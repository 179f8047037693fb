import json
import socket

import pytest

from service.serving.process.worker import write_problem


@pytest.mark.parametrize("code", ["utf-8", "gbk"])
def test_raw_chinese_in_an_address_is_said_to_want_percent_encoding(code):
    ours, theirs = socket.socketpair()
    raw = "一寸".encode(code).decode("latin-1")  # as gunicorn reads it
    theirs.shutdown(socket.SHUT_WR)
    write_problem(ours, 400, "Bad Request", f"Invalid HTTP request line: 'GET /?spec={raw}'")
    answer = theirs.recv(65536)
    told = json.loads(answer.partition(b"\r\n\r\n")[2])
    assert told["type"] == "/problems/malformed-request"
    assert "ercent-encode" in told["detail"]
    assert "百分号编码" in told["detail"]


def test_what_else_cannot_be_read_says_why():
    ours, theirs = socket.socketpair()
    theirs.shutdown(socket.SHUT_WR)
    write_problem(ours, 414, "URI Too Long", "too long")
    assert b'"detail": "too long"' in theirs.recv(65536)
