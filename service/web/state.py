"""What the blueprints share: the parts that the composition root has put together."""

from dataclasses import dataclass

from flask import current_app

from service.pipeline.idphoto import Engine
from service.serving.admission.batches import Batches
from service.serving.admission.bodies import Bodies
from service.serving.request.executor import Executor
from service.serving.process.registry import WorkerRegistry
from service.specs.catalogue import Catalogue
from service.values.errors import NotReady


@dataclass
class Service:
    """The running service of one process; `engine` is None until its models are warm."""

    catalogue: Catalogue
    executor: Executor
    bodies: Bodies
    batches: Batches
    registry: WorkerRegistry
    matting: str
    body_seconds: float
    deadline_seconds: float
    engine: Engine | None = None
    draining: bool = False
    retiring: bool = False

    @property
    def ready(self) -> bool:
        """Whether photos are taken: models warm, and not about to stop. Never 'not busy'.

        A worker that stops because a fresh one took over speaks for those that stay.
        """
        return self.engine is not None and (not self.draining or self.registry.ready() > 0)

    def drain(self) -> None:
        """Take notice that this worker is about to stop."""
        self.draining = True
        self.registry.leave()

    def retire(self) -> None:
        """Take notice that this worker makes way for a fresh one; the service goes on."""
        self.retiring = True
        self.registry.leave()

    def load_engine(self) -> Engine:
        """The engine, once its models are warm. Raises NotReady.

        A draining process still finishes what reaches it on connections that are open.
        """
        if self.engine is None:
            raise NotReady("The models are still loading. Try again in a moment.", retry_after=1)
        return self.engine

    def refuse_if_draining(self) -> None:
        """Raise NotReady when this worker is about to stop: for work that would take long."""
        if self.draining or self.retiring:
            raise NotReady("This worker is about to stop. Send it again.", retry_after=1)


def service() -> Service:
    """The service of the current app."""
    found = current_app.extensions["idphoto"]
    assert isinstance(found, Service)
    return found
