"""What every request with a photo goes through: place, body, order, work."""

import math
from collections.abc import Callable
from typing import TypeVar

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge

from service.pipeline.idphoto import Engine
from service.serving.telemetry.records import PhotoRecord
from service.serving.request.deadline import Caller
from service.serving.telemetry.logs import follow
from service.specs.catalogue import Catalogue
from service.values.order import Order
from service.values.sheet import SheetOrder
from service.values.variants import Variants
from service.cancellation import CancellationToken
from service.web.body import read_timeout
from service.web.state import service

T = TypeVar("T")
Sent = TypeVar("Sent")
Ordered = TypeVar("Ordered", bound=Order | SheetOrder | Variants)


def work(
    request: Request,
    receive: Callable[[Request], Sent],
    read: Callable[[Request, Catalogue], Ordered],
    make: Callable[[Sent, Ordered, Engine, CancellationToken], T],
) -> tuple[T, Ordered, PhotoRecord]:
    """What `make` makes of what `receive` finds in `request`, the order that `read` finds, the photo_record.

    Raises whatever stands in the way: no place, a slow or unreadable body, a wrong field, a caller
    who is gone, a deadline, or what `make` raises.
    """
    here = service()
    length, engine = announced(request), here.load_engine()
    caller = Caller(read_timeout(request, here.deadline_seconds), request.environ)
    here.executor.permits.raise_if_full()
    with here.bodies.metering(request.environ, length):
        with here.bodies.receiving(request.environ):
            data = caller.send(lambda: receive(request), here.body_seconds)
        order = read(request, here.catalogue)
        photo_record = follow(name_of(order, here.catalogue))
        made = here.executor.run(
            photo_record.timed(lambda token: make(data, order, engine, token)), caller.raise_if_over
        )
    return made, order, photo_record


def announced(request: Request) -> int:
    """How many bytes the body is said to have. Raises RequestEntityTooLarge."""
    length = request.content_length or 0
    if length > (request.max_content_length or math.inf):
        raise RequestEntityTooLarge  # for good: who is told to come back later would come in vain
    return length


def name_of(order: Order | SheetOrder | Variants, catalogue: Catalogue) -> str:
    """What is counted and logged as spec: a name of the catalogue's, or one of three more."""
    if isinstance(order, SheetOrder):
        return "sheet"
    if isinstance(order, tuple):
        return "variants"
    return order.spec.id if catalogue.find(order.spec.id) else "custom"
