"""One large photo at a time in a process: two at once would take twice the memory."""

from collections.abc import Iterator
from contextlib import contextmanager

from gevent.monkey import get_original

from service.cancellation import CancellationToken

# A lock of the system's threads, not one of gevent's: photos are decoded beside the event loop.
_LOCK = get_original("_thread", "allocate_lock")()
POLL = 0.05  # seconds between looks at the cancellation


@contextmanager
def alone(token: CancellationToken) -> Iterator[None]:
    """Let one thread of this process in at a time. Raises Cancelled if cancelled while waiting."""
    while not _LOCK.acquire(timeout=POLL):
        token.raise_if_cancelled()
    try:
        token.raise_if_cancelled()
        yield
    finally:
        _LOCK.release()
