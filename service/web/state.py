"""What the views share: the parts of this process, from the composition root."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app

from service.access.access import Access
from service.pipeline.engine import Engine
from service.serving.admission.batches import Batches
from service.serving.admission.bodies import Bodies
from service.serving.process.registry import WorkerRegistry
from service.serving.request.executor import Executor
from service.serving.telemetry.metrics import Metrics
from service.specs.catalogue import Catalogue
from service.values.request_errors import NotReady

KEY = "idphoto"  # in the app's extensions


@dataclass
class ProcessState:
    """The parts of one process; `quick` runs first looks.

    `access` is None where no keys are needed. Pages of `embed_origins` may show /embed in a frame.

    `engine` is None until `load_engine` has loaded and warmed it.
    """

    access: Access | None
    catalogue: Catalogue
    executor: Executor
    quick: Executor
    bodies: Bodies
    batches: Batches
    registry: WorkerRegistry
    metrics: Metrics
    matting: str
    load_engine: Callable[[], Engine]
    body_seconds: float
    deadline_seconds: float
    embed_origins: tuple[str, ...] = ()
    engine: Engine | None = None
    draining: bool = False
    retiring: bool = False

    @property
    def ready(self) -> bool:
        """Whether photos are accepted: models warm, and not about to stop. Never 'not busy'.

        A worker that makes way for a fresh one still answers for the service.
        """
        return self.engine is not None and (not self.draining or self.registry.ready() > 0)

    def drain(self) -> None:
        """Note that this worker is about to stop."""
        self.draining = True
        self.registry.leave()

    def retire(self) -> None:
        """Note that this worker makes way for a fresh one, while the service goes on."""
        self.retiring = True
        self.registry.leave()

    def warm_engine(self) -> Engine:
        """The engine, once its models are warm. Raises NotReady.

        A draining process still finishes what reaches it on connections that are open.
        """
        if self.engine is None:
            raise NotReady(
                "The models are still loading. Try again in a moment.",
                "模型仍在加载，请稍后再试。",
                retry_after=1,
            )
        return self.engine

    def refuse_if_draining(self) -> None:
        """Raise NotReady when this worker is about to stop: for work that would take long."""
        if self.draining or self.retiring:
            raise NotReady(
                "This worker is about to stop. Send the request again.",
                "该工作进程即将停止，请重新发送。",
                retry_after=1,
            )


def state() -> ProcessState:
    """The state of the current app."""
    current = current_app.extensions[KEY]
    assert isinstance(current, ProcessState)
    return current
