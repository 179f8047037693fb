"""A batch under a real gunicorn: beside single photos, left by its caller, and at the end."""

import http.client
import io
import json
import signal
import socket
import time
import zipfile

import pytest
from PIL import Image

from tests.server.conftest import running
from tests.server.load import Load

PATH = "/v1/batch?spec=cn-1inch"
HEADERS = {"Content-Type": "application/zip"}


def batch_of(photo, count):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number:02}.png", photo)
    return out.getvalue()


def manifest_of(body):
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        files = archive.namelist()[:-1]
        return files, json.loads(archive.read("manifest.json"))


def lines(server):
    """The access log's lines about batches."""
    said = [json.loads(line) for line in server.log.read_text().splitlines() if line[:1] == "{"]
    return [line for line in said if line.get("path") == "/v1/batch"]


def idle(state):
    return state["in_work"] == 0 and state["waiting"] == 0


@pytest.fixture
def small(astronaut):
    """The portrait as a JPEG: hundreds of them are a small body."""
    out = io.BytesIO()
    Image.open(io.BytesIO(astronaut)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One worker and two permits, so one batch at a time."""
    with running(
        tmp_path_factory.mktemp("batch"), matting="portrait", workers=1,
        permits=2, queue_length=2, queue_seconds=10,
    ) as server:  # fmt: skip
        yield server


def test_a_batch_is_made_while_single_photos_are_served(server, astronaut):
    body = batch_of(astronaut, 4)
    with Load(server.port, astronaut).of(3) as load:
        answer = server.request("POST", PATH, body, HEADERS)
        served = load.statuses.count(200)
    files, manifest = manifest_of(answer.body)
    assert files == [f"{number:02}.jpg" for number in range(4)]
    assert (manifest["made"], manifest["failed"]) == (4, 0)
    assert answer.headers["Connection"] == "close"
    assert served >= 4, "single photos had their turn before each of the batch"
    assert load.lost == []
    server.wait_until(idle, 5)
    (line,) = lines(server)
    assert (line["status"], line["photos"], line["made"]) == (200, 4, {"cn-1inch": 4})
    assert line["bytes_in"] == len(body)
    assert line["bytes_out"] == len(answer.body)
    assert line["steps_ms"]["matting"] > 0
    text = server.get("/metrics").body.decode()
    assert (
        'idphoto_requests_total{method="POST",problem="",route="/v1/batch",status="200"} 1.0'
        in text
    )


def test_the_first_photo_comes_before_the_last_is_made(server, astronaut):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("POST", PATH, batch_of(astronaut, 5), HEADERS)
    start = time.monotonic()
    response = connection.getresponse()
    first = response.read(4)
    early = time.monotonic() - start
    rest = response.read()
    whole = time.monotonic() - start
    connection.close()
    assert manifest_of(first + rest)[1]["made"] == 5
    assert early < whole / 2


def test_who_hangs_up_ends_its_batch_and_makes_room_for_the_next(server, astronaut):
    body = batch_of(astronaut, 50)
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: application/zip\r\n"
    caller = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    caller.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    assert caller.recv(12) == b"HTTP/1.1 200"
    refused = server.request("POST", PATH, batch_of(astronaut, 1), HEADERS)
    assert refused.status == 429
    assert json.loads(refused.body)["type"] == "/problems/busy"
    before = len(lines(server))
    caller.close()
    server.wait_until(idle, 5)
    deadline = time.monotonic() + 30
    while len(lines(server)) == before:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert lines(server)[-1]["status"] == 499
    assert lines(server)[-1]["photos"] < 50
    assert server.request("POST", PATH, batch_of(astronaut, 1), HEADERS).status == 200
    assert "Traceback" not in server.log.read_text()


def test_a_caller_s_time_ends_a_batch_with_what_there_is(server, small):
    headers = {**HEADERS, "Request-Timeout": "6"}
    answer = server.request("POST", PATH, batch_of(small, 200), headers)
    files, manifest = manifest_of(answer.body)
    assert 6 <= answer.seconds < 20
    assert 1 <= manifest["made"] == len(files) < 200
    late = manifest["photos"][-1]["problem"]
    assert (late["type"], late["status"]) == ("/problems/deadline-exceeded", 504)


def test_at_the_end_a_batch_is_answered_with_what_is_made(tmp_path, small):
    with running(tmp_path, matting="portrait", workers=1, permits=1) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        connection.request("POST", PATH, batch_of(small, 200), HEADERS)
        response = connection.getresponse()
        server.process.send_signal(signal.SIGTERM)
        start = time.monotonic()
        files, manifest = manifest_of(response.read())
        connection.close()
        assert server.process.wait(60) == 0
        assert time.monotonic() - start < 25
    assert 1 <= manifest["made"] == len(files) < 200
    assert manifest["photos"][-1]["problem"]["type"] == "/problems/not-ready"
