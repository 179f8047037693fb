"""`python -m loadtest.baseline`: CPU time of a photo in one process without a server, as JSON.

The whole request through Flask's test client, one after the other, so that one thread computes;
for the documents that the callers of the scenarios ask for.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass

from loadtest.photos import PHONE, Form, orders
from loadtest.server import ROOT
from service.app import create_app, warm


@dataclass(frozen=True, slots=True)
class Cost:
    """What `photos` took: seconds by the clock and of CPU."""

    photos: int
    seconds: float
    cpu: float

    @property
    def each(self) -> float:
        """CPU seconds of one photo."""
        return self.cpu / self.photos


def measure(seconds: float, processes: int = 1) -> list[Cost]:
    """The cost of 12 MP photos in as many single-threaded processes at the same time."""
    command = [sys.executable, "-m", "loadtest.baseline", "--seconds", str(seconds)]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(processes)
    ]
    return [Cost(**json.loads(process.communicate(timeout=300)[0])) for process in running]


def main() -> None:
    """Print the cost."""
    parser = argparse.ArgumentParser(prog="python -m loadtest.baseline", description=__doc__)
    parser.add_argument("--seconds", type=float, default=15, help="how long to measure (15)")
    given = parser.parse_args()
    os.environ["IDPHOTO_LOG_LEVEL"] = "error"
    app = create_app()
    warm(app)
    client = app.test_client()
    forms = orders([PHONE])

    def post(sent: Form) -> None:
        reply = client.post("/v1/idphoto", data=sent.body, content_type=sent.kind)
        assert reply.status_code == 200, reply.text

    for sent in forms:
        post(sent)
    photos, start, cpu = 0, time.monotonic(), time.process_time()
    while time.monotonic() - start < given.seconds:
        for sent in forms:
            post(sent)
        photos += len(forms)
    cost = (time.monotonic() - start, time.process_time() - cpu)
    print(json.dumps({"photos": photos, "seconds": cost[0], "cpu": cost[1]}))


if __name__ == "__main__":
    main()
