"""Photos of a run, each from its file to the file of its result."""

import hashlib
import logging
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace

import service as package
from service.cancellation import CancellationToken, Cancelled
from service.cli.files import Files
from service.cli.manifest import Record
from service.cli.photos import Task
from service.pipeline.engine import Engine
from service.pipeline.idphoto import IdPhoto, make_idphoto
from service.settings import Settings
from service.values.errors import ServiceError
from service.values.order import Order
from service.values.request_errors import BodyTooLarge, Internal

log = logging.getLogger("idphoto.cli")


def made_by(order: Order, matting: str, config: Settings) -> str:
    """A short name for all that decides what a photo becomes, beside the photo."""
    spec = order.spec.model_copy(update={"checked": ""})  # of a size of one's own it is today
    labelling = config.source_type, config.aigc_producer
    decisive = package.__version__, matting, labelling, replace(order, spec=spec)
    return hashlib.sha256(repr(decisive).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Run:
    """What the photos of a run share; a photo of more than `most_bytes` is not read."""

    engine: Engine
    order: Order
    most_bytes: int
    files: Files

    def work(self, task: Task, token: CancellationToken) -> Record:
        """Make one photo and say what became of it. Raises Cancelled alone."""
        try:
            photo_is = self.files.identity(task.photo)
            self._refuse_large(photo_is[0])
            photo = make_idphoto(self.files.read(task.photo), self.order, self.engine, token)
            self.files.write(task.result, photo.data)
            return {"outcome": "finished", "photo_is": photo_is, **_facts(photo)}
        except Cancelled:
            raise
        except ServiceError as error:
            facts = {"problem": error.slug, "detail": error.detail, **error.members}
        except OSError as error:
            facts = {"problem": "file", "detail": str(error)}
        except Exception:  # the other photos are not to blame
            log.exception("%s: unexpected error", task.photo)
            facts = {"problem": Internal.slug, "detail": "Internal error; see above."}
        return {"outcome": "failed", **facts}

    def _refuse_large(self, size: int) -> None:
        if size > self.most_bytes:
            raise BodyTooLarge(
                f"The file has more than {self.most_bytes / 1e6:g} MB; IDPHOTO_MAX_BODY_MB allows "
                "larger ones.",
                f"文件超过 {self.most_bytes / 1e6:g} MB；可用 IDPHOTO_MAX_BODY_MB 提高上限。",
            )


def run_all(
    tasks: Sequence[Task], jobs: int, work: Callable[[Task, CancellationToken], Record]
) -> Generator[tuple[Task, Record], None, None]:
    """What became of each photo, as they are finished; who stops listening stops the work too."""
    tokens = {task: CancellationToken() for task in tasks}
    with ThreadPoolExecutor(jobs, "photo") as pool:
        running = {pool.submit(work, task, token): task for task, token in tokens.items()}
        try:
            for done in as_completed(running):
                yield running.pop(done), done.result()
        finally:
            for token in tokens.values():
                token.cancel()
            pool.shutdown(wait=False, cancel_futures=True)


def _facts(photo: IdPhoto) -> Record:
    report = photo.report
    return {
        "bytes": report.file.bytes,
        "warnings": [warning.code for warning in report.warnings],
        "checks": report.summary.model_dump(by_alias=True),
        "marks": report.marks,
        "produce_id": report.produce_id,
        "matting": report.matting,
        "ms": round(sum(report.timings_ms.values())),
    }
