"""How long `GET /metrics` takes before and after many workers have come and gone.

Starts a server of its own with the portrait network, has every kind of series counted, recycles its
workers with SIGHUP and prints median and maximum of 30 scrapes, each on a new connection, and the
CPU time of the server for each, which a busy machine does not change much.
"""

import argparse
import statistics
import time
from dataclasses import dataclass, replace
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from loadtest.clients import Client
from loadtest.faults.restarts import reload
from loadtest.goals import Goal, Section, markdown
from loadtest.photos import CN_1INCH, ID_PHOTO, Upload, small_upload
from loadtest.server import Server, serving
from service.serving.telemetry.multiprocess import MEMORY, PREFIX
from service.specs import catalogue

WORKERS, RECYCLES = 4, 200
SCRAPES = 30
LIMIT_MS = 50.0
OVERLAP = 2  # old and new workers overlap while they are replaced, each with a slot and its files


@dataclass(frozen=True, slots=True)
class Scrape:
    """Workers started so far, series and files of the metrics, and what a scrape takes then."""

    workers: int
    series: int
    files: int
    kilobytes: int
    median_ms: float
    max_ms: float
    cpu_ms: float

    def row(self) -> list[str]:
        """Of the table."""
        times = [f"{value:.1f} ms" for value in (self.median_ms, self.max_ms, self.cpu_ms)]
        counts = [str(self.workers), str(self.series), str(self.files), f"{self.kilobytes} kB"]
        return [*counts, *times]


def measure(workers: int = WORKERS, recycles: int = RECYCLES) -> tuple[Scrape, Scrape]:
    """Scrapes of a fresh server, and of the same one when `recycles` workers were replaced."""
    photo = small_upload()
    with serving(matting="portrait", workers=workers) as server:
        _count_everything(server, photo)
        fresh = scrape(server)
        for _ in range(0, recycles, workers):
            reload(server, workers)
            _post(server, CN_1INCH, photo)
        _count_everything(server, photo)
        return fresh, scrape(server)


def scrape(server: Server) -> Scrape:
    """What /metrics holds and takes now."""
    times, cpu = [], server.tree.cpu_seconds()
    for _ in range(SCRAPES):
        start = time.perf_counter()
        _, text = server.get("/metrics", timeout=60)
        times.append((time.perf_counter() - start) * 1000)
    cpu_ms = (server.tree.cpu_seconds() - cpu) / SCRAPES * 1000
    samples = [s for f in text_string_to_metric_families(text.decode()) for s in f.samples]
    started = sum(s.value for s in samples if s.name == "idphoto_model_load_seconds_count")
    files = list(_folder(server).glob("*.db"))
    size = sum(path.stat().st_blocks * 512 for path in files) // 1000
    median = statistics.median(times)
    return Scrape(int(started), len(samples), len(files), size, median, max(times), cpu_ms)


def goal(fresh: Scrape, recycled: Scrape) -> Goal:
    """Whether scrapes stay fast, and files few, however many workers there were."""
    replaced = recycled.workers - fresh.workers
    measured = (
        f"{recycled.median_ms:.1f} ms, {recycled.max_ms:.1f} ms at most; {fresh.files} files, "
        f"{recycled.files} after {recycled.workers} workers"
    )
    met = recycled.max_ms <= LIMIT_MS and recycled.files <= OVERLAP * fresh.files
    limit = f"<= {LIMIT_MS:g} ms, bounded files"
    return Goal(f"`/metrics` after {replaced} recycles", limit, measured, met if replaced else None)


def section(workers: int = WORKERS, recycles: int = RECYCLES) -> Section:
    """The table of both, and whether the goal is met."""
    fresh, recycled = measure(workers, recycles)
    heads = ["workers started", "series", "files", "memory", "median", "max", "CPU"]
    table = markdown(heads, [fresh.row(), recycled.row()])
    return Section("metrics after recycles", table, (goal(fresh, recycled),))


def _count_everything(server: Server, photo: Upload) -> None:
    """A photo of every spec, and a refusal."""
    for spec in catalogue.load():
        _post(server, f"{ID_PHOTO}?spec={spec.id}", photo)
    _post(server, f"{ID_PHOTO}?spec=none", photo)


def _post(server: Server, path: str, photo: Upload) -> None:
    client = Client(server)
    client.post(replace(photo, path=path))
    client.close()


def _folder(server: Server) -> Path:
    assert server.pid is not None
    return folder_of(server.pid)


def folder_of(pid: int) -> Path:
    """The folder of the metrics' files of a service, which its first process holds open."""
    links = Path(f"/proc/{pid}/fd").iterdir()
    folders = [path for link in links if (path := link.readlink()).name.startswith(PREFIX)]
    return next(path for path in folders if path.parent == MEMORY)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `python -m loadtest scrape`."""
    parser.add_argument("--recycles", type=int, default=RECYCLES, help="workers to replace (200)")
    parser.add_argument("--workers", type=int, default=WORKERS, help="of the server (4)")


def main(options: argparse.Namespace) -> None:
    """Print the table."""
    print(section(options.workers, options.recycles))
