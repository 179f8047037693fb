"""Instances behind nginx that are replaced and killed under load, slow senders, and a full disk.

Two services of this checkout behind Debian's nginx with deploy/nginx.conf, all on loopback. What
callers see is counted at nginx: whatever is neither a photo nor an orderly 429 is a failure.
"""

import argparse
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress

import psutil

from loadtest.client_pool import probing, sending
from loadtest.goals import Goal, Section
from loadtest.photos import CN_1INCH, PHONE, make_photo, multipart, small_upload
from loadtest.proxy import Instance, fronting, installed, instances
from loadtest.resources import sampled
from loadtest.results import Answer, outcome, percentile
from loadtest.server import Server

SETTINGS = {"workers": 2, "permits": 2}
CLIENTS = 8  # for four permits; deploy/nginx.conf takes 20 connections of one address
SLOW, SLOW_EACH = 100, 10  # senders, and how many of them share an address
QUIET = 3.0  # seconds of load before and after each event


def replaced(front: Server, behind: Sequence[Instance], rounds: int = 1) -> tuple[Goal, ...]:
    """SIGTERM, end and start again, one instance after the other."""

    def roll() -> None:
        for one in [*behind] * rounds:
            one.stop()
            one.start()

    answers, probes = _under_load(front, roll)
    what = f"{rounds * len(behind)} instances replaced one after the other"
    return (
        _unharmed(what, "0 5xx, 0 resets", answers),
        _unharmed("probes of /livez meanwhile", "all 200", probes),
    )


def killed(front: Server, victim: Instance) -> tuple[Goal, ...]:
    """SIGKILL of a whole instance with photos in work, which nginx then asks of the other."""
    in_work: list[int] = []

    def kill() -> None:
        for _ in range(200):
            about = victim.server.about()
            if int(str(about["in_work"])) == SETTINGS["permits"]:
                break
            time.sleep(0.01)
        in_work.append(int(str(about["in_work"])))
        victim.kill()
        time.sleep(QUIET)
        victim.start()

    answers, _ = _under_load(front, kill)
    what = f"SIGKILL of an instance with {in_work[0]} photos in work"
    return (_unharmed(what, "0 5xx, 0 resets: made by the other", answers),)


def slow_senders(front: Server, behind: Sequence[Instance], seconds: float) -> tuple[Goal, ...]:
    """Many who send a byte a second: they stop at nginx, and nobody feels them."""
    with ExitStack() as load:
        answers = load.enter_context(sending(front, CLIENTS, [small_upload()]))
        counts = load.enter_context(sampled(lambda: _connections(behind), 0.25))
        time.sleep(QUIET)
        calm = max(counts)
        with trickling(front, SLOW) as open_ones:
            time.sleep(seconds)
            still_open = open_ones()
    most = max(counts)
    measured = f"{still_open} of {SLOW} held by nginx; {calm} connections behind it before, {most}"
    met = still_open == SLOW and most <= calm + CLIENTS
    return (
        Goal(f"{SLOW} slow senders", "none reaches an instance", measured, met),
        _unharmed("photos beside them", "0 5xx, 0 resets", answers),
    )


def full_disk(front: Server) -> tuple[Goal, ...]:
    """12 MP forms through an nginx that cannot write."""
    upload = multipart(make_photo(PHONE), spec="cn-1inch", background="blue")
    with sending(front, CLIENTS, [upload]) as answers:
        time.sleep(2 * QUIET)
    return (_unharmed("12 MP forms while nginx's disk is full", "0 5xx, 0 resets", answers),)


def _under_load(front: Server, event: Callable[[], None]) -> tuple[list[Answer], list[Answer]]:
    with sending(front, CLIENTS, [small_upload()]) as answers, probing(front) as probes:
        time.sleep(QUIET)
        event()
        time.sleep(QUIET)
    return answers, probes


def _unharmed(what: str, limit: str, answers: Sequence[Answer]) -> Goal:
    """Whether each was answered with what was asked for, or told to come again."""
    failed = [a for a in answers if a.status not in (200, 429)]
    resets = sum(1 for a in failed if a.status <= 0)
    longest = percentile([a.seconds for a in answers if a.status == 200], 1)
    measured = (
        f"{len(failed) - resets} 4xx or 5xx, {resets} resets of {len(answers)} "
        f"({outcome(answers)}), the slowest {longest:.1f} s"
    )
    made = any(a.status == 200 for a in answers)
    return Goal(what, limit, measured, made and not failed)


def _connections(behind: Sequence[Instance]) -> int:
    """TCP connections that the instances have open."""
    ports = {one.port for one in behind}
    every = psutil.net_connections("tcp4")
    return sum(1 for c in every if c.laddr.port in ports and c.status == psutil.CONN_ESTABLISHED)


@contextmanager
def trickling(front: Server, count: int) -> Iterator[Callable[[], int]]:
    """So many senders of a byte a second, ten from each address; yields how many are still open."""
    head = f"POST {CN_1INCH} HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n".encode()
    stop, alive = threading.Event(), []
    for n in range(count):
        source = (f"127.0.1.{1 + n // SLOW_EACH}", 0)
        connection = socket.create_connection((front.host, front.port), 5, source)
        connection.sendall(head)
        alive.append(connection)

    def trickle() -> None:
        while not stop.wait(1):
            for connection in [*alive]:
                try:
                    connection.sendall(b"\xff")
                    connection.setblocking(False)
                    with suppress(BlockingIOError):
                        connection.recv(4096)  # an answer: it was refused
                        alive.remove(connection)
                except OSError:
                    alive.remove(connection)

    thread = threading.Thread(target=trickle, daemon=True)
    thread.start()
    try:
        yield lambda: len(alive)
    finally:
        stop.set()
        thread.join()
        for connection in alive:
            connection.close()


def section(rounds: int = 2, slow_seconds: float = 15.0) -> Section:
    """All of it, with the same two instances."""
    goals: list[Goal] = []
    with instances(2, **SETTINGS) as behind:
        with fronting(behind) as front:
            goals += replaced(front, behind, rounds)
            goals += killed(front, behind[0])
            goals += slow_senders(front, behind, slow_seconds)
        with fronting(behind, full_disk=True) as front:
            goals += full_disk(front)
    about = "Two instances of two workers and two permits behind nginx, eight clients."
    return Section("rolling", about, tuple(goals))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `python -m loadtest rolling`."""
    parser.add_argument("--rounds", type=int, default=2, help="replacements of both instances (2)")


def main(options: argparse.Namespace) -> None:
    """Print the table; exit with 1 when a goal was missed."""
    if not installed():
        sys.exit("nginx is not installed (Debian: nginx-light)")
    measured = section(options.rounds)
    print(measured)
    sys.exit(any(goal.met is False for goal in measured.goals))
