"""What each actor of the cluster does: photos in, results to the store, records out."""

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from service.bootstrap import load_engine
from service.cancellation import CancellationToken
from service.cli.photos import Task
from service.cli.work import Run
from service.models.matting import Choice
from service.settings import Settings
from service.values.order import Order

if TYPE_CHECKING:  # only a cluster has pyarrow
    from service.cli.cluster.stores import Store

Batch = Mapping[str, Sequence[Any]]


class Photos:
    """The files of a run: photos of one store, results of another."""

    def __init__(self, source: "Store", out: "Store") -> None:
        self.identity, self.read, self.write = source.identity, source.read, out.write


class Photographer:
    """Loads the models once, and makes the photos of one batch after the other.

    Each result is written here, under a name that depends on the photo's alone: a batch that is
    made again, as its actor was lost, writes the same files again. Only records go on from here.
    """

    def __init__(
        self, source: "Store", out: "Store", order: Order, choice: Choice, config: Settings
    ) -> None:
        engine, most_bytes = load_engine(choice, config), int(config.max_body_mb * 1e6)
        self._run = Run(engine, order, most_bytes, Photos(source, out))

    def __call__(self, batch: Batch) -> dict[str, list[str]]:
        """Records of the photos at `place`, whose results go to `result`, as JSON.

        Never raises: an exception would cost the records of the whole batch.
        """
        pairs = zip(batch["place"], batch["result"], strict=True)
        tasks = [Task(PurePosixPath(p), PurePosixPath(r), PurePosixPath(p)) for p, r in pairs]
        records = [json.dumps(self._run.work(task, CancellationToken())) for task in tasks]
        names = [task.result.as_posix() for task in tasks]
        return {"place": [str(p) for p in batch["place"]], "result": names, "record": records}
