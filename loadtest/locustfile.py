"""Callers of a running service: people who send photos, some on a bad line, and an orchestrator.

`locust -f loadtest/locustfile.py --headless --scenario spike -H http://127.0.0.1:8000`
"""

import itertools
import time
from argparse import ArgumentParser
from pathlib import Path

from locust import HttpUser, LoadTestShape, User, constant_throughput, events, task
from locust.clients import ResponseContextManager
from locust.env import Environment

from loadtest.photos import Form, orders
from loadtest.results import PHOTO, PROBE, SLOW, STAGE, Answer, write
from loadtest.scenarios import SCENARIOS, Stage
from loadtest.server import at
from loadtest.trickle import trickle

PATH = "/v1/idphoto"
ANSWERS: list[Answer] = []
FORMS: list[Form] = []
Tick = tuple[int, float, list[type[User]]]


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("--scenario", choices=SCENARIOS, default="steady", help="which load")
    parser.add_argument("--pace", type=float, default=1.0, help="factor to its stages' seconds")
    parser.add_argument("--records", default="", help="file for one JSON line per request")


def _forms(environment: Environment, **_: object) -> None:
    """Made once, before the first caller."""
    if environment.parsed_options is not None:
        FORMS.extend(orders(SCENARIOS[environment.parsed_options.scenario].kinds))


def _keep(environment: Environment, **_: object) -> None:
    if environment.parsed_options is not None and environment.parsed_options.records:
        write(Path(environment.parsed_options.records), ANSWERS)


class Sender(HttpUser):
    """Sends one photo after the other, and comes back when told to after a 429."""

    turns = itertools.count()

    @task
    def idphoto(self) -> None:
        """One photo for any document."""
        sent = FORMS[next(self.turns) % len(FORMS)]
        begun = time.monotonic()
        with self.client.post(
            PATH, data=sent.body, headers={"Content-Type": sent.kind}, catch_response=True
        ) as reply:
            seconds = time.monotonic() - begun
            name = f"{PATH} {reply.status_code}"
            reply.request_meta = {**reply.request_meta, "name": name}
            fault = _fault(reply)
            if fault:
                reply.failure(fault)
            else:
                reply.success()
        after = reply.headers.get("Retry-After", "") if reply.headers else ""
        status = reply.status_code or 0
        ANSWERS.append(Answer(PHOTO, begun, seconds, status, sent.name, after, fault or ""))
        if status == 429 and after.isdigit():
            time.sleep(int(after))


class Prober(HttpUser):
    """Asks ten times a second, on a new connection each time, whether a worker answers at all."""

    fixed_count = 1
    wait_time = constant_throughput(10)

    @task
    def livez(self) -> None:
        """The event loop's latency under load."""
        begun = time.monotonic()
        reply = self.client.get("/livez", headers={"Connection": "close"})
        ANSWERS.append(Answer(PROBE, begun, time.monotonic() - begun, reply.status_code or 0))


class SlowSender(User):
    """Sends a head, and of the body that it promises one byte a second."""

    @task
    def trickle(self) -> None:
        """Until the service has had enough."""
        begun = time.monotonic()
        status = trickle(at(self.environment.host or "", None), PATH)
        seconds = time.monotonic() - begun
        ANSWERS.append(Answer(SLOW, begun, seconds, status))
        self.environment.events.request.fire(
            request_type="SLOW",
            name=f"{PATH} {status}",
            response_time=seconds * 1000,
            response_length=0,
            exception=None if status == 408 else RuntimeError(f"a slow body was {status}"),
            context={},
        )


class Shape(LoadTestShape):
    """The stages of the scenario."""

    _started = 0.0
    _permits = 0
    _stage: Stage | None = None

    def tick(self) -> Tick | None:
        """How many callers there are to be now."""
        assert self.runner is not None
        environment = self.runner.environment
        options = environment.parsed_options
        assert options is not None
        now = time.monotonic()
        self._permits = self._permits or at(environment.host or "", None).permits
        self._started = self._started or now
        stage = SCENARIOS[options.scenario].at(now - self._started, options.pace)
        if stage is not self._stage:
            ANSWERS.append(Answer(STAGE, now, name=stage.name if stage else "end"))
            self._stage = stage
        if stage is None:
            return None
        callers = max(1, round(stage.callers * self._permits))
        # Callers are counted together: the slow ones are those that come on top of the others.
        kinds: list[type[User]] = [SlowSender] if stage.slow else [Prober, Sender]
        return 1 + callers + stage.slow, 1000, kinds


def _fault(reply: ResponseContextManager) -> str | None:
    """What is wrong with an answer, or None: 200 is right, and 429 that says when to come back."""
    if reply.status_code == 200:
        kind = reply.headers.get("Content-Type", "nothing")
        return None if kind.startswith("image/") else f"200 with {kind}"
    if reply.status_code == 429:
        given = reply.headers.get("Retry-After", "")
        return None if given.isdigit() else "429 without Retry-After"
    return f"{reply.status_code} {reply.text or reply.error}"


events.init_command_line_parser.add_listener(_options)
events.init.add_listener(_forms)
events.quitting.add_listener(_keep)
