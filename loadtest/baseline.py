"""CPU time of a photo in one process without a server: what throughput is judged by.

The whole request through Flask's test client, one after the other, so that one thread computes;
for the documents that the clients of the scenarios ask for.
"""

import argparse
import json
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context

from flask.testing import FlaskClient

from loadtest.photos import PHONE, Upload, uploads
from service.app import create_app, warm


@dataclass(frozen=True, slots=True)
class Cost:
    """What `photos` took: seconds of wall time and of CPU."""

    photos: int
    seconds: float
    cpu: float

    @property
    def each(self) -> float:
        """CPU seconds of one photo."""
        return self.cpu / self.photos


def measure(seconds: float, processes: int = 1) -> list[Cost]:
    """The cost of 12 MP photos in as many single-threaded processes at the same time."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return list(pool.map(measure_here, [seconds] * processes))


def measure_here(seconds: float) -> Cost:
    """The cost in this process, after every photo has been sent once to warm up."""
    app = create_app()
    warm(app)
    client, requests = app.test_client(), uploads([PHONE])
    _post_all(client, requests)
    photos, start, cpu = 0, time.monotonic(), time.process_time()
    while time.monotonic() - start < seconds:
        _post_all(client, requests)
        photos += len(requests)
    return Cost(photos, time.monotonic() - start, time.process_time() - cpu)


def _post_all(client: FlaskClient, requests: list[Upload]) -> None:
    for upload in requests:
        response = client.post(upload.path, data=upload.body, content_type=upload.content_type)
        assert response.status_code == 200, response.text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `python -m loadtest baseline`."""
    parser.add_argument("--seconds", type=float, default=15, help="how long to measure (15)")


def main(options: argparse.Namespace) -> None:
    """Print the cost as JSON."""
    print(json.dumps(asdict(measure_here(options.seconds))))
