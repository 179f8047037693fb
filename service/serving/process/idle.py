"""Gunicorn's gevent worker with a long keep-alive: idle connections close where they must."""

import select
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from time import monotonic
from typing import Any

import gevent
from gevent.monkey import get_original
from gunicorn.workers.ggevent import GeventWorker

FULL = 0.9  # share of a worker's connections above which the one that waits longest is closed
SETTLED = 1.0  # seconds after an answer in which a client that goes on has sent its next request


class Connections:
    """The connections of a worker, and since when each of them has waited for a request."""

    def __init__(self, most: int) -> None:
        self._most = FULL * most
        self._of: dict[gevent.Greenlet, socket.socket] = {}
        self._waiting: dict[socket.socket, float] = {}  # in the order of their age

    @contextmanager
    def handling(self, client: socket.socket) -> Iterator[None]:
        """The current greenlet serves this connection while inside."""
        current = gevent.getcurrent()
        self._of[current] = client
        try:
            if len(self._of) > self._most and self._waiting:
                self._close(next(iter(self._waiting)))
            yield
        finally:
            del self._of[current]

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """The current greenlet waits for its connection's next request while inside."""
        client = self._of[gevent.getcurrent()]
        self._waiting[client] = monotonic()
        try:
            yield
        finally:
            self._waiting.pop(client, None)

    def close_settled(self) -> None:
        """Close connections that have waited longer than a client takes for its next request."""
        now = monotonic()
        for client, since in list(self._waiting.items()):
            if now - since >= SETTLED and not has_sent(client):
                self._close(client)

    def _close(self, client: socket.socket) -> None:
        """End the wait: the greenlet reads the end of the connection and closes it."""
        self._waiting.pop(client, None)
        with suppress(OSError):
            client.shutdown(socket.SHUT_RD)


def has_sent(client: socket.socket) -> bool:
    """Whether bytes wait to be read: a request that is going to be answered."""
    poll = get_original("select", "poll")()  # gevent's own would wait
    poll.register(client.fileno(), select.POLLIN)
    return bool(poll.poll(0))


class Worker(GeventWorker):  # type: ignore[misc] # gunicorn comes without types
    """Ends idle connections when it stops; gunicorn waits as long for them as for requests."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - gunicorn's own
        super().__init__(*args, **kwargs)
        self._connections = Connections(self.worker_connections)

    def handle(self, listener: object, client: socket.socket, addr: object) -> None:
        """Serve one connection."""
        with self._connections.handling(client):
            super().handle(listener, client, addr)

    def timeout_ctx(self) -> AbstractContextManager[object]:
        """Limit the wait for a request to `keepalive` seconds."""
        return self._wait()

    @contextmanager
    def _wait(self) -> Iterator[None]:
        with super().timeout_ctx(), self._connections.waiting():
            yield

    def notify(self) -> None:
        """Once a second, also while the worker stops."""
        super().notify()
        if not self.alive:
            self._connections.close_settled()
