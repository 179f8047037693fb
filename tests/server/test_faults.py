"""What goes wrong around the service, on purpose, while it is used."""

import os
import select
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from tests.server.conftest import running
from tests.server.load import Load

HEAD = (
    b"POST /v1/idphoto?spec=cn-1inch&edge=%s HTTP/1.1\r\nHost: x\r\n"
    b"Content-Type: image/png\r\nContent-Length: %d\r\n\r\n"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Two workers that may hang for eight seconds."""
    with running(
        tmp_path_factory.mktemp("faults"),
        options="--timeout 8",
        matting="portrait",
        workers=2,
        permits=2,
        queue_length=4,
        queue_seconds=20,
        body_seconds=2,
    ) as server:
        server.wait_until(lambda state: state["workers"] == 2, 20)
        yield server


def sender(server, photo, edge=b"closed-form"):
    """A connection on which a whole photo was sent, by default one that takes long."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    connection.sendall(HEAD % (edge, len(photo)) + photo)
    return connection


def connections(pid):
    found = psutil.Process(pid).net_connections("tcp")
    return sum(one.status == psutil.CONN_ESTABLISHED for one in found)


def idle(state):
    return state["in_work"] == 0 and state["waiting"] == 0


def test_a_killed_worker_costs_its_own_requests_and_is_replaced(server, astronaut):
    victim = server.workers()[0]
    with Load(server.port, astronaut).of(6) as load:
        own = connections(victim)
        os.kill(victim, signal.SIGKILL)
        time.sleep(0.2)
        server.wait_until(lambda state: state["workers"] == 2, 10)
        time.sleep(0.5)
    assert victim not in server.workers()
    assert len(load.lost) <= own, load.lost
    assert set(load.statuses) <= {200, 429}
    server.wait_until(idle, 3)


def test_a_worker_that_hangs_is_replaced_and_keeps_no_permit(server, astronaut):
    victim = server.workers()[0]
    with Load(server.port, astronaut).of(6) as load:
        own = connections(victim)
        os.kill(victim, signal.SIGSTOP)
        deadline = time.monotonic() + 60
        while victim in server.workers():
            assert time.monotonic() < deadline, "the hung worker was not killed"
            time.sleep(0.05)
        server.wait_until(lambda state: state["workers"] == 2, 8)
        served = load.statuses.count(200)
        late = time.monotonic() + 30
        while load.statuses.count(200) == served:
            assert time.monotonic() < late, "nothing is finished any more"
            time.sleep(0.05)
    assert len(load.lost) <= own, load.lost
    server.wait_until(idle, 3)


def test_reloads_lose_nothing_and_somebody_always_answers(server, astronaut):
    before = set(server.workers())
    slowest, stop = [], threading.Event()

    def probe():
        while not stop.wait(0.05):
            answer = server.get("/readyz")
            slowest.append((answer.seconds if answer.status == 200 else 1e3, answer.status))

    watcher = threading.Thread(target=probe)
    watcher.start()
    with Load(server.port, astronaut).of(4) as load:
        for _ in range(2):
            seen = set(server.workers())
            server.process.send_signal(signal.SIGHUP)
            deadline = time.monotonic() + 60
            while seen & set(server.workers()) or server.state()["workers"] < 2:
                assert time.monotonic() < deadline, "the reload did not end"
                time.sleep(0.1)
    stop.set()
    watcher.join(10)
    assert load.lost == []
    assert load.statuses.count(200) > 4
    assert not before & set(server.workers())
    assert max(slowest)[0] < 5, max(slowest)


def test_who_hangs_up_leaves_the_queue_and_the_cores(server, astronaut):
    callers = [sender(server, astronaut) for _ in range(8)]
    refused, late = [], time.monotonic() + 30  # two more than there are places
    while len(refused) < 2:
        assert time.monotonic() < late
        refused, _, _ = select.select(callers, [], [], 0.1)
    assert {caller.recv(12) for caller in refused} == {b"HTTP/1.1 429"}
    for caller in callers:
        caller.close()
    server.wait_until(idle, 3)
    assert server.post(astronaut).status == 200


def test_a_caller_who_sends_the_next_request_early_has_not_hung_up(server, astronaut):
    caller = sender(server, astronaut, b"guided")
    caller.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    answer = b""
    while part := caller.recv(65536):
        answer += part
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b'{"status":"alive"}\n')


