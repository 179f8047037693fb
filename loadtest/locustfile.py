"""Callers of a running service: people who send photos, and an orchestrator that looks after it."""

import random
import time

from locust import HttpUser, constant_throughput, task
from locust.clients import ResponseContextManager

from loadtest.photos import Sample, samples

PATH = "/v1/idphoto"
SPECS = ("cn-1inch", "cn-1inch-large", "cn-2inch", "cn-2inch-small")
BACKGROUNDS = ("white", "blue", "red", "#438edb", "transparent")
SAMPLES = samples()


class Sender(HttpUser):
    """Sends one photo after the other, and comes back when told to after a 429."""

    @task
    def idphoto(self) -> None:
        """One photo, any size, for any document."""
        sample = random.choice(SAMPLES)
        form = {"spec": random.choice(SPECS), "background": random.choice(BACKGROUNDS)}
        files = {"image": (sample.name, sample.data)}
        with self.client.post(PATH, data=form, files=files, catch_response=True) as reply:
            name = f"{PATH} {reply.status_code}"
            reply.request_meta = {**reply.request_meta, "name": name}
            fault = _fault(reply, sample)
            if fault:
                reply.failure(fault)
            else:
                reply.success()
        if reply.status_code == 429 and not fault:
            time.sleep(int(reply.headers["Retry-After"]))


class Prober(HttpUser):
    """Asks ten times a second, on a new connection each time, whether a worker answers at all."""

    fixed_count = 1
    wait_time = constant_throughput(10)

    @task
    def livez(self) -> None:
        """The event loop's latency under load."""
        self.client.get("/livez", headers={"Connection": "close"})


def _fault(reply: ResponseContextManager, sample: Sample) -> str | None:
    """What is wrong with an answer, or None.

    200 is right, and so is 429 when it says when to come back; 422 only for a foreign photo.
    """
    if reply.status_code == 200:
        kind = reply.headers.get("Content-Type", "nothing")
        return None if kind.startswith("image/") else f"200 with {kind}"
    if reply.status_code == 429:
        given = reply.headers.get("Retry-After", "")
        return None if given.isdigit() else "429 without Retry-After"
    if reply.status_code == 422 and sample.foreign:
        return None
    return f"{sample.name}: {reply.status_code} {reply.text or reply.error}"
