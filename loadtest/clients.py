"""Clients that hide nothing: one connection each, kept alive, and no request sent twice."""

import http.client
import select
import socket
import time
from contextlib import suppress

from loadtest.photos import Upload
from loadtest.results import PHOTO, PROBE, SLOW, Answer
from loadtest.server import NO_ANSWER, Server

TIMEOUT = 90.0  # beyond every deadline of the service
PROMISED_BYTES = 2_000_000  # of a body that never ends
TRICKLE_SECONDS = 60  # after which its sender gives up


class Client:
    """One connection, kept alive for as long as the service lets it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._connection: http.client.HTTPConnection | None = None

    @property
    def port(self) -> int:
        """Our end's port, 0 without a connection."""
        connection = self._connection
        return int(connection.sock.getsockname()[1]) if connection and connection.sock else 0

    def post(self, upload: Upload) -> Answer:
        """Send a photo and wait for the answer. A connection refused is an answer of status -1."""
        start = time.monotonic()
        status, port, retry_after, fault = -1, 0, "", ""
        try:
            connection = self._connected()
            status, port = 0, self.port
            headers = {"Content-Type": upload.content_type}
            if upload.key:
                headers["X-API-Key"] = upload.key
            # Who is refused before the body was read finds the answer all the same.
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.request("POST", upload.path, upload.body, headers)
            response = connection.getresponse()
            fault = _fault(response, response.read())
            status, retry_after = response.status, response.getheader("Retry-After", "")
        except NO_ANSWER as error:
            fault = repr(error)
            self.close()
        seconds = time.monotonic() - start
        return Answer(PHOTO, start, seconds, status, upload.name, retry_after, fault, port)

    def close(self) -> None:
        """Hang up."""
        if self._connection:
            self._connection.close()
        self._connection = None

    def _connected(self) -> http.client.HTTPConnection:
        """As every connection pool does, look whether the other end has hung up meanwhile."""
        connection = self._connection
        if connection and connection.sock and select.select([connection.sock], [], [], 0)[0]:
            self.close()
        if self._connection is None or self._connection.sock is None:
            self._connection = http.client.HTTPConnection(
                self._server.host, self._server.port, timeout=TIMEOUT
            )
            self._connection.connect()
        return self._connection


def _fault(response: http.client.HTTPResponse, body: bytes) -> str:
    """What is wrong with an answer: 200 is an image, and 429 says when to come back."""
    if response.status == 200:
        media_type = response.getheader("Content-Type", "nothing")
        return "" if media_type.startswith("image/") else f"200 with {media_type}"
    if response.status == 429:
        return "" if response.getheader("Retry-After", "").isdigit() else "429 without Retry-After"
    return f"{response.status} {body.decode(errors='replace')}"


def probe(server: Server) -> Answer:
    """Whether a worker answers at all."""
    start, status = time.monotonic(), 0
    with suppress(*NO_ANSWER):
        status, _ = server.get("/livez")
    fault = "" if status == 200 else f"/livez was {status}"
    return Answer(PROBE, start, time.monotonic() - start, status, fault=fault)


def trickle(server: Server, path: str) -> Answer:
    """The answer to a body of which one byte a second comes; status 0 if the service says none."""
    start, status = time.monotonic(), 0
    with suppress(OSError):
        status = _trickle(server, path)
    fault = "" if status == 408 else f"a slow body was {status}"
    return Answer(SLOW, start, time.monotonic() - start, status, fault=fault)


def _trickle(server: Server, path: str) -> int:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {server.host}:{server.port}\r\n"
        f"Content-Type: image/jpeg\r\nContent-Length: {PROMISED_BYTES}\r\n\r\n"
    )
    with socket.create_connection((server.host, server.port), timeout=TRICKLE_SECONDS) as sock:
        sock.sendall(head.encode())
        sock.settimeout(1)
        for _ in range(TRICKLE_SECONDS):
            sock.sendall(b"\xff")
            with suppress(TimeoutError):
                status_line = sock.recv(4096).split()
                return int(status_line[1]) if status_line[:1] == [b"HTTP/1.1"] else 0
    return 0
