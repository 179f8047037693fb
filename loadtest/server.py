"""The service under test: a gunicorn of our own on a free port, or one that runs already."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from loadtest.resources import ProcessTree, accepts
from service import settings

ROOT = Path(__file__).parents[1]
START_SECONDS = 90.0
END_SECONDS = 60.0
NO_ANSWER = (OSError, http.client.HTTPException)


@dataclass(frozen=True, slots=True)
class Server:
    """Where a service listens, and the pid of its first process if it is known and on this machine.

    `ready_after` is how many seconds it took until all its workers took photos.
    """

    host: str
    port: int
    pid: int | None = None
    ready_after: float = float("nan")

    @property
    def url(self) -> str:
        """For locust."""
        return f"http://{self.host}:{self.port}"

    @property
    def tree(self) -> ProcessTree:
        """Its processes, if the first one is known."""
        assert self.pid is not None, "this needs the server's processes"
        return ProcessTree(self.pid)

    def get(self, path: str, timeout: float = 10.0) -> tuple[int, bytes]:
        """Status and body, on a connection of its own. Raises OSError or HTTPException."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            connection.request("GET", path, headers={"Connection": "close"})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def about(self) -> dict[str, object]:
        """What /readyz says: matting, permits, version."""
        return dict(json.loads(self.get("/readyz")[1]))

    @property
    def permits(self) -> int:
        """Photos that it has in work at once."""
        return int(str(self.about()["permits"]))

    def accepting(self) -> list[int]:
        """Pids of the workers that take connections."""
        return [pid for pid in self.tree.workers() if accepts(pid, self.port)]

    def wait_for_workers(self, count: int, seconds: float) -> bool:
        """Whether so many workers took connections within `seconds`."""
        return until(lambda: len(self.accepting()) == count, seconds, 0.05)


def at(url: str, pid: int | None = None) -> Server:
    """A server that somebody else has started."""
    parts = urlsplit(url)
    return Server(parts.hostname or "127.0.0.1", parts.port or 80, pid)


@contextmanager
def serving(*args: str, **overrides: object) -> Iterator[Server]:
    """A gunicorn of this checkout with this shell's settings, once all its workers take photos.

    `overrides` are settings, `args` gunicorn's own; it is ended by its pid. Its port is a free one,
    or `port` of the overrides.
    """
    port = int(str(overrides.pop("port", free_port())))
    named = {f"IDPHOTO_{name.upper()}": str(value) for name, value in overrides.items()}
    command = [sys.executable, "-m", "gunicorn", *args]
    with started(command, {**named, "IDPHOTO_BIND": f"127.0.0.1:{port}"}) as (process, log):
        start = time.monotonic()
        server = Server("127.0.0.1", port, process.pid)
        workers = int(str(overrides.get("workers", settings.load().workers)))
        wait_ready(server, process, log, "/readyz")
        server.wait_for_workers(workers, START_SECONDS)
        yield replace(server, ready_after=time.monotonic() - start)


@contextmanager
def started(
    command: Sequence[str], environment: Mapping[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A process with a log file, ended by its pid whatever happens, SIGTERM to us included."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with tempfile.TemporaryDirectory(prefix="loadtest-") as folder:
        log = Path(folder) / "log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **environment}, stdout=out, stderr=out
            )
        try:
            yield process, log
        finally:
            end(process)


def end(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    """Ask it to stop, and make it if it does not."""
    process.terminate()
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_ready(server: Server, process: subprocess.Popen[bytes], log: Path, path: str) -> None:
    """Until GET `path` is 200. Exits with the end of the log if that does not come."""

    def ready() -> bool:
        with suppress(*NO_ANSWER):
            return process.poll() is not None or server.get(path)[0] == 200
        return False

    if not until(ready, START_SECONDS, 0.05) or process.poll() is not None:
        sys.exit(f"the server did not become ready:\n{log.read_text()[-3000:]}")


def until(condition: Callable[[], bool], seconds: float, pause: float = 0.1) -> bool:
    """Whether the condition came true within `seconds`."""
    deadline = time.monotonic() + seconds
    while not (true := condition()) and time.monotonic() < deadline:
        time.sleep(pause)
    return true


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
