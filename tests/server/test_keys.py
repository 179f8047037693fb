"""Keys and quotas of a real server: exact over workers that are killed and replaced."""

import http.client
import os
import re
import signal
import socket
import threading
import time
from collections import Counter
from contextlib import contextmanager

import pytest

from loadtest.keys import NAMES, Tally, _moved, _send
from loadtest.server import Server
from service.access.keys import new_key
from tests.keys_file import entry, write
from tests.server.conftest import running

PHOTO = "/v1/idphoto?spec=cn-1inch"
DAY = 60  # photos that `exact` may have made
SHARE = 2  # of four permits


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("keyed")


@pytest.fixture(scope="module")
def keys(folder):
    return write(
        folder / "keys.toml",
        exact={"per_day": DAY, "at_once": 6},
        greedy={},
        modest={},
        observer={"scopes": ("metrics",)},
    )


@pytest.fixture(scope="module")
def server(folder, keys):
    """Four workers, four permits."""
    assert keys
    with running(
        folder, matting="portrait", workers=4, permits=4, queue_length=8,
        keys_file=folder / "keys.toml",
    ) as server:  # fmt: skip
        server.wait_until(lambda state: state["workers"] == 4, 60)
        yield server


def post(server, photo, key, timeout=60):
    headers = {"Content-Type": "image/png", "X-API-Key": key}
    return server.request("POST", PHOTO, photo, headers, timeout)


def left(server, key):
    """Photos of the day that a key has left, after everything has come to rest."""
    answer = server.request("POST", PHOTO, b"", {"X-API-Key": key})
    assert answer.status in (422, 429), answer.body
    return int(re.search(r'"day";r=(\d+)', answer.headers["RateLimit"])[1])


def metrics(server, key):
    text = server.request("GET", "/metrics", headers={"X-API-Key": key}).body.decode()
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {(name, ()): float(value) for name, _, value in lines}


class Callers:
    """Threads that send photos with one key until told to stop; what each answer was, 0: none."""

    def __init__(self, server, photo, key, pause=0.05):
        self.server, self.photo, self.key, self.pause = server, photo, key, pause
        self.statuses = Counter()
        self._stop = threading.Event()

    def _run(self):
        while not self._stop.is_set():
            try:
                status = post(self.server, self.photo, self.key).status
            except (OSError, http.client.HTTPException):
                status = 0
            self.statuses[status] += 1
            if status != 200:
                self._stop.wait(self.pause)

    @contextmanager
    def of(self, number):
        threads = [threading.Thread(target=self._run) for _ in range(number)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            for thread in threads:
                thread.join(90)


def wait_for(condition, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def reload(server):
    """SIGHUP, until all workers are fresh ones."""
    before = set(server.workers())
    server.process.send_signal(signal.SIGHUP)
    wait_for(lambda: not before & set(server.workers()) and server.state()["workers"] == 4)


def test_strangers_get_nothing_but_a_refusal(server, keys):
    """`python -m loadtest keys` sends 100,000 of these."""
    expired = new_key()
    known = {"shop": new_key(), "expired": expired, "nothing": keys["observer"]}
    assert known.keys() == NAMES.keys()
    before = metrics(server, keys["observer"])
    tally = Tally(_send(server_of(server), known, 700, 4, seed=1))
    assert tally.total == 700
    assert tally.let_in == 0, tally.answers
    assert {status for _, status in tally.answers} == {401, 403}
    assert not _moved(before, metrics(server, keys["observer"]))


def server_of(server):
    return Server("127.0.0.1", server.port)


def test_a_quota_is_exact_whoever_is_killed_or_replaced(server, keys, astronaut):
    key = keys["exact"]
    callers = Callers(server, astronaut, key)
    with callers.of(6):
        for least in (8, 16):  # two workers are killed while they work
            wait_for(lambda least=least: callers.statuses[200] >= least)
            os.kill(server.workers()[0], signal.SIGKILL)
        wait_for(lambda: callers.statuses[200] >= 24)
    made, lost = callers.statuses[200], callers.statuses[0]
    rest = left(server, key)
    # A photo that a client did not get may have been made just before its worker was killed.
    assert made <= DAY - rest <= made + lost
    wait_for(lambda: server.state()["workers"] == 4)
    reload(server)
    assert left(server, key) == rest
    for pid in server.workers():  # every one of them, while none works
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda pid=pid: pid not in server.workers() and server.state()["workers"] == 4)
    assert left(server, key) == rest
    callers = Callers(server, astronaut, key)
    with callers.of(6):
        wait_for(lambda: callers.statuses[200] == rest or callers.statuses[0])
        time.sleep(1)  # in which a photo too many would be made
    assert callers.statuses[200] == rest
    assert callers.statuses.keys() <= {200, 429}
    assert left(server, key) == 0
    assert post(server, astronaut, key).status == 429


def test_a_greedy_caller_leaves_room_for_a_modest_one(server, keys, astronaut):
    """`python -m loadtest fairness` measures for how long the modest one waits."""
    greedy = Callers(server, astronaut, keys["greedy"])
    seen = []
    with greedy.of(16):
        wait_for(lambda: greedy.statuses[429] > 16)
        for _ in range(8):
            assert post(server, astronaut, keys["modest"]).status == 200
            seen.append(server.state()["in_work"])
    assert greedy.statuses.keys() == {200, 429}
    assert max(seen) <= SHARE, "the greedy one has half of the permits"


def test_a_client_that_goes_keeps_its_place_until_its_photo_is_given_up(server, keys, astronaut):
    """Or it would have as many photos in work as it likes."""
    head = (
        f"POST {PHOTO} HTTP/1.1\r\nHost: x\r\nX-API-Key: {keys['greedy']}\r\n"
        f"Content-Type: image/png\r\nContent-Length: {len(astronaut)}\r\n\r\n"
    ).encode()
    most = 0
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            client.sendall(head + astronaut)
            time.sleep(0.03)
        most = max(most, server.state()["in_work"])
    assert most <= SHARE


def test_a_key_that_is_taken_out_holds_no_more_after_a_reload(server, keys, folder, astronaut):
    path = folder / "keys.toml"
    text, fresh = path.read_text(), new_key()
    path.write_text(text.replace(entry("modest", keys["modest"]), "") + entry("fresh", fresh))
    reload(server)
    assert post(server, astronaut, keys["modest"]).status == 401
    assert post(server, astronaut, fresh).status == 200
    path.write_text("[[key]]\nname = 1")
    reload(server)
    assert "keys stay as they were" in server.log.read_text()
    assert post(server, astronaut, fresh).status == 200
    path.write_text(text)
    reload(server)
    assert post(server, astronaut, keys["modest"]).status == 200


def test_metrics_have_a_port_of_their_own(tmp_path, keys, folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        apart = free.getsockname()[1]
    assert keys
    with running(
        tmp_path, matting="portrait", workers=1, keys_file=folder / "keys.toml",
        metrics_bind=f"127.0.0.1:{apart}",
    ) as server:  # fmt: skip
        assert server.get("/metrics").status == 404
        main, server.port = server.port, apart
        assert server.get("/metrics").status == 200
        assert server.get("/readyz").status == 404
        assert server.request("POST", PHOTO, b"x").status == 404
        server.port = main
