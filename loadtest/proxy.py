"""nginx in front of instances of the service, with the configuration that deploy/ ships."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil

from loadtest.server import ROOT, Server, free_port, serving, started, wait_ready

SHIPPED = ROOT / "deploy" / "nginx.conf"
NGINX = "nginx"
# What Debian's /etc/nginx/nginx.conf says around it, with folders of our own.
AROUND = """
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/spool/body;
    proxy_temp_path {folder}/spool/proxy;
    fastcgi_temp_path {folder}/spool/fastcgi;
    uwsgi_temp_path {folder}/spool/uwsgi;
    scgi_temp_path {folder}/spool/scgi;
    {shipped}
}}
"""
# In a mount namespace of its own: a disk of 64 KiB for nginx's temporary files, and it is full.
FULL_DISK = """
mount -t tmpfs -o size=64k,mode=777 none "$1"
mkdir "$1/body" "$1/proxy" "$1/fastcgi" "$1/uwsgi" "$1/scgi"
chmod 777 "$1"/*
cat /dev/zero >"$1/full" 2>/dev/null || true
shift
exec "$@"
"""


class Instance:
    """One of several services behind a proxy, at a port that it keeps when it is replaced."""

    def __init__(self, **overrides: object) -> None:
        self.port = free_port()
        self._overrides, self._held = overrides, ExitStack()
        self.server = Server("127.0.0.1", self.port)

    def start(self) -> None:
        """Until all its workers take photos."""
        self.server = self._held.enter_context(serving(port=self.port, **self._overrides))

    def stop(self) -> None:
        """SIGTERM, as an orchestrator does, and wait until it has ended."""
        self._held.close()

    def kill(self) -> None:
        """SIGKILL all its processes at once, as a machine that fails does."""
        root = self.server.tree.root
        family = [root, *root.children(recursive=True)]
        for process in family:
            process.suspend()  # or one of them would tell its caller that another is gone
        for process in family:
            process.kill()
        psutil.wait_procs(family[1:], timeout=5)
        self._held.close()


@contextmanager
def instances(count: int, **overrides: object) -> Iterator[list[Instance]]:
    """So many services, each at its port."""
    every = [Instance(**overrides) for _ in range(count)]
    try:
        for one in every:
            one.start()
        yield every
    finally:
        for one in every:
            one.stop()


def installed() -> bool:
    """Whether there is an nginx to start (Debian: nginx-light)."""
    return shutil.which(NGINX) is not None


@contextmanager
def fronting(behind: Sequence[Instance], *, full_disk: bool = False) -> Iterator[Server]:
    """An nginx in front of these; with `full_disk` it can write no temporary file at all."""
    with tempfile.TemporaryDirectory(prefix="loadtest-nginx-") as name:
        folder, port = Path(name), free_port()
        folder.chmod(0o755)  # nginx's workers are another user
        (folder / "spool").mkdir()
        config = folder / "nginx.conf"
        shipped = configured(SHIPPED.read_text(), port, [one.port for one in behind])
        config.write_text(AROUND.format(folder=folder, shipped=shipped))
        command = [NGINX, "-c", str(config), "-g", "error_log stderr crit;"]
        if full_disk:
            spool = str(folder / "spool")
            command = ["unshare", "--mount", "sh", "-ec", FULL_DISK, "sh", spool, *command]
        with started(command, {}) as (process, log):
            server = Server("127.0.0.1", port, process.pid)
            wait_ready(server, process, log, "/livez")
            yield server


def configured(shipped: str, port: int, behind: Sequence[int]) -> str:
    """The shipped file with ports of loopback in place of names, and nothing else changed."""
    named = re.compile(r"server idphoto-\d+:8000")
    assert len(named.findall(shipped)) == len(behind)
    ports = iter(behind)
    placed = named.sub(lambda _: f"server 127.0.0.1:{next(ports)}", shipped)
    assert placed.count("listen 80;") == 1
    return placed.replace("listen 80;", f"listen 127.0.0.1:{port};")