@pytest.mark.parametrize("headers", [{}, {"Connection": "close"}])
def test_a_refusal_comes_at_once_even_for_a_large_photo(server, astronaut, headers):
    callers = [sender(server, astronaut) for _ in range(6)]
    server.wait_until(lambda state: state["waiting"] == 4, 5)
    large = {"Content-Type": "image/png", **headers}
    answer = server.request("POST", "/v1/idphoto?spec=cn-1inch", bytes(12_000_000), large)
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert answer.seconds < 5, "a place in the queue is waited for longer"
    for caller in callers:
        caller.close()
    server.wait_until(idle, 3)


def test_slow_senders_are_408_in_time_and_hold_nobody_up(server, astronaut):
    def dawdle():
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as slow:
            start = time.monotonic()
            slow.sendall(HEAD % (b"guided", 5_000_000) + astronaut[:500])
            answer = slow.recv(65536)
            return answer[9:12], time.monotonic() - start

    with ThreadPoolExecutor(60) as pool:
        slow = [pool.submit(dawdle) for _ in range(60)]
        time.sleep(0.3)
        prompt = [server.post(astronaut) for _ in range(4)]
        ended = [one.result() for one in slow]
    assert {answer.status for answer in prompt} == {200}
    assert {status for status, _ in ended} == {b"408"}
    assert max(seconds for _, seconds in ended) < 10


