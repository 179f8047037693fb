"""A service that runs out of file descriptors, or of disk."""

import resource
import socket
import time
from contextlib import suppress

import psutil

from loadtest.clients import crowd
from loadtest.faults.worker_kill import small
from loadtest.goals import Goal
from loadtest.photos import PHONE, form, make
from loadtest.results import Answer, outcome
from loadtest.server import Server, serving

DESCRIPTORS = 12  # left to each worker
CROWD = 300  # lines that nobody speaks on
FILE_BYTES = 1 << 18  # less than a photo; the shared counters are files of 64 KB, in memory


def descriptors() -> tuple[Goal, ...]:
    """No file descriptors left in any worker while lines are opened; then they are closed."""
    with serving() as server:
        workers = server.accepting()
        for pid in workers:
            limit = psutil.Process(pid).num_fds() + DESCRIPTORS
            resource.prlimit(pid, resource.RLIMIT_NOFILE, (limit, limit))
        lines = [_open(server) for _ in range(CROWD)]
        time.sleep(3)
        for line in lines:
            line.close()
        begun = time.monotonic()
        with crowd(server, server.permits, [small()]) as people:
            time.sleep(6)
        served = [a for a in people.answers if a.status == 200]
        same = set(workers) == set(server.accepting())
    first = min((a.end for a in served), default=float("nan")) - begun
    measured = (
        f"after {CROWD} lines were closed: {outcome(people.answers)}, the first photo after "
        f"{first:.1f} s, {'the same' if same else 'other'} workers"
    )
    met = bool(served) and _served(people.answers)
    return (Goal("no file descriptors left", "photos are taken again", measured, met),)


def disk() -> tuple[Goal, ...]:
    """No worker may write a photo to a file, as on a full disk, while large forms arrive."""
    with serving() as server:
        workers = server.accepting()
        for pid in workers:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
        with crowd(server, server.permits, [form(make(PHONE), "image")]) as people:
            time.sleep(10)
        same = set(workers) == set(server.accepting())
    measured = f"{outcome(people.answers)}, {'the same' if same else 'other'} workers"
    met = same and _served(people.answers)
    return (Goal("full disk for temporary files", "photos are taken", measured, met),)


def _served(answers: list[Answer]) -> bool:
    statuses = {answer.status for answer in answers}
    return 200 in statuses and statuses <= {200, 429}


def _open(server: Server) -> socket.socket:
    line = socket.socket()
    line.settimeout(2)
    with suppress(OSError):  # the backlog may be full: that is the point
        line.connect((server.host, server.port))
    return line
