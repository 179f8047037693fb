"""What cuts out the same photo: rembg in a process, `rembg s` as a server, and this service."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory
from typing import Protocol

from loadtest.client_pool import send
from loadtest.clients import Client
from loadtest.photos import Photo, Upload, multipart
from loadtest.resources import ProcessTree
from loadtest.server import ROOT, Server, end, free_port, serving, started, wait_ready
from service import settings


class Target(Protocol):
    """Turns the bytes of a photo into the bytes of a cut-out or of a finished photo."""

    @property
    def name(self) -> str:
        """What it is, and its model."""

    @property
    def tree(self) -> ProcessTree:
        """Its processes."""

    def one(self) -> float:
        """Seconds for one photo while no other is sent."""

    def many(self, photos: int) -> float:
        """Seconds for so many photos, as many at once as it can be sent."""


class InProcess:
    """`rembg.remove` on the whole photo, one after the other."""

    def __init__(self, process: Popen[str], photo: Path) -> None:
        self._process, self._photo = process, photo
        self.name = f"`rembg.remove` in a process, {self._read()}"
        self.tree = ProcessTree(process.pid)

    def one(self) -> float:
        """By way of its standard input."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(str(self._photo)) + "\n")
        self._process.stdin.flush()
        return float(self._read())

    def many(self, photos: int) -> float:
        """There is no more than one at a time."""
        return sum(self.one() for _ in range(photos))

    def _read(self) -> str | float:
        """The next line that it prints."""
        assert self._process.stdout
        line: str | float = json.loads(self._process.stdout.readline())
        return line


@dataclass(frozen=True, slots=True)
class Served:
    """A server, what is sent to it, and by how many clients at once."""

    name: str
    server: Server
    upload: Upload
    clients: int

    @property
    def tree(self) -> ProcessTree:
        """Its processes."""
        return self.server.tree

    def one(self) -> float:
        """On a new connection."""
        client = Client(self.server)
        answer = client.post(self.upload)
        client.close()
        if answer.status != 200:
            sys.exit(f"{self.name} answered {answer.status} {answer.fault}")
        return answer.seconds

    def many(self, photos: int) -> float:
        """From clients that keep their connections."""
        start = time.monotonic()
        send(self.server, self.clients, [self.upload], photos)
        return time.monotonic() - start


@contextmanager
def in_process(python: Path, photo: Photo) -> Iterator[InProcess]:
    """A process of rembg's own environment with the full u2net if its weights are at hand."""
    with TemporaryDirectory(prefix="loadtest-") as folder:
        path = Path(folder) / "photo.jpg"
        path.write_bytes(photo.data)
        # -P keeps this folder, which has rembg's name too, from being searched for modules.
        command = [str(python), "-P", str(ROOT / "loadtest" / "rembg" / "process.py")]
        environment = {**os.environ, **_environment()}
        process = Popen(command, env=environment, stdin=PIPE, stdout=PIPE, text=True)
        try:
            yield InProcess(process, path)
        finally:
            end(process)


@contextmanager
def rembg_server(rembg: Path, photo: Photo, clients: int) -> Iterator[Served]:
    """`rembg s` as its users start it, but without the page in the browser."""
    port = free_port()
    command = [str(rembg), "s", "--no-ui", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--log_level", "warning"]
    with started(command, _environment()) as (process, log):
        server = Server("127.0.0.1", port, process.pid)
        wait_ready(server, process, log, "/openapi.json")
        upload = multipart(photo, "/api/remove", "file", model="u2netp")
        yield Served("`rembg s`, u2netp", server, upload, clients)


@contextmanager
def this_service(photo: Photo, **overrides: object) -> Iterator[Served]:
    """A gunicorn with this shell's settings, but for the `overrides`."""
    with serving(**overrides) as server:
        upload = multipart(photo, spec="cn-1inch", background="blue")
        name = f"this service, {server.about()['matting']}"
        yield Served(name, server, upload, server.permits)


def _environment() -> dict[str, str]:
    """The service's folder of weights for rembg too, and nothing that slows rembg down.

    Without NUMBA_DISABLE_JIT the first import of pymatting compiles kernels for a minute; a plain
    cut-out uses none of them, so that it costs rembg nothing and saves it memory.
    """
    home = settings.load().model_home
    named = {"U2NET_HOME": str(home.expanduser().resolve())} if home else {}
    return {**named, "NUMBA_DISABLE_JIT": "1", "ORT_DISABLE_TELEMETRY": "1"}
