"""A service that runs out of file descriptors, or of disk."""

import resource
import socket
import time
from contextlib import suppress

import psutil

from loadtest.client_pool import sending
from loadtest.goals import Goal
from loadtest.photos import CN_1INCH, PHONE, make_photo, multipart, small_upload
from loadtest.results import Answer, outcome
from loadtest.server import Server, serving

DESCRIPTORS = 12  # left to each worker
CONNECTIONS = 300  # that nobody speaks on
FILE_BYTES = 1 << 18  # less than a photo; the shared counters are files of 64 KB, in memory


def descriptors() -> tuple[Goal, ...]:
    """No file descriptors left in any worker while connections are opened; then they are closed."""
    with serving() as server:
        workers = server.accepting()
        for pid in workers:
            limit = psutil.Process(pid).num_fds() + DESCRIPTORS
            resource.prlimit(pid, resource.RLIMIT_NOFILE, (limit, limit))
        connections = [_open(server) for _ in range(CONNECTIONS)]
        time.sleep(3)
        for connection in connections:
            connection.close()
        closed = time.monotonic()
        with sending(server, server.permits, [small_upload()]) as answers:
            time.sleep(6)
        same = _same_workers(server, workers)
    finished = [a.end for a in answers if a.status == 200]
    measured = (
        f"after {CONNECTIONS} connections were closed: {outcome(answers)}, the first photo after "
        f"{min(finished, default=float('nan')) - closed:.1f} s, {same} workers"
    )
    met = _served(answers)
    return (Goal("no file descriptors left", "photos are taken again", measured, met),)


def disk() -> tuple[Goal, ...]:
    """No worker may write a photo to a file, as on a full disk, while large forms arrive."""
    with serving() as server:
        workers = server.accepting()
        for pid in workers:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
        upload = multipart(make_photo(PHONE), CN_1INCH)
        with sending(server, server.permits, [upload]) as answers:
            time.sleep(10)
        same = _same_workers(server, workers)
    met = same == "the same" and _served(answers)
    measured = f"{outcome(answers)}, {same} workers"
    return (Goal("full disk for temporary files", "photos are taken", measured, met),)


def _same_workers(server: Server, workers: list[int]) -> str:
    return "the same" if set(workers) == set(server.accepting()) else "other"


def _served(answers: list[Answer]) -> bool:
    statuses = {answer.status for answer in answers}
    return 200 in statuses and statuses <= {200, 429}


def _open(server: Server) -> socket.socket:
    connection = socket.socket()
    connection.settimeout(2)
    with suppress(OSError):  # the backlog may be full: that is the point
        connection.connect((server.host, server.port))
    return connection
