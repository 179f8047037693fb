import os
import signal
from queue import SimpleQueue

import pytest
from gunicorn.app.base import BaseApplication
from gunicorn.errors import HaltServer

from service.serving.process.arbiter import Arbiter, told_to_stop
from service.serving.process.registry import WorkerRegistry


class Application(BaseApplication):
    """What an arbiter needs of one: a configuration, and a registry of two workers."""

    def __init__(self):
        self.extensions = {"idphoto": self}
        self.registry = WorkerRegistry(2)
        super().__init__()

    def load_config(self):
        """All defaults."""

    def load(self):
        return self


class Heartbeat:
    def close(self):
        """There is no file."""


class Worker:
    tmp = Heartbeat()


def arbiter(listening):
    """An arbiter two of whose workers could not start, and died at the same time."""
    one = Arbiter(Application())
    one.LISTENERS, one.SIG_QUEUE = [object()] * listening, SimpleQueue()
    one.WORKERS = {}
    for _ in range(2):
        pid = os.fork()
        if not pid:
            os._exit(Arbiter.WORKER_BOOT_ERROR)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        one.WORKERS[pid] = Worker
    return one


def test_all_that_could_not_start_are_forgotten_at_once_where_others_serve():
    one = arbiter(listening=1)
    one.app.registry.enter()
    one.reap_workers()
    assert one.WORKERS == {}


def test_a_service_of_which_no_worker_can_start_ends():
    one = arbiter(listening=1)
    with pytest.raises(HaltServer):
        one.reap_workers()
    with pytest.raises(HaltServer):
        one.reap_workers()


def test_a_service_that_is_stopping_minds_no_worker_that_could_not_start():
    one = arbiter(listening=0)
    one.reap_workers()
    assert one.WORKERS == {}


def test_a_signal_that_ends_the_service_is_seen_and_still_to_be_heard():
    queued = SimpleQueue()
    for number in (signal.SIGCHLD, signal.SIGHUP):
        queued.put(number)
    assert not told_to_stop(queued)
    queued.put(signal.SIGTERM)
    assert told_to_stop(queued)
    assert [queued.get() for _ in range(queued.qsize())] == [
        signal.SIGCHLD,
        signal.SIGHUP,
        signal.SIGTERM,
    ]
