"""A real gunicorn on loopback, ended by its pid."""

import http.client
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
# What is waited for comes at once on an idle machine, and takes longer where others have its cores.
PATIENCE = 5


def large_photo(astronaut):
    """A PNG of some megabytes, which werkzeug by itself would spool to a temporary file."""
    image = Image.open(io.BytesIO(astronaut)).convert("RGB").resize((1400, 1400))
    noise = np.random.default_rng(7).integers(-12, 12, (1400, 1400, 3))
    pixels = np.clip(np.asarray(image, np.int16) + noise, 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    assert len(out.getvalue()) > 3_000_000
    return out.getvalue()


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes
    seconds: float


class Server:
    def __init__(self, process, port, log):
        self.process, self.port, self.log = process, port, log

    def request(self, method, path, body=None, headers=None, timeout=60):
        start = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            data = response.read()
        finally:
            connection.close()
        seconds = time.monotonic() - start
        return Answer(response.status, dict(response.headers), data, seconds)

    def get(self, path, timeout=60):
        return self.request("GET", path, timeout=timeout)

    def post(self, photo, query="spec=cn-1inch&background=blue", timeout=60):
        headers = {"Content-Type": "image/png"}
        return self.request("POST", f"/v1/idphoto?{query}", photo, headers, timeout)

    def workers(self):
        """Pids of the arbiter's children."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def state(self):
        """What /readyz says, whatever its status."""
        return json.loads(self.get("/readyz").body)

    def wait_until(self, condition, seconds):
        """How long it took until `condition` held of the state.

        Fails after PATIENCE times `seconds`.
        """
        start = time.monotonic()
        while not condition(state := self.state()):
            assert time.monotonic() - start < seconds * PATIENCE, state
            time.sleep(0.02)
        return time.monotonic() - start

    def wait_ready(self, seconds=120):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                if self.get("/readyz").status == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"the server did not become ready:\n{self.log.read_text()}")


def environment(home, **settings):
    """A shell of its own: PATH, an empty HOME and TMPDIR, and the settings."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    (home / "tmp").mkdir(parents=True, exist_ok=True)
    named = {f"IDPHOTO_{name.upper()}": str(value) for name, value in settings.items()}
    return {**kept, "HOME": str(home), "TMPDIR": str(home / "tmp"), **named}


@contextmanager
def running(folder, options="", limits="", variables=None, under="", **settings):
    """A gunicorn with `options` of its own, under `limits` of the shell and with environment
    `variables` beside the settings, ready to serve; `under` is a command that runs commands.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "server.log"
    command = f"set -e; {limits or ':'}; exec {under} '{sys.executable}' -m gunicorn {options}"
    # Through a pipe: a limit on the size of files would hold for the log as well.
    with log.open("wb") as out:
        cat = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=out)
    process = subprocess.Popen(
        ["sh", "-c", command],
        cwd=ROOT,
        env={
            **environment(folder / "home", bind=f"127.0.0.1:{port}", **settings),
            **(variables or {}),
        },
        stdout=cat.stdin,
        stderr=subprocess.STDOUT,
    )
    cat.stdin.close()
    server = Server(process, port, log)
    try:
        server.wait_ready()
        yield server
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        cat.wait(10)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Two workers, two permits and a short queue, with the portrait network."""
    folder = tmp_path_factory.mktemp("server")
    with running(
        folder, matting="portrait", workers=2, permits=2, queue_length=4, queue_seconds=10
    ) as server:
        yield server
