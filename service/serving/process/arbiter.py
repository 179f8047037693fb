"""Gunicorn's arbiter, which also watches workers as they start, and heeds SIGTERM in a reload."""

import os
import signal
from queue import SimpleQueue
from time import monotonic

from gunicorn import arbiter
from gunicorn.errors import HaltServer

from service.serving.process.registry import WorkerRegistry

MARGIN = 5  # seconds for a worker that is killed to be gone
ENDS = frozenset((signal.SIGTERM, signal.SIGINT, signal.SIGQUIT))


class Arbiter(arbiter.Arbiter):  # type: ignore[misc] # gunicorn comes without types
    """Kills workers that hang while they start; keeps an old worker for each new one that fails."""

    def spawn_worker(self) -> int:
        """The pid of a new worker; in a reload it returns only when the worker is ready or dead."""
        reloading = len(self.WORKERS) >= self.num_workers
        pid: int = super().spawn_worker()  # in the worker it does not return
        # To gunicorn a worker is well until its first sign of life, should that never come. Here
        # it has `timeout` and the time of a request, for it makes a first photo.
        first = monotonic() + self.cfg.graceful_timeout
        os.utime(self.WORKERS[pid].tmp.fileno(), (first, first))
        if reloading and not self._registry.wait_for(self._alive, self._boot_seconds + MARGIN):
            self.log.warning("not all workers are ready yet; the reload continues")
        return pid

    def reap_workers(self) -> None:
        """Reap dead workers. Raises StopIteration, as SIGTERM does, if a reload must not go on."""
        while self._one_could_not_start():  # gunicorn forgets no other one in that round
            self.log.error("a worker could not start; trying another one, the others keep serving")
        if self.LISTENERS and told_to_stop(self.SIG_QUEUE):  # without them it is stopping already
            raise StopIteration

    def _one_could_not_start(self) -> bool:
        """Reap dead workers up to one that could not start: no reason to end those that serve."""
        try:
            super().reap_workers()
        except HaltServer:
            if self.LISTENERS and not self._registry.ready():
                raise
            return True
        return False

    @property
    def _registry(self) -> WorkerRegistry:
        registry: WorkerRegistry = self.app.wsgi().extensions["idphoto"].registry
        return registry

    @property
    def _boot_seconds(self) -> float:
        return float(self.timeout + self.cfg.graceful_timeout)

    def _alive(self) -> int:
        self.murder_workers()
        self.reap_workers()
        return len(self.WORKERS)


def told_to_stop(signals: "SimpleQueue[int]") -> bool:
    """Whether a signal that ends the service is in `signals`; all of them stay queued, in order."""
    waiting = [signals.get_nowait() for _ in range(signals.qsize())]
    for number in waiting:
        signals.put_nowait(number)
    return not ENDS.isdisjoint(waiting)
