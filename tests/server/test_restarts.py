"""Reloads that do not go well."""

import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.server.conftest import PATIENCE, ROOT, running

# The service's own configuration, but where it finds the file that TROUBLE names, the next worker
# hangs for good, as in native code, or raises if the file says so.
TROUBLED = f"""
import os, signal, time
from pathlib import Path

exec(Path({str(ROOT / "gunicorn.conf.py")!r}).read_text())
warm_up = post_worker_init


def post_worker_init(worker):
    trouble = Path(os.environ["TROUBLE"])
    if trouble.exists():
        raises = trouble.read_text()
        trouble.unlink()
        if raises:
            raise MemoryError
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        time.sleep(3600)
    warm_up(worker)
"""
BOOT_SECONDS = 10 + 3  # gunicorn's timeout, and a deadline of 2 s rounded up and one more


@pytest.fixture(scope="module")
def trouble(tmp_path_factory):
    """A file: where it exists, the next worker that starts removes it and hangs, or raises."""
    return tmp_path_factory.mktemp("trouble") / "trouble"


@pytest.fixture(scope="module")
def server(trouble):
    """Two workers, the first of which hangs before it is ready."""
    folder = trouble.parent
    (folder / "troubled.py").write_text(TROUBLED)
    trouble.touch()
    with running(
        folder,
        options=f"-c {folder / 'troubled.py'} --timeout 10",
        variables={"TROUBLE": str(trouble)},
        matting="portrait",
        workers=2,
        deadline_seconds=2,
        body_seconds=2,
    ) as server:
        assert server.state()["workers"] == 1
        yield server


def reload(server, stay, seconds):
    """Send SIGHUP and wait until of the old workers only `stay` are left, and all are ready.

    How many workers were ready at any moment, at least.
    """
    before = set(server.workers())
    server.process.send_signal(signal.SIGHUP)
    start, fewest = time.monotonic(), len(before)
    while len(before & set(server.workers())) != stay or server.state()["workers"] != len(before):
        fewest = min(fewest, server.state()["workers"])
        assert time.monotonic() - start < seconds * PATIENCE
        time.sleep(0.05)
    return fewest


def test_a_worker_that_hangs_before_it_is_ready_is_replaced(server):
    server.wait_until(lambda state: state["workers"] == 2, BOOT_SECONDS + 10)


@pytest.mark.parametrize("what", ["hangs", "raises"])
def test_an_old_worker_stays_for_a_fresh_one_that_does_not_get_ready(server, trouble, what):
    server.wait_until(lambda state: state["workers"] == 2, BOOT_SECONDS + 10)
    trouble.write_text("raise" * (what == "raises"))
    assert reload(server, 1, BOOT_SECONDS + 15) == 2
    assert not trouble.exists()
    assert reload(server, 0, 20) == 2, "the next reload replaces it"


def is_listening(server):
    try:
        socket.create_connection(("127.0.0.1", server.port)).close()
    except ConnectionRefusedError:
        return False
    return True


def test_the_end_does_not_wait_for_a_reload_nor_for_its_slow_bodies(tmp_path, astronaut):
    head = (
        b"POST /v1/idphoto?spec=cn-1inch HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n"
        b"Content-Length: 5000000\r\n\r\n"
    )

    def dawdle(_):
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as slow:
            slow.sendall(head)
            answer = slow.recv(65536)
        return answer.startswith(b"HTTP/1.1 408"), b"\r\nConnection: close\r\n" in answer

    with (
        running(
            tmp_path, matting="portrait", workers=2, deadline_seconds=16, body_seconds=15
        ) as server,
        ThreadPoolExecutor(20) as pool,
    ):
        server.wait_until(lambda state: state["workers"] == 2, 20)
        slow = [pool.submit(dawdle, n) for n in range(6)]  # which the old workers have to finish
        time.sleep(0.5)
        server.process.send_signal(signal.SIGHUP)
        server.wait_until(lambda state: state["workers"] > 2, 12)
        server.wait_until(lambda state: state["workers"] == 2, 12)
        slow += [pool.submit(dawdle, n) for n in range(6)]  # and these the fresh ones
        photo = pool.submit(server.post, astronaut)
        time.sleep(0.3)
        assert not any(one.done() for one in slow)
        server.process.send_signal(signal.SIGTERM)
        start = time.monotonic()
        while is_listening(server):
            assert time.monotonic() - start < 10, "it waits for the slow bodies"
            time.sleep(0.05)
        assert server.process.wait(40) == 0
        assert time.monotonic() - start <= 16 + 10, "twice 16 s, one after the other, are 32"
        assert photo.result().status == 200
        assert {one.result() for one in slow} == {(True, True)}
