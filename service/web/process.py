"""What every request with a photo goes through: admission, body, order, work."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from flask import Request

from service.cancellation import CancellationToken
from service.orders.fields import Fields
from service.pipeline.engine import Engine
from service.serving.admission.bodies import too_large
from service.serving.request.deadline import RequestDeadline
from service.serving.request.executor import Executor
from service.serving.telemetry.records import PhotoRecord
from service.specs.catalogue import Catalogue
from service.values.request_errors import BodyTooLarge
from service.web.access import current_visit
from service.web.body import read_timeout, sent_fields
from service.web.observe import record_photo
from service.web.state import state


class Named(Protocol):
    """An order of any kind, such as of a photo or of a sheet."""

    @property
    def name(self) -> str:
        """What is counted and logged as spec, from a bounded set."""

    @property
    def photos(self) -> int:
        """How many finished photos are asked for."""


T = TypeVar("T")
Data = TypeVar("Data")
Ordered = TypeVar("Ordered", bound=Named)


def process(
    request: Request,
    receive: Callable[[Request], Data],
    read: Callable[[Fields, Catalogue, Data], Ordered],
    make: Callable[[Data, Ordered, Engine, CancellationToken], T],
    executor: Executor | None = None,
) -> tuple[T, Ordered, PhotoRecord]:
    """The result of `make` for the data that `receive` reads and the order that `read` reads.

    `make` runs in `executor`, by default in that of photos.

    Raises what stands in the way: a full queue, a slow or unreadable body, a wrong field, a quota
    that is used up, a client that has gone, a deadline, or what `make` raises.
    """
    own = state()
    length, engine = announced(request), own.warm_engine()
    deadline = RequestDeadline(read_timeout(request, own.deadline_seconds), request.environ)
    executor = executor or own.executor
    executor.permits.raise_if_full()
    with own.bodies.metering(request.environ, length, most_bytes(request)):
        with own.bodies.receiving(request.environ):
            data = deadline.receive(lambda: receive(request), own.body_seconds)
        order = read(sent_fields(request), own.catalogue, data)
        visit = current_visit()
        visit.reserve(order.photos)
        record = record_photo(order.name)
        work = record.timed(lambda token: make(data, order, engine, token))
        result = executor.run(work, deadline.raise_if_over, ended=visit.work())
    return result, order, record


def announced(request: Request) -> int:
    """How many bytes Content-Length states, 0 for a chunked body. Raises BodyTooLarge."""
    length = request.content_length or 0
    most = most_bytes(request)
    if length > most:
        raise BodyTooLarge(*too_large(most))  # for good: to try again later would be in vain
    return length


def most_bytes(request: Request) -> int:
    """How many bytes the body may have."""
    most = request.max_content_length
    assert most is not None  # see create_app
    return most
