"""How long `GET /metrics` takes before and after many workers have come and gone.

    python -m loadtest.scrape --recycles 200

Starts a server of its own with the portrait network, has every kind of series counted, recycles its
workers with SIGHUP and prints median and maximum of 30 scrapes, each on a new connection, and the
CPU time of the workers for each, which a busy machine does not change much.
"""

import argparse
import http.client
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from os import environ, sysconf
from pathlib import Path

from service.serving.shared import MEMORY, PREFIX
from service.specs import catalogue

ROOT = Path(__file__).parents[1]
PHOTO = ROOT / "docs" / "astronaut.jpg"
SCRAPES = 30


class Server:
    """A gunicorn on loopback with its own set of metrics."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self._port = process, port

    def ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """The answer's body, on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request(method, path, body, {"Content-Type": "image/jpeg"})
            return connection.getresponse().read()
        finally:
            connection.close()

    def started(self) -> int:
        """Workers that have loaded their models since the server started."""
        found = re.search(rb"^idphoto_model_load_seconds_count.* (\S+)$", self._metrics(), re.M)
        return int(float(found[1])) if found else 0

    def wait_for(self, workers: int) -> None:
        """Until so many workers have started."""
        while self.process.poll() is None:
            try:
                if self.started() >= workers:
                    return
            except OSError:  # not listening yet
                pass
            time.sleep(0.2)
        raise SystemExit("the server ended; start it by hand to see why")

    def count_everything(self) -> None:
        """A photo of every spec, and a refusal."""
        for spec in catalogue.load():
            self.ask("POST", f"/v1/idphoto?spec={spec.id}", PHOTO.read_bytes())
        self.ask("POST", "/v1/idphoto?spec=none", b"x")

    def row(self, folder: Path) -> str:
        """One row of the table."""
        times, before = [], self._cpu_seconds()
        for _ in range(SCRAPES):
            start = time.perf_counter()
            text = self._metrics()
            times.append((time.perf_counter() - start) * 1000)
        cpu = (self._cpu_seconds() - before) / SCRAPES * 1000
        series = sum(not line.startswith(b"#") for line in text.splitlines())
        files = list(folder.glob("*.db"))
        size = sum(path.stat().st_blocks * 512 for path in files) // 1000
        return (
            f"| {self.started()} | {series} | {len(files)} | {size} kB "
            f"| {statistics.median(times):.1f} ms | {max(times):.1f} ms | {cpu:.1f} ms |"
        )

    def _cpu_seconds(self) -> float:
        """CPU time of all workers so far."""
        master = self.process.pid
        pids = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
        return sum(int(stat[11]) + int(stat[12]) for stat in stats) / sysconf("SC_CLK_TCK")

    def _metrics(self) -> bytes:
        return self.ask("GET", "/metrics")


@contextmanager
def running(workers: int) -> Iterator[tuple[Server, Path]]:
    """A server with the portrait network, and the folder of its metrics."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    before = set(MEMORY.glob(f"{PREFIX}*"))
    settings = {"BIND": f"127.0.0.1:{port}", "MATTING": "portrait", "WORKERS": str(workers)}
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn"],
        cwd=ROOT,
        env={**environ, **{f"IDPHOTO_{name}": value for name, value in settings.items()}},
        stdout=subprocess.DEVNULL,
    )
    try:
        server = Server(process, port)
        server.wait_for(workers)
        yield server, next(iter(set(MEMORY.glob(f"{PREFIX}*")) - before))
    finally:
        process.terminate()
        process.wait(60)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recycles", type=int, default=200, help="workers to replace")
    parser.add_argument("--workers", type=int, default=4)
    given = parser.parse_args()
    with running(given.workers) as (server, folder):
        print("| workers started | series | files | memory | median | max | CPU |")
        print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
        server.count_everything()
        print(server.row(folder), flush=True)
        while server.started() < given.workers + given.recycles:
            seen = server.started()
            server.process.send_signal(signal.SIGHUP)
            server.wait_for(seen + given.workers)
            server.ask("POST", "/v1/idphoto?spec=cn-1inch", PHOTO.read_bytes())
        server.count_everything()
        print(server.row(folder))


if __name__ == "__main__":
    main()
