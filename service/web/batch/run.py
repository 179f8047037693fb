"""The photos of one batch, made one by one as the answer takes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from zipfile import ZipInfo

from service.access.visit import Visit
from service.cancellation import CancellationToken
from service.pipeline.engine import Engine
from service.pipeline.idphoto import IdPhoto
from service.pipeline.variants import Product, make_idphotos
from service.serving.request.deadline import RequestDeadline
from service.serving.telemetry.records import BatchRecord, PhotoRecord
from service.values.errors import CallerGone, ServiceError
from service.values.orders import Orders
from service.values.outcome import outcome_of
from service.values.request_errors import DeadlineExceeded
from service.web.access import settle
from service.web.answers.manifest import (
    MANIFEST,
    BatchManifest,
    BatchResult,
    Result,
    count,
    result_of,
    results_of,
)
from service.web.answers.packing import zip_end, zip_part
from service.web.answers.problems import document, logged
from service.web.batch.archive import Archive, Entry
from service.web.state import ProcessState


@dataclass
class BatchRun:
    """One batch. Each photo waits in the queue and takes a permit by itself."""

    own: ProcessState
    engine: Engine
    deadline: RequestDeadline
    orders: Orders
    archive: Archive
    record: BatchRecord
    visit: Visit
    results: list[BatchResult] = field(default_factory=list)

    def pieces(self) -> Iterator[bytes]:
        """The ZIP of all files, as they are finished. Raises CallerGone."""
        infos: list[ZipInfo] = []
        size = 0
        for file in self._files():
            part = self.own.executor.beside(partial(zip_part, [file], size))
            size += len(part.data)
            infos += part.infos
            yield part.data
        yield zip_end(infos, size)

    def _files(self) -> Iterator[tuple[str, bytes]]:
        """Name and content of each file, and the manifest at the end.

        Raises CallerGone; anything else that goes wrong is in the manifest.
        """
        for entry in self.archive.entries:
            products = self._products(entry)
            if isinstance(products, ServiceError):
                problem = document(products)
                self.results.append(BatchResult(photo=entry.name, variant=None, problem=problem))
                continue
            for result, product in zip(self._results(entry, products), products, strict=True):
                self.results.append(BatchResult(photo=entry.name, **dict(result)))
                if isinstance(product, IdPhoto) and result.file:
                    yield result.file, product.data
        manifest = BatchManifest(
            **count(self.results), photos=self.results, ignored=self.archive.ignored
        )
        yield MANIFEST, manifest.model_dump_json(by_alias=True, indent=1).encode()

    def _results(self, entry: Entry, products: Sequence[Product]) -> list[Result]:
        if self.orders.listed:
            return results_of(products, f"{entry.stem}-")
        return [result_of(None, products[0], entry.stem)]

    def _products(self, entry: Entry) -> Sequence[Product] | ServiceError:
        """What became of one photo, or what is wrong with it. Raises CallerGone."""
        record = PhotoRecord(self.orders.name)
        try:
            if entry.problem:
                raise entry.problem
            self._raise_if_over(record)
            self.visit.reserve(self.orders.photos)
            return self._made(entry, record)
        except ServiceError as error:
            return error.with_traceback(None)
        except CallerGone:
            raise
        except Exception as error:
            return logged(error)
        finally:
            settle(self.visit, record)

    def _made(self, entry: Entry, record: PhotoRecord) -> Sequence[Product]:
        """The files of one photo, after its turn. Raises what stands in the way."""
        self.record.photos.append(record)
        work = record.timed(lambda token: self._make(entry, token))
        products = self.own.executor.run(
            work, lambda: self._raise_if_over(record), reserved=True, ended=self.visit.work()
        )
        photos = [product for product in products if isinstance(product, IdPhoto)]
        if photos:
            record.finish(outcome_of([photo.report for photo in photos]))
        return products

    def _make(self, entry: Entry, token: CancellationToken) -> Sequence[Product]:
        """Make one photo, in a thread, as even inflating it takes time."""
        return make_idphotos(self.archive.read(entry), self.orders, self.engine, token)

    def _raise_if_over(self, record: PhotoRecord) -> None:
        """Raise when the time of the batch or of this photo is over, or no other may start."""
        if record.started is None and not self.deadline.left:
            raise DeadlineExceeded(
                "The time for the batch was over before this photo; send it again.",
                "处理到这张照片之前批次已超时，请重新发送。",
            )
        self.deadline.raise_if_over()
        if record.started is None:
            self.own.refuse_if_draining()
        elif perf_counter() - record.started > (most := self.own.deadline_seconds):
            raise DeadlineExceeded(
                f"The photo took longer than {most:g} s; processing was stopped.",
                f"照片处理超过 {most:g} 秒，已停止处理。",
            )
