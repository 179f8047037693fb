"""Those who cut out the same photo: rembg in a process, `rembg s` as a server, and this service."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory
from typing import Protocol

from loadtest.clients import Crowd, Line
from loadtest.photos import Form, Sample, form
from loadtest.resources import Tree
from loadtest.server import (
    ROOT,
    Server,
    end,
    free_port,
    rembg_environment,
    serving,
    started,
    wait_ready,
)


class Peer(Protocol):
    """Turns the bytes of a photo into the bytes of a cut-out or of a finished photo."""

    @property
    def name(self) -> str:
        """What it is, and its model."""

    @property
    def tree(self) -> Tree:
        """Its processes."""

    def one(self) -> float:
        """Seconds for one photo while nobody else sends any."""

    def many(self, photos: int) -> float:
        """Seconds for so many photos, as many at once as it can be sent."""


class InProcess:
    """`rembg.remove` on the whole photo, one after the other."""

    def __init__(self, model: str, process: Popen[str], photo: Path) -> None:
        self.name = f"`rembg.remove` in a process, {model}"
        self.tree = Tree(process.pid)
        self._process, self._photo = process, photo

    def one(self) -> float:
        """Told by way of its standard input."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{self._photo}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def many(self, photos: int) -> float:
        """There is no more than one at a time."""
        return sum(self.one() for _ in range(photos))


@dataclass(frozen=True, slots=True)
class Served:
    """A server: its path for photos, what is sent there, and by how many callers at once."""

    name: str
    server: Server
    tree: Tree
    path: str
    sent: Form
    callers: int

    def one(self) -> float:
        """On a new connection."""
        line = Line(self.server, self.path)
        answer = line.post(self.sent)
        line.close()
        if answer.status != 200:
            sys.exit(f"{self.name} answered {answer.status} {answer.fault}")
        return answer.seconds

    def many(self, photos: int) -> float:
        """From callers on lines that are kept alive."""
        people = Crowd(self.server, self.callers, [self.sent], self.path)
        start = time.monotonic()
        people.start(photos)
        people.join()
        return time.monotonic() - start


@contextmanager
def in_process(python: Path, sample: Sample) -> Iterator[InProcess]:
    """A process of rembg's own environment with the full u2net if its weights are at hand."""
    with TemporaryDirectory(prefix="loadtest-") as folder:
        photo = Path(folder) / "photo.jpg"
        photo.write_bytes(sample.data)
        command = [str(python), "-P", str(ROOT / "loadtest" / "rembg" / "process.py")]
        process = Popen(command, env=rembg_environment(), stdin=PIPE, stdout=PIPE, text=True)
        try:
            assert process.stdout
            yield InProcess(process.stdout.readline().strip(), process, photo)
        finally:
            end(process)


@contextmanager
def rembg_server(rembg: Path, sample: Sample, callers: int) -> Iterator[Served]:
    """`rembg s` as its users start it, but without the page in the browser."""
    port = free_port()
    command = [str(rembg), "s", "--no-ui", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--log_level", "warning"]
    with started(command, rembg_environment()) as (process, log):
        server = Server("127.0.0.1", port, Tree(process.pid))
        wait_ready(server, process, log, "/openapi.json")
        sent = form(sample, "file", model="u2netp")
        yield Served("`rembg s`, u2netp", server, Tree(process.pid), "/api/remove", sent, callers)


@contextmanager
def this_service(sample: Sample, **chosen: object) -> Iterator[Served]:
    """A gunicorn with this shell's settings, but for those `chosen`."""
    with serving(**chosen) as server:
        assert server.tree is not None
        sent = form(sample, "image", spec="cn-1inch", background="blue")
        name = f"this service, {server.about()['matting']}"
        yield Served(name, server, server.tree, "/v1/idphoto", sent, server.permits)
