"""Clients of a running service: people who send photos, some on a bad line, and an orchestrator.

`locust -f loadtest/locustfile.py --headless --scenario spike -H http://127.0.0.1:8000`
"""

import itertools
import time
from argparse import ArgumentParser
from pathlib import Path

from locust import LoadTestShape, User, constant_throughput, events, task
from locust.env import Environment

from loadtest.clients import Client, probe, trickle
from loadtest.photos import CN_1INCH, Upload, uploads
from loadtest.results import STAGE, Answer, write
from loadtest.scenarios import SCENARIOS, Stage
from loadtest.server import Server, at

ANSWERS: list[Answer] = []
UPLOADS: list[Upload] = []
Tick = tuple[int, float, list[type[User]]]


def add_arguments(parser: ArgumentParser) -> None:
    """Options beside those of locust."""
    parser.add_argument("--scenario", choices=SCENARIOS, default="steady", help="which load")
    parser.add_argument("--time-scale", type=float, default=1.0, help="stretches its stages")
    parser.add_argument("--records", default="", help="file for one JSON line per request")


def make_uploads(environment: Environment, **_: object) -> None:
    """Once, before the first client."""
    if environment.parsed_options is not None:
        UPLOADS.extend(uploads(SCENARIOS[environment.parsed_options.scenario].cameras))


def write_answers(environment: Environment, **_: object) -> None:
    """For who asked for them."""
    if environment.parsed_options is not None and environment.parsed_options.records:
        write(Path(environment.parsed_options.records), ANSWERS)


class ServiceUser(User):
    """Sends requests to the service and keeps the answers."""

    abstract = True

    @property
    def server(self) -> Server:
        """The service under test."""
        return at(self.environment.host or "")

    def record(self, answer: Answer) -> None:
        """Keep an answer, and show it in locust's own statistics."""
        ANSWERS.append(answer)
        self.environment.events.request.fire(
            request_type=answer.kind,
            name=str(answer.status),
            response_time=answer.seconds * 1000,
            response_length=0,
            exception=RuntimeError(answer.fault) if answer.fault else None,
            context={},
        )


class PhotoUser(ServiceUser):
    """Sends one photo after the other, and comes back when told to after a 429."""

    turns = itertools.count()

    def on_start(self) -> None:
        """One connection for all its photos."""
        self.client = Client(self.server)

    def on_stop(self) -> None:
        """Hang up."""
        self.client.close()

    @task
    def post_photo(self) -> None:
        """One photo for any document."""
        answer = self.client.post(UPLOADS[next(self.turns) % len(UPLOADS)])
        self.record(answer)
        if answer.status == 429 and answer.retry_after.isdigit():
            time.sleep(int(answer.retry_after))


class ProbeUser(ServiceUser):
    """Asks ten times a second, on a new connection each time, whether a worker answers at all."""

    fixed_count = 1
    wait_time = constant_throughput(10)

    @task
    def probe(self) -> None:
        """The event loop's latency under load."""
        self.record(probe(self.server))


class SlowUser(ServiceUser):
    """Sends a head, and of the body that it promises one byte a second."""

    @task
    def trickle(self) -> None:
        """Until the service has had enough."""
        self.record(trickle(self.server, CN_1INCH))


class Shape(LoadTestShape):
    """The stages of the scenario."""

    _start = 0.0
    _permits = 0
    _stage: Stage | None = None

    def tick(self) -> Tick | None:
        """How many clients there are to be now."""
        assert self.runner is not None
        environment = self.runner.environment
        options = environment.parsed_options
        assert options is not None
        now = time.monotonic()
        self._permits = self._permits or at(environment.host or "").permits
        self._start = self._start or now
        stage = SCENARIOS[options.scenario].at(now - self._start, options.time_scale)
        if stage is not self._stage:
            ANSWERS.append(Answer(STAGE, now, name=stage.name if stage else "end"))
            self._stage = stage
        if stage is None:
            return None
        clients = max(1, round(stage.clients * self._permits))
        # Clients are counted together: the slow ones are those that come on top of the others.
        users: list[type[User]] = [SlowUser] if stage.slow else [ProbeUser, PhotoUser]
        return 1 + clients + stage.slow, 1000, users


events.init_command_line_parser.add_listener(add_arguments)
events.init.add_listener(make_uploads)
events.quitting.add_listener(write_answers)
