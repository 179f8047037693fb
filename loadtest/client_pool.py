"""Many clients at once, each in a thread of its own."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from loadtest.clients import Client, probe
from loadtest.photos import Upload
from loadtest.resources import sampled
from loadtest.results import Answer
from loadtest.server import Server

PAUSE = 0.2  # seconds after an answer without a photo that does not say when to come back


class ClientPool:
    """Clients that send one photo after the other, each in a thread of its own.

    They keep their connections, and after a refusal wait for as long as they are told. A `flood`
    opens a connection for each request and sends the next at once.
    """

    def __init__(
        self, server: Server, clients: int, uploads: Sequence[Upload], *, flood: bool = False
    ) -> None:
        self.answers: list[Answer] = []
        self._server, self._uploads, self._flood = server, uploads, flood
        self._remaining: int | None = None
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._send, args=(n,), daemon=True) for n in range(clients)
        ]

    def start(self, photos: int | None = None) -> None:
        """Begin; with `photos` until as many are finished, else until `stop`."""
        self._remaining = photos
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let every client finish its photo."""
        self._stop.set()
        self.join()

    def join(self) -> None:
        """Wait until every client has finished."""
        for thread in self._threads:
            thread.join()

    def _send(self, turn: int) -> None:
        client = Client(self._server)
        while not self._stop.is_set() and self._take():
            answer = client.post(self._uploads[turn % len(self._uploads)])
            self.answers.append(answer)
            turn += 1
            if self._flood:
                client.close()
            elif answer.status != 200:
                self._put_back()
                self._stop.wait(float(answer.retry_after or PAUSE))
        client.close()

    def _take(self) -> bool:
        """Whether there is a photo left to send."""
        with self._lock:
            if self._remaining is None:
                return True
            self._remaining -= 1
            return self._remaining >= 0

    def _put_back(self) -> None:
        """A photo that was not finished is still to be sent."""
        with self._lock:
            if self._remaining is not None:
                self._remaining += 1


def send(server: Server, clients: int, uploads: Sequence[Upload], photos: int) -> list[Answer]:
    """All answers until so many photos are finished."""
    pool = ClientPool(server, clients, uploads)
    pool.start(photos)
    pool.join()
    return pool.answers


@contextmanager
def sending(
    server: Server, clients: int, uploads: Sequence[Upload], *, flood: bool = False
) -> Iterator[list[Answer]]:
    """The answers to clients that send as long as the block lasts, and then finish."""
    pool = ClientPool(server, clients, uploads, flood=flood)
    pool.start()
    try:
        yield pool.answers
    finally:
        pool.stop()


@contextmanager
def probing(server: Server) -> Iterator[list[Answer]]:
    """The answers to ten probes a second, each on a connection of its own."""
    with sampled(lambda: probe(server), 0.1) as answers:
        yield answers
