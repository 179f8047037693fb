"""Callers that hide nothing: one connection each, kept alive, and no request sent twice."""

import http.client
import select
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from loadtest.photos import Form
from loadtest.results import PHOTO, PROBE, Answer
from loadtest.server import Server

PATH = "/v1/idphoto?spec=cn-1inch&background=blue"
TIMEOUT = 90.0  # beyond every deadline of the service
NO_ANSWER = (OSError, http.client.HTTPException)


class Line:
    """A connection that lasts as long as the service lets it."""

    def __init__(self, server: Server, path: str = PATH) -> None:
        self._server, self._path = server, path
        self._open: http.client.HTTPConnection | None = None

    @property
    def port(self) -> int:
        """Our end's port, 0 if the line is not open."""
        line = self._open
        return int(line.sock.getsockname()[1]) if line and line.sock else 0

    def post(self, sent: Form) -> Answer:
        """Send a photo and wait for the answer. A connection refused is an answer of status -1."""
        begun = time.monotonic()
        status, port, after, fault = -1, 0, "", ""
        try:
            line = self._connected()
            status, port = 0, self.port
            line.request("POST", self._path, sent.body, {"Content-Type": sent.kind})
            response = line.getresponse()
            response.read()
            status, after = response.status, response.getheader("Retry-After", "")
        except NO_ANSWER as error:
            fault = repr(error)
            self.close()
        seconds = time.monotonic() - begun
        return Answer(PHOTO, begun, seconds, status, sent.name, after, fault, port)

    def close(self) -> None:
        """Hang up."""
        if self._open:
            self._open.close()
        self._open = None

    def _connected(self) -> http.client.HTTPConnection:
        """As every pool of connections does, look whether the other end has hung up meanwhile."""
        if self._open and self._open.sock and select.select([self._open.sock], [], [], 0)[0]:
            self.close()
        if self._open is None or self._open.sock is None:
            self._open = http.client.HTTPConnection(
                self._server.host, self._server.port, timeout=TIMEOUT
            )
            self._open.connect()
        return self._open


class Crowd:
    """Callers who send one photo after the other until they are told to stop."""

    def __init__(self, server: Server, callers: int, photos: list[Form], path: str = PATH) -> None:
        self.answers: list[Answer] = []
        self._photos = photos
        self._left: int | None = None
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._lines = [Line(server, path) for _ in range(callers)]
        self._threads = [
            threading.Thread(target=self._call, args=(n,), daemon=True) for n in range(callers)
        ]

    def start(self, photos: int | None = None) -> None:
        """Begin; with `photos` until as many are finished."""
        self._left = photos
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let everyone finish."""
        self._stop.set()
        self.join()

    def join(self) -> None:
        """Wait until everyone has finished."""
        for thread in self._threads:
            thread.join()
        for line in self._lines:
            line.close()

    def _call(self, number: int) -> None:
        line, turn = self._lines[number], number
        while not self._stop.is_set() and self._more():
            answer = line.post(self._photos[turn % len(self._photos)])
            self.answers.append(answer)
            turn += 1
            if answer.status != 200:
                self._again()
                self._stop.wait(float(answer.retry_after or 0.2))

    def _more(self) -> bool:
        """Take one photo of those that are left."""
        with self._lock:
            if self._left is None:
                return True
            self._left -= 1
            return self._left >= 0

    def _again(self) -> None:
        """A photo that was not finished is still to be sent."""
        with self._lock:
            if self._left is not None:
                self._left += 1


@contextmanager
def crowd(server: Server, callers: int, photos: list[Form]) -> Iterator[Crowd]:
    """Callers who are at it as long as the block lasts, and then finish."""
    people = Crowd(server, callers, photos)
    people.start()
    try:
        yield people
    finally:
        people.stop()


@contextmanager
def probed(server: Server, path: str = "/livez") -> Iterator[list[Answer]]:
    """Answers to ten probes a second, each on a connection of its own."""
    answers: list[Answer] = []
    done = threading.Event()

    def probe() -> None:
        while not done.wait(0.1):
            begun, status = time.monotonic(), 0
            with suppress(*NO_ANSWER):
                status = server.get(path)[0]
            answers.append(Answer(PROBE, begun, time.monotonic() - begun, status))

    thread = threading.Thread(target=probe)
    thread.start()
    try:
        yield answers
    finally:
        done.set()
        thread.join()
