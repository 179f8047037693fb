"""The photos of one batch, made one by one as the answer takes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from service.pipeline.idphoto import IdPhoto, Engine
from service.pipeline.variants import Made, make_variants
from service.serving.telemetry.records import Batch, PhotoRecord
from service.serving.request.deadline import Caller
from service.values.errors import CallerGone, DeadlineExceeded, ServiceError
from service.values.order import Order
from service.values.variants import Variants
from service.cancellation import CancellationToken
from service.web.batch.archive import Archive, Entry
from service.web.process import name_of
from service.web.answers.manifest import BatchManifest, BatchResult, Result, count, result_of, results_of
from service.web.answers.problems import document, logged
from service.web.state import Service
from service.web.answers.files import MANIFEST, finish_several


@dataclass
class BatchWork:
    """One batch. Each photo has a place in the queue of its own, and a permit for itself alone."""

    here: Service
    engine: Engine
    caller: Caller
    order: Order | Variants
    archive: Archive
    batch: Batch
    results: list[BatchResult] = field(default_factory=list)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Name and content of each file, and at last the manifest.

        Raises CallerGone; all else that goes wrong stands in the manifest.
        """
        for entry in self.archive.entries:
            made = self._made(entry)
            if isinstance(made, ServiceError):
                problem = document(made)
                self.results.append(BatchResult(photo=entry.name, variant=None, problem=problem))
                continue
            for result, one in zip(self._results(entry, made), made, strict=True):
                self.results.append(BatchResult(photo=entry.name, **dict(result)))
                if isinstance(one, IdPhoto) and result.file:
                    yield result.file, one.data
        manifest = BatchManifest(
            **count(self.results), photos=self.results, ignored=self.archive.ignored
        )
        yield MANIFEST, manifest.model_dump_json(by_alias=True, indent=1).encode()

    def _results(self, entry: Entry, made: Sequence[Made]) -> list[Result]:
        if isinstance(self.order, Order):
            return [result_of(None, made[0], entry.stem)]
        return results_of(made, f"{entry.stem}-")

    def _made(self, entry: Entry) -> Sequence[Made] | ServiceError:
        """What became of one photo, or what is wrong with it. Raises CallerGone."""
        photo_record = PhotoRecord(name_of(self.order, self.here.catalogue))
        try:
            if entry.problem:
                raise entry.problem
            self._raise_if_over(photo_record)
            self.batch.photos.append(photo_record)
            work = photo_record.timed(lambda token: self._make(entry, token))
            made = self.here.executor.run(work, lambda: self._raise_if_over(photo_record), reserved=True)
        except ServiceError as error:
            return error.with_traceback(None)
        except CallerGone:
            raise
        except Exception as error:
            return logged(error)
        finish_several(photo_record, made)
        return made

    def _make(self, entry: Entry, token: CancellationToken) -> Sequence[Made]:
        """In a thread: inflating takes its time, too."""
        variants = (self.order,) if isinstance(self.order, Order) else self.order
        return make_variants(self.archive.read(entry), variants, self.engine, token)

    def _raise_if_over(self, photo_record: PhotoRecord) -> None:
        """Raise when the batch's time or this photo's is over, or no other may be begun."""
        if photo_record.started is None and not self.caller.left:
            raise DeadlineExceeded("The batch's time was over before this photo; send it again.")
        self.caller.raise_if_over()
        if photo_record.started is None:
            self.here.refuse_if_draining()
        elif perf_counter() - photo_record.started > (most := self.here.deadline_seconds):
            raise DeadlineExceeded(f"The photo took longer than {most:g} s; it was given up.")
