import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from tests.server.conftest import ROOT, environment, large_photo, running


def test_an_accepted_photo_is_finished_after_sigterm(tmp_path, astronaut):
    answers = []
    with running(tmp_path, matting="portrait", workers=1) as server:
        photo = large_photo(astronaut)
        thread = threading.Thread(target=lambda: answers.append(server.post(photo).status))
        thread.start()
        server.wait_until(lambda state: state["in_work"] == 1, 10)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(40) == 0
        thread.join(60)
    assert answers == [200]


def test_an_early_answer_leaves_the_connection_to_the_next_request(tmp_path, astronaut):
    with running(tmp_path, matting="portrait", workers=1) as server:
        line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        line.connect()
        own = line.sock
        for method, path, status in (
            ("POST", "/v1/nowhere", 404),
            ("POST", "/v1/specs", 405),
            ("POST", "/v1/idphoto?spec=cn-1inch&dpi=many", 422),
            ("GET", "/livez", 200),
        ):
            body = astronaut if method == "POST" else None
            line.request(method, path, body, {"Content-Type": "image/png"})
            answer = line.getresponse()
            answer.read()
            assert answer.status == status
            assert line.sock is own, "the connection was closed"
        line.close()


def test_a_photo_past_its_deadline_is_504_and_frees_its_permit(tmp_path, astronaut):
    with running(
        tmp_path, matting="portrait", workers=1, permits=1, deadline_seconds=0.02
    ) as server:
        for _ in range(3):
            answer = server.post(large_photo(astronaut))
            assert answer.status == 504
            assert b"/problems/deadline-exceeded" in answer.body


def test_the_real_network_serves_and_says_so(tmp_path, astronaut, weights_home):
    with running(tmp_path, matting="auto", workers=2, model_home=weights_home) as server:
        answer = server.post(astronaut)
        assert answer.status == 200
        assert answer.headers["IDPhoto-Matting"] == "portrait-u2netp"
        assert b'"matting":"portrait-u2netp"' in server.get("/readyz").body


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"matting": "u2netp", "model_mirror": "http://127.0.0.1:9/none"}, "u2netp.onnx"),
        ({"matting": "no_such_model"}, "no_such_model"),
        ({"matting": "portrait", "providers": "cuda"}, "CUDAExecutionProvider"),
        ({"matting": "portrait", "workers": "many"}, "IDPHOTO_WORKERS"),
    ],
)
def test_what_cannot_start_says_why_in_one_line(tmp_path, settings, word):
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn"],
        cwd=ROOT,
        env=environment(tmp_path, bind="127.0.0.1:0", **settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = [line for line in (done.stdout + done.stderr).splitlines() if "idphoto: " in line]
    assert done.returncode != 0
    assert len(said) == 1, done.stdout + done.stderr
    assert word in said[0]
    assert "Traceback" not in done.stdout + done.stderr


def test_auto_without_weights_serves_with_the_built_in_matte(tmp_path, astronaut):
    with running(
        tmp_path, workers=1, model_mirror="http://127.0.0.1:9/none", model_fetch_seconds=5
    ) as server:
        answer = server.post(astronaut)
        assert answer.status == 200
        assert answer.headers["IDPhoto-Matting"] == "portrait"
        assert b'"matting":"portrait"' in server.get("/readyz").body
    assert "built-in portrait network" in (tmp_path / "server.log").read_text()


def test_a_body_that_does_not_come_is_408_and_does_not_delay_the_end(tmp_path, astronaut):
    with running(tmp_path, matting="portrait", workers=1, body_seconds=1) as server:
        slow = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        head = b"POST /v1/idphoto?spec=cn-1inch HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n"
        slow.sendall(head + b"Content-Length: 5000000\r\n\r\n" + astronaut[:1000])
        answer = b""
        while part := slow.recv(65536):
            answer += part
        assert answer.startswith(b"HTTP/1.1 408")
        assert b"/problems/body-too-slow" in answer
        assert server.post(astronaut).status == 200
        stuck = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        stuck.sendall(head + b"Content-Length: 5000000\r\n\r\n")
        time.sleep(0.2)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(60) == 0


def test_the_end_is_heard_during_a_reload_even_when_a_worker_dies_in_it(tmp_path):
    with running(tmp_path, matting="portrait", workers=3) as server:
        server.wait_until(lambda state: state["workers"] == 3, 20)
        victim = server.workers()[0]
        server.process.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        os.kill(victim, signal.SIGKILL)
        time.sleep(0.5)
        server.process.send_signal(signal.SIGTERM)
        start = time.monotonic()
        assert server.process.wait(60) == 0
        assert time.monotonic() - start < 25, "it waits for requests that there are not"