def conversation(server, sent):
    """All that comes back on one connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as caller:
        caller.sendall(sent)
        answer = b""
        while part := caller.recv(65536):
            answer += part
        return answer


def test_a_slow_body_is_told_that_its_connection_ends(server, astronaut):
    answer = conversation(server, HEAD % (b"guided", 5_000_000) + astronaut[:500])
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"\r\nConnection: close\r\n" in answer


def test_a_slow_body_is_given_up_when_its_caller_waits_no_longer(server, astronaut):
    head = HEAD.replace(b"\r\n\r\n", b"\r\nRequest-Timeout: 0.5\r\n\r\n")
    start = time.monotonic()
    answer = conversation(server, head % (b"guided", 5_000_000) + astronaut[:500])
    assert time.monotonic() - start < 10
    assert answer.startswith(b"HTTP/1.1 504")
    assert b"/problems/deadline-exceeded" in answer
    assert b"\r\nConnection: close\r\n" in answer


@pytest.mark.parametrize("form", [False, True])
def test_a_body_that_breaks_off_is_no_damaged_photo(server, astronaut, form):
    head = HEAD.replace(b"image/png", b"multipart/form-data; boundary=x") if form else HEAD
    part = b"--x\r\nContent-Disposition: form-data; name=image; filename=a\r\n\r\n" * form
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as caller:
        caller.sendall(head % (b"guided", len(astronaut)) + part + astronaut[:20_000])
        caller.shutdown(socket.SHUT_WR)
        assert caller.recv(65536).startswith(b"HTTP/1.1 499")


UNFINISHED = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200)  # of TLS; no line ends
STORM = [
    UNFINISHED,
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    b"POST /v1/idphoto HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    b"POST /v1/idphoto HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
    b"POST /v1/idphoto HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
    b"POST /v1/idphoto HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
    b"POST /v1/idphoto HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    b"Content-Length: 20\r\n\r\n--x\r\n\r\n--x--\r\n" + bytes(6),
]


def test_a_storm_of_malformed_input_is_answered_with_problems(server, astronaut):
    before = server.workers()

    def send(data):
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as caller:
            caller.sendall(data)
            caller.shutdown(socket.SHUT_WR)
            answer = b""
            while part := caller.recv(65536):
                answer += part
            return answer

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(send, STORM * 10))
    for answer, data in zip(answers, STORM * 10, strict=True):
        if data is UNFINISHED:
            assert answer == b""
            continue
        assert answer[9:10] == b"4", (data[:80], answer[:200])
        assert b"application/problem+json" in answer
        assert b'"type"' in answer
    assert server.workers() == before
    assert server.post(astronaut).status == 200


def test_recycling_and_the_end_lose_no_accepted_request(tmp_path, astronaut):
    with running(
        tmp_path, matting="portrait", workers=2, permits=2, max_requests=4, deadline_seconds=15
    ) as server:
        server.wait_until(lambda state: state["workers"] == 2, 20)
        before = set(server.workers())
        with Load(server.port, astronaut).of(6) as load:
            deadline = time.monotonic() + 60
            while before <= set(server.workers()) or server.state()["workers"] < 2:
                assert time.monotonic() < deadline, "no worker was recycled"
                assert server.state()["workers"] >= 1
                time.sleep(0.05)
            assert load.lost == []
            server.process.send_signal(signal.SIGTERM)
            start = time.monotonic()
            assert server.process.wait(30) == 0
            assert time.monotonic() - start <= 15 + 10
        assert load.refused > 0
        assert load.closing > 0
        assert set(load.statuses) <= {200, 429}
        assert [error for error, fresh in load.lost if not fresh] == []


def test_it_serves_where_no_photo_can_be_written_and_descriptors_run_out(tmp_path, astronaut):
    photo = astronaut + bytes(2_000_000)  # more than a careless server keeps in memory
    form = (
        b'--x\r\nContent-Disposition: form-data; name="spec"\r\n\r\ncn-1inch\r\n--x\r\n'
        b'Content-Disposition: form-data; name="image"; filename="a"\r\n\r\n' + photo
        + b"\r\n--x--\r\n"
    )  # fmt: skip
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    limits = "ulimit -f 512; ulimit -n 90"  # blocks of 512 bytes: enough for the counters
    with running(tmp_path, limits=limits, matting="portrait", workers=1) as server:
        before = server.workers()
        assert server.request("POST", "/v1/idphoto", form, headers).status == 200
        crowd = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(150)]
        time.sleep(0.5)
        for one in crowd:
            one.close()
        assert server.get("/livez").seconds < 10
        assert server.request("POST", "/v1/idphoto", form, headers).status == 200
        assert server.workers() == before


def upload(server, size):
    """What is answered to a body that comes in a fraction of a second, read when all is sent."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as caller:
        caller.sendall(HEAD % (b"guided", size))
        for _ in range(0, size, 65536):
            caller.sendall(bytes(min(65536, size)))
            size -= 65536
            time.sleep(0.005)
        return caller.recv(65536)


def test_who_sends_slowly_keeps_nobody_from_being_answered(tmp_path, astronaut):
    with running(
        tmp_path, options="--worker-connections 40", matting="portrait", workers=1, body_seconds=8
    ) as server:
        head = HEAD % (b"guided", 5_000_000) + astronaut[:500]
        slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(60)]
        for one in slow:
            one.sendall(head)
        time.sleep(0.5)
        answer = server.get("/livez")
        assert (answer.status, answer.seconds < 6) == (200, True), "the slow ones are there for 8"
        start = time.monotonic()
        refused = upload(server, 2_500_000)
        assert refused.startswith(b"HTTP/1.1 429")
        assert b"\r\nRetry-After: " in refused
        assert b"\r\nConnection: close\r\n" in refused
        assert time.monotonic() - start < 7
        for one in slow:
            one.close()
        server.wait_until(idle, 3)
        assert server.post(astronaut).status == 200
