"""A body that comes so slowly that it never ends."""

import socket

from loadtest.server import Server

PROMISED = 2_000_000  # bytes
PATIENCE = 60  # seconds after which the caller gives up


def trickle(server: Server, path: str) -> int:
    """The status that the service answers to one byte a second; 0 if it says nothing."""
    head = (
        f"POST {path}?spec=cn-1inch HTTP/1.1\r\nHost: {server.host}:{server.port}\r\n"
        f"Content-Type: image/jpeg\r\nContent-Length: {PROMISED}\r\n\r\n"
    )
    try:
        with socket.create_connection((server.host, server.port), timeout=PATIENCE) as line:
            line.sendall(head.encode())
            line.settimeout(1)
            for _ in range(PATIENCE):
                line.sendall(b"\xff")
                try:
                    return _status(line.recv(4096))
                except TimeoutError:
                    continue
    except OSError:
        pass
    return 0


def _status(answer: bytes) -> int:
    """Of the first line of an answer; 0 if it is none."""
    return int(answer.split()[1]) if answer.startswith(b"HTTP/1.1 ") else 0
