"""In a process of its own: what the dearest photos that can be ordered cost, as lines of JSON.

`python -m tests.unit.pipeline.largest_photo photo.jpg`: memory over that of an idle worker in MB,
and CPU seconds from a cancellation in each step to the end. CPU time, as other programs may have
the cores; the photo's thread is the only one that works here.
"""

import json
import resource
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from service.bootstrap import choose_matting, load_engine, read_catalogue
from service.cancellation import CancellationToken, Cancelled
from service.orders.photo import read_order
from service.pipeline.idphoto import make_idphoto
from service.pipeline.warmup import warm_up
from service.settings import Settings

SIZE = {"width_px": "1788", "height_px": "2236"}
CLOSED_FORM = {"edge": "closed-form", "erode": "40"}
WEBP = {"format": "webp", "max_kb": "150"}
STEPS = {
    "decode": {},
    "frame": {},
    "alpha": CLOSED_FORM,
    "foreground": {},
    "encode": WEBP,
}  # each with the fields that make it long
DELAYS = (0.05, 0.6)  # seconds after the step's start


class Stopped(CancellationToken):
    """Cancelled `delay` seconds after the start of a step; `cancelled_at` is in CPU seconds."""

    def __init__(self, wanted, delay):
        super().__init__()
        self.wanted, self.delay, self.cancelled_at = wanted, delay, None

    @contextmanager
    def step(self, name):
        with super().step(name):
            if name == self.wanted and self.cancelled_at is None:
                self.cancelled_at = 0
                threading.Timer(self.delay, self.give_up).start()
            yield

    def give_up(self):
        self.cancelled_at = time.process_time()
        self.cancel()


def main(photo):
    config = Settings(matting="portrait")
    catalogue, engine = read_catalogue(config), load_engine(choose_matting(config), config)
    warm_up(engine, next(iter(catalogue)))
    status = Path("/proc/self/status").read_text()
    idle = int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def make(fields, token):
        make_idphoto(photo, read_order({**SIZE, **fields}.items(), catalogue), engine, token)

    for step, fields in STEPS.items():
        for delay in DELAYS:
            token = Stopped(step, delay)
            try:
                make(fields, token)
                seconds = 0.0  # it was finished before
            except Cancelled:
                seconds = time.process_time() - token.cancelled_at
            print(json.dumps({"step": step, "delay": delay, "seconds": seconds}))
    make({**CLOSED_FORM, **WEBP}, CancellationToken())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"peak_mb": peak - idle}))


if __name__ == "__main__":
    main(Path(sys.argv[1]).read_bytes())
