"""The share of each step in the CPU time of one photo.

One request at a time in this process, without a server: the numbers are CPU time of all threads,
so they say what a photo costs, not how long it takes, and a busy machine changes them little.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import onnxruntime as ort
from flask import Flask

from loadtest.photos import PHONE, Photo, make_photo, multipart
from service.app import create_app, warm
from service.cancellation import CancellationToken
from service.pipeline.engine import Engine
from service.pipeline.idphoto import make_idphoto
from service.values.order import Order
from service.web.state import KEY, ProcessState

WARM_UP = 3
TARGET = 0.75  # of a request's CPU time is to be spent in the network itself
MATTING, NETWORK, REST = "matting", "network", "rest of the pipeline"
Times = dict[str, float]


class CpuToken(CancellationToken):
    """A token that takes CPU time of the whole process, in milliseconds, instead of wall time."""

    def __init__(self) -> None:
        super().__init__()
        self.network_ms = 0.0
        self._step = ""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step under `name`, and the network's part of the matting by itself."""
        self._step = name
        start = _cpu_ms()
        yield
        self.timings_ms[name] = self.timings_ms.get(name, 0.0) + _cpu_ms() - start

    @contextmanager
    def on_network(self) -> Iterator[None]:
        """Count what InferenceSession.run costs while the matting runs."""
        original = ort.InferenceSession.run

        def run(*args: object, **kwargs: object) -> object:
            start = _cpu_ms()
            result = original(*args, **kwargs)
            if self._step == MATTING:
                self.network_ms += _cpu_ms() - start
            return result

        with mock.patch.object(ort.InferenceSession, "run", run):
            yield


def table(pipeline: list[Times], http: list[float]) -> str:
    """Step, median CPU time and share of the whole request, as a markdown table and a verdict."""
    web = statistics.median(http)
    total = web + statistics.median(sum(_steps(times).values()) for times in pipeline)
    rows = ["| step | CPU ms | share |", "|---|---:|---:|"]

    def add(name: str, value: float) -> None:
        rows.append(f"| {name} | {value:.1f} | {value / total:.1%} |")

    for name in _steps(pipeline[0]):
        add(name, statistics.median(times[name] for times in pipeline))
        if name == MATTING:
            network = statistics.median(times[NETWORK] for times in pipeline)
            add("of it the network", network)
    add("HTTP and form parsing", web)
    add("**one request**", total)
    share = f"The network's own share is {network / total:.1%}; the target is {TARGET:.0%} or more."
    return "\n".join([*rows, "", share if network else "This matte is no network."])


def _steps(times: Times) -> Times:
    return {name: value for name, value in times.items() if name != NETWORK}


def _photo(photo: Photo, order: Order, engine: Engine) -> Times:
    """CPU time in milliseconds of each step of one photo, of the network, and of what is left."""
    token = CpuToken()
    with token.on_network():
        start = _cpu_ms()
        make_idphoto(photo.data, order, engine, token)
        total = _cpu_ms() - start
    rest = total - sum(token.timings_ms.values())
    return {**token.timings_ms, REST: rest, NETWORK: token.network_ms}


def _http(app: Flask, photo: Photo, order: Order, engine: Engine, runs: int) -> list[float]:
    """CPU time in milliseconds of requests whose photo is finished at once.

    Parsing, validation, permit, change of thread and answer; not gunicorn and its sockets.
    """
    finished = make_idphoto(photo.data, order, engine, CancellationToken())
    upload = multipart(photo, spec=order.spec.id)
    client = app.test_client()

    def post() -> None:
        reply = client.post(upload.path, data=upload.body, content_type=upload.content_type)
        assert reply.status_code == 200, reply.text

    with mock.patch("service.web.idphoto.make_idphotos", return_value=(finished,)):
        return [_cost(post) for _ in range(WARM_UP + runs)][WARM_UP:]


def _cost(work: Callable[[], None]) -> float:
    start = _cpu_ms()
    work()
    return _cpu_ms() - start


def _cpu_ms() -> float:
    return time.process_time() * 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `python -m loadtest steps`."""
    parser.add_argument("--runs", type=int, default=15, help="measured requests (15)")
    parser.add_argument("--spec", default="cn-1inch", help="id of a spec (cn-1inch)")
    parser.add_argument("--photo", type=Path, help="a photo instead of the built-in 12 MP one")


def main(options: argparse.Namespace) -> None:
    """Print the table."""
    path, runs = options.photo, options.runs
    photo = Photo(path.name, path.read_bytes()) if path else make_photo(PHONE)
    app = create_app()
    warm(app)
    state: ProcessState = app.extensions[KEY]
    spec = state.catalogue.find(options.spec)
    if spec is None:
        sys.exit(f"there is no spec '{options.spec}'")
    engine = state.warm_engine()
    order = Order(spec, (255, 255, 255), "jpeg", spec.dpi)
    pipeline = [_photo(photo, order, engine) for _ in range(WARM_UP + runs)][WARM_UP:]
    http = _http(app, photo, order, engine, runs)
    size = f"{len(photo.data) / 1e6:.1f} MB"
    print(f"{photo.name}, {size}, {spec.id}, matte {state.matting}, median of {runs}:\n")
    print(table(pipeline, http))
